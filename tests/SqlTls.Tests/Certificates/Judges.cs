using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Tests.Certificates;

/// <summary>Those who decide whether a certificate is to be trusted: .NET's chain engine, and OpenSSL as a stranger to it.</summary>
internal static class Judges
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>What .NET objects to when this root alone is trusted; empty when it accepts.</summary>
    public static X509ChainStatusFlags DotNet(X509Certificate2 leaf, X509Certificate2 root, string purpose = ServerAuthentication)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        return chain.Build(leaf)
            ? X509ChainStatusFlags.NoError
            : chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
    }

    /// <summary>What <c>openssl verify</c> says when this root alone is trusted.</summary>
    public static async Task<Tool> OpenSslAsync(X509Certificate2 leaf, X509Certificate2 root, string purpose = "sslserver", params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        return await Tool.RunAsync("openssl",
        [
            "verify", "-no-CApath", "-no-CAstore", "-purpose", purpose,
            "-CAfile", folder.Write("root.pem", root.ExportCertificatePem()),
            .. arguments,
            folder.Write("leaf.pem", leaf.ExportCertificatePem()),
        ]);
    }
}
