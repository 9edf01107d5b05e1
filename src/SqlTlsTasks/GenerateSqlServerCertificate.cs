using Microsoft.Build.Framework;
using SqlTls.Certificates;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks;

/// <summary>Makes an authority and a server certificate. Where an earlier build made one that still does, it is kept.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateSqlServerCertificate : CertificateTask
{
    private const string OurAuthorities = "CN=sqltls authority for ";

    /// <summary>Names and addresses that clients use, the first is the CN; by default localhost, 127.0.0.1 and ::1.</summary>
    public string[] DnsNames { get; set; } = ["localhost", "127.0.0.1", "::1"];

    /// <summary>How long it is valid, in days, 1 to 3650; by default 7.</summary>
    public int Days { get; set; } = CertificateOptions.DefaultDays;

    /// <summary>Bits of its RSA key: 2048, 3072 or 4096; by default 2048.</summary>
    public int KeySize { get; set; } = CertificateOptions.DefaultKeySize;

    /// <summary>Days before its end from which on an earlier certificate is made anew; by default 1.</summary>
    public int RenewBefore { get; set; } = 1;

    /// <inheritdoc/>
    protected override AsyncTask RunAsync(CancellationToken cancellationToken)
    {
        CertificateOptions options = CertificateOptions.For(DnsNames) with { Days = Days, KeySize = KeySize };
        CertificateDescription? earlier = Earlier();
        if (!Force && earlier is not null && Does(earlier, options))
        {
            Keep(earlier);
            return AsyncTask.CompletedTask;
        }

        using var authority = Authority.Create(options);
        using ServerCertificate certificate = authority.Issue(options);
        // A key that an earlier build made for the purpose may go; one that came from elsewhere only when the project says so.
        bool isOurs = earlier is not null && AuthorityFile.Length > 0 && earlier.Issuer.StartsWith(OurAuthorities, StringComparison.Ordinal);
        Write(certificate, password: null, overwriteKeys: Force || isOurs);
        return AsyncTask.CompletedTask;
    }

    private bool Does(CertificateDescription earlier, CertificateOptions options) =>
        earlier.NotAfter > DateTimeOffset.UtcNow.AddDays(RenewBefore)
        && earlier.KeyBits == options.KeySize
        && options.Names.All(name => earlier.Names.Contains(name.Value, StringComparer.OrdinalIgnoreCase));
}
