using SqlTls.Instances;
using SqlTls.Reports;

namespace SqlTls.Provisioning;

/// <summary>What <c>up</c> leaves in its folder: certificates for clients, and the report. As it was where the run does not come to its end.</summary>
internal sealed class SetupFiles(string folder) : IDisposable
{
    private const string ReportName = "report.json";

    private readonly Dictionary<string, byte[]?> before = [];
    private bool kept;

    public string Certificate => Path.Combine(folder, "server.crt");

    public string Authority => Path.Combine(folder, "authority.crt");

    public void Write(InstanceState state)
    {
        try
        {
            _ = Directory.CreateDirectory(folder);
            Put(Path.Combine(folder, ".gitignore"), "*\n");
            if (state.Certificate is { } certificate)
            {
                Put(Certificate, certificate.Leaf.ExportCertificatePem() + "\n");
                if (certificate.Authority is { } authority)
                {
                    Put(Authority, authority.ExportCertificatePem() + "\n");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.OutputFolder,
                $"The output folder {folder} cannot be written: {exception.Message}",
                "Name another folder with --output.",
                exception);
        }
    }

    public void Keep(UpReport report)
    {
        File.WriteAllText(Path.Combine(folder, ReportName), ReportJson.Write(report) + "\n");
        kept = true;
    }

    public void Dispose()
    {
        foreach ((string file, byte[]? content) in kept ? [] : before)
        {
            if (content is null)
            {
                File.Delete(file);
            }
            else
            {
                File.WriteAllBytes(file, content);
            }
        }
    }

    private void Put(string file, string content)
    {
        _ = before.TryAdd(file, File.Exists(file) ? File.ReadAllBytes(file) : null);
        File.WriteAllText(file, content);
    }
}
