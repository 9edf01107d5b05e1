using System.Security.Cryptography.X509Certificates;
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
        string file = FullPath(Certificate);
        using X509Certificate2? authority = Authority.Length == 0 ? null : CertificateImport.ReadAuthority(FullPath(Authority));
        using ServerCertificate certificate = CertificateImport.Read(file, Key.Length == 0 ? null : FullPath(Key), password, authority);
        // All that the file holds, also what stands in no chain: it shows that a link is missing.
        X509Certificate2[] authorities = authority is null ? [] : [authority];
        X509Certificate2[] all = [.. CertificateImport.ReadCertificates(file, password), .. authorities];
        string[] names = [.. DnsNames.Select(name => ServerName.Parse(name).Value)];
        var context = new RequirementContext(names, DateTimeOffset.UtcNow, HasMatchingKey: true, Authorities: authorities);
        foreach (Finding finding in CertificateRequirements.Check(certificate.Leaf, all, context))
        {
            Log.Report(finding.Severity, finding.Code, new ProjectPlace(file, 0, 0), $"{finding.Message} {finding.Cure}".TrimEnd());
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
