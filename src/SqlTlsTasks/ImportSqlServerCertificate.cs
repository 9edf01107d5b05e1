using Microsoft.Build.Framework;
using SqlTls.Certificates;
using SqlTlsTasks.Diagnostics;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks;

/// <summary>
/// Takes over a certificate that was made elsewhere, held against what SQL Server and its clients ask. It reads a password from the environment, so a
/// multithreaded build runs it in a process of its own.
/// </summary>
public sealed class ImportSqlServerCertificate : CertificateTask
{
    /// <summary>The certificate, with its issuers: PFX, PEM or DER.</summary>
    [Required]
    public string Certificate { get; set; } = "";

    /// <summary>Its private key, where <see cref="Certificate"/> does not hold it.</summary>
    public string Key { get; set; } = "";

    /// <summary>The root above it, where <see cref="Certificate"/> lacks it.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The environment variable with the password of <see cref="Certificate"/> or <see cref="Key"/>; the PFX that is written gets the same.</summary>
    public string PasswordVariable { get; set; } = "SQLTLS_CERTIFICATE_PASSWORD";

    /// <summary>Names and addresses that clients use: each must be in it.</summary>
    public string[] DnsNames { get; set; } = [];

    /// <inheritdoc/>
    protected override AsyncTask RunAsync(CancellationToken cancellationToken)
    {
        string? password = Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } value ? value : null;
        using ServerCertificate certificate = CertificateImport.Read(
            FullPath(Certificate),
            Key.Length == 0 ? null : FullPath(Key),
            password,
            Authority.Length == 0 ? null : CertificateImport.ReadAuthority(FullPath(Authority)));
        string[] names = [.. DnsNames.Select(name => ServerName.Parse(name).Value)];
        foreach (Finding finding in CertificateRequirements.Check(certificate, names, DateTimeOffset.UtcNow))
        {
            Log.Report(finding.Severity, finding.Code, new Place(FullPath(Certificate), 0, 0), $"{finding.Message} {finding.Cure}".TrimEnd());
        }

        CertificateDescription? earlier = Earlier();
        if (Log.HasLoggedErrors)
        {
            return AsyncTask.CompletedTask;
        }

        if (!Force && earlier?.Thumbprint == certificate.Describe().Thumbprint)
        {
            Keep(earlier);
        }
        else
        {
            Write(certificate, password, Force);
        }

        return AsyncTask.CompletedTask;
    }
}
