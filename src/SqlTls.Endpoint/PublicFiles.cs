using SqlTls.Certificates;

namespace SqlTls.Endpoint;

/// <summary>The endpoint's certificates as files, for clients that want files; made when first asked for.</summary>
internal sealed class PublicFiles(ServerCertificate certificate) : IDisposable
{
    private readonly Lazy<string> _folder = new(() => Make(certificate));

    public string Authority => Path.Combine(_folder.Value, "authority.crt");

    public string Certificate => Path.Combine(_folder.Value, "server.crt");

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
    }

    private static string Make(ServerCertificate certificate)
    {
        string folder = Directory.CreateTempSubdirectory("sqltls-endpoint-").FullName;
        File.WriteAllText(Path.Combine(folder, "server.crt"), certificate.Leaf.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Combine(folder, "authority.crt"), (certificate.Authority ?? certificate.Leaf).ExportCertificatePem() + "\n");
        return folder;
    }
}
