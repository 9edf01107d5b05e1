using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Verification;

/// <summary>Two folders for .NET's trust by file: one with the authority, one with an authority that vouches for nothing here.</summary>
internal sealed class TrustFolders : IDisposable
{
    private const string OursName = "ours";
    private const string OtherName = "other";
    private const string OtherFileName = "other.crt";

    private readonly DirectoryInfo _root;

    public TrustFolders(X509Certificate2? authority) => _root = TemporaryFiles.CreateFolder("trust", root => Fill(root, authority));

    public string Ours => Path.Combine(_root.FullName, OursName);

    public string Other => Path.Combine(_root.FullName, OtherName);

    public string OtherFile => Path.Combine(Other, OtherFileName);

    public void Dispose() => _root.Delete(recursive: true);

    private static void Fill(DirectoryInfo root, X509Certificate2? authority)
    {
        string ours = root.CreateSubdirectory(OursName).FullName;
        if (authority is not null)
        {
            File.WriteAllText(Path.Combine(ours, OutputFiles.Authority), authority.ExportCertificatePem());
        }

        using var other = Authority.Create(CertificateOptions.For("another-authority.invalid"));
        File.WriteAllText(Path.Combine(root.CreateSubdirectory(OtherName).FullName, OtherFileName), other.Certificate.ExportCertificatePem());
    }
}
