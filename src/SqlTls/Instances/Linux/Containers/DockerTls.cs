using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.NativeHttp;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// Engines that are reached over TLS, with the files that the docker command uses: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> of
/// <c>DOCKER_CERT_PATH</c> where <c>DOCKER_TLS_VERIFY</c> is set, or those that a context carries. The client library knows neither.
/// </summary>
internal static class DockerTls
{
    /// <summary>The folder with the files; null for an engine without TLS.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static string? Folder(Func<string, string?> variable)
    {
        string config = Said(variable("DOCKER_CONFIG")) ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        if (Said(variable("DOCKER_TLS_VERIFY")) is not null)
        {
            return Said(variable("DOCKER_CERT_PATH")) ?? config;
        }

        // A host that is named outright is not the context's.
        string? context = Said(variable("DOCKER_HOST")) is null ? Said(variable("DOCKER_CONTEXT")) ?? CurrentContext(config) : null;
        string? folder = context is null ? null : Path.Combine(config, "contexts", "tls", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context))), "docker");
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>A client that shows its certificate, and takes the engine's from that authority and for that name alone.</summary>
    public static DockerClient Connect(Uri endpoint, string folder) => new DockerClientBuilder()
        .WithTransportOptions(new NativeHttpTransportOptions { ConfigureHandler = handler => handler.SslOptions = Options(folder) })
        .WithEndpoint(endpoint)
        .WithAuthProvider(new OverTls())
        .Build();

    private static SslClientAuthenticationOptions Options(string folder)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(folder, "ca.pem"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        string certificate = Path.Combine(folder, "cert.pem");
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            ClientCertificates = File.Exists(certificate) ? [X509Certificate2.CreateFromPemFile(certificate, Path.Combine(folder, "key.pem"))] : [],
        };
    }

    private static string? CurrentContext(string config)
    {
        string file = Path.Combine(config, "config.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using var parsed = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
        return parsed.RootElement.TryGetProperty("currentContext", out System.Text.Json.JsonElement context) ? Said(context.GetString()) : null;
    }

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed class OverTls : IAuthProvider
    {
        public bool TlsEnabled => true;

        public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler) => handler;
    }
}
