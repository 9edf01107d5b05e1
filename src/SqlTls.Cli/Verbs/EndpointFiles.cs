using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>What <c>up --endpoint</c> leaves in its folder: certificates and report. Taken away again where the run does not come to its end.</summary>
internal sealed class EndpointFiles : IDisposable
{
    private readonly string folder;
    private bool kept;

    public EndpointFiles(string folder, ServerCertificate certificate)
    {
        this.folder = folder;
        _ = Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
        File.WriteAllText(Certificate, certificate.CertificatePem());
        File.WriteAllText(Authority, certificate.Authority!.ExportCertificatePem() + "\n");
    }

    public string Certificate => Path.Combine(folder, "server.crt");

    public string Authority => Path.Combine(folder, "authority.crt");

    public void Keep(string report)
    {
        File.WriteAllText(Path.Combine(folder, "report.json"), report + "\n");
        kept = true;
    }

    public void Dispose()
    {
        if (!kept)
        {
            File.Delete(Certificate);
            File.Delete(Authority);
        }
    }
}
