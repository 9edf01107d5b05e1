using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Provisioning;

namespace SqlTls.Cli.Verbs;

/// <summary>The words of <c>up</c> that say where the certificate comes from, and which keys are kept.</summary>
internal static class CertificateSourceOptions
{
    private static readonly Option<int?> Days = new("--days")
    {
        Description = $"The lifetime of a certificate that is made, in days, 1 to 3650. By default {CertificateOptions.DefaultDays}; must be said for --service and --instance.",
        HelpName = "DAYS",
    };

    private static readonly Option<bool> KeepKey = new("--keep-key")
    {
        Description = "Leave server.key and server.pfx in the output folder, readable by this user alone.",
    };

    private static readonly Option<bool> KeepAuthorityKey = new("--keep-authority-key")
    {
        Description = "Leave authority.key there too, which is dropped otherwise.",
    };

    private static readonly Option<string?> InstalledThumbprint = new("--thumbprint")
    {
        Description = "With --instance: a certificate that is in LocalMachine\\My already, by its 40 hex digits.",
        HelpName = "HEX",
    };

    public static IReadOnlyList<Option> All { get; } = [GivenCertificate.Certificate, GivenCertificate.Key, InstalledThumbprint, CommonOptions.Authority, Days, NewCertificateOptions.KeySize, KeepKey, KeepAuthorityKey];

    /// <summary>Reads what is given, and holds numbers against their ranges, before anything is looked at or touched.</summary>
    public static CertificateSource Read(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(InstalledThumbprint) is { } thumbprint)
        {
            return Installed(parsed, thumbprint);
        }

        FileInfo? file = parsed.GetValue(GivenCertificate.Certificate);
        Option? idle = file is null ? FirstSaid(parsed, GivenCertificate.Key, CommonOptions.Authority) : FirstSaid(parsed, Days, NewCertificateOptions.KeySize);
        if (idle is not null)
        {
            throw new SqlTlsException(
                Failure.Input,
                CliCodes.CommandLine,
                $"{idle.Name} has no meaning {(file is null ? "without" : "with")} --certificate.",
                $"Leave out {idle.Name}{(file is null ? ", or name the certificate with --certificate" : "")}.");
        }

        if (file is not null)
        {
            X509Certificate2? authority = AuthorityFile.Load(parsed);
            return new CertificateSource.Imported(CertificateImport.Read(
                file.FullName, parsed.GetValue(GivenCertificate.Key)?.FullName, terminal.Variable(SecretVariables.CertificatePassword), authority));
        }

        return new CertificateSource.Made(parsed.GetValue(Days), parsed.GetValue(NewCertificateOptions.KeySize));
    }

    /// <summary>The same request, with the keys to keep.</summary>
    public static SetupRequest WithKeys(SetupRequest request, ParseResult parsed, Terminal terminal) => request with
    {
        KeepKey = parsed.GetValue(KeepKey),
        KeepAuthorityKey = parsed.GetValue(KeepAuthorityKey),
        OverwriteKeys = parsed.GetValue(CommonOptions.Force),
        CertificatePassword = terminal.Variable(SecretVariables.CertificatePassword),
    };

    private static CertificateSource.Installed Installed(ParseResult parsed, string thumbprint)
    {
        if (FirstSaid(parsed, GivenCertificate.Certificate, GivenCertificate.Key, CommonOptions.Authority, Days, NewCertificateOptions.KeySize, KeepKey, KeepAuthorityKey) is { } idle)
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, $"{idle.Name} has no meaning with --thumbprint.", $"Leave out {idle.Name}.");
        }

        return TargetOptions.InstanceName(parsed) is not null
            ? new CertificateSource.Installed(Thumbprint.Parse(thumbprint))
            : throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "--thumbprint names a certificate of a Windows machine's store.", "Say --instance too, or give a file with --certificate.");
    }

    private static Option? FirstSaid(ParseResult parsed, params IEnumerable<Option> options) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is OptionResult { Implicit: false });
}
