using SqlTls.Certificates;

namespace SqlTls.Endpoint;

/// <summary>The endpoint's certificates as files, for clients that want files; made when first asked for.</summary>
internal sealed class PublicFiles(ServerCertificate certificate) : IDisposable
{
    private readonly Lazy<DirectoryInfo> _folder = new(() => TemporaryFiles.CreateFolder("endpoint", folder => Fill(folder.FullName, certificate)));

    public string Authority => Path.Combine(_folder.Value.FullName, OutputFiles.Authority);

    public string Certificate => Path.Combine(_folder.Value.FullName, OutputFiles.Certificate);

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }
    }

    private static void Fill(string folder, ServerCertificate certificate)
    {
        File.WriteAllText(Path.Combine(folder, OutputFiles.Certificate), certificate.Leaf.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Combine(folder, OutputFiles.Authority), (certificate.Authority ?? certificate.Leaf).ExportCertificatePem() + "\n");
    }
}
