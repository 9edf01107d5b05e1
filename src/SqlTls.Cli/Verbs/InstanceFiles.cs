using SqlTls.Instances;

namespace SqlTls.Cli.Verbs;

/// <summary>What <c>up</c> leaves in its folder for clients: certificates and report, never a key.</summary>
internal sealed record InstanceFiles(string Folder)
{
    public string Certificate => Path.Combine(Folder, "server.crt");

    public string Authority => Path.Combine(Folder, "authority.crt");

    public void Write(InstalledCertificate certificate)
    {
        _ = Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, ".gitignore"), "*\n");
        File.WriteAllText(Certificate, certificate.Leaf.ExportCertificatePem() + "\n");
        File.WriteAllText(Authority, (certificate.Authority ?? certificate.Leaf).ExportCertificatePem() + "\n");
    }

    public void Write(string report) => File.WriteAllText(Path.Combine(Folder, "report.json"), report + "\n");
}
