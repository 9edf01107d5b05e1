using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Verification;

/// <summary>Two folders for .NET's trust by file: one with the authority, one with an authority that vouches for nothing here.</summary>
internal sealed class TrustFolders : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sqltls-trust-").FullName;

    public TrustFolders(X509Certificate2? authority)
    {
        Ours = Directory.CreateDirectory(Path.Combine(_root, "ours")).FullName;
        Other = Directory.CreateDirectory(Path.Combine(_root, "other")).FullName;
        if (authority is not null)
        {
            File.WriteAllText(Path.Combine(Ours, "authority.crt"), authority.ExportCertificatePem());
        }

        using var other = Authority.Create(CertificateOptions.For("another-authority.invalid"));
        File.WriteAllText(OtherFile, other.Certificate.ExportCertificatePem());
    }

    public string Ours { get; }

    public string Other { get; }

    public string OtherFile => Path.Combine(Other, "other.crt");

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
