using System.CommandLine;
using System.CommandLine.Parsing;
using SqlTls.Certificates;
using SqlTls.Manifests;

namespace SqlTls.Cli.Verbs;

/// <summary>The words of <c>manifest</c> that say where the certificate comes from: it is made here, was made elsewhere, or is cert-manager's to make.</summary>
internal static class ManifestCertificate
{
    private const int DaysOfCertManager = 90;

    private static readonly Option<int?> Days = new("--days")
    {
        Description = "The lifetime of a certificate that is made, in days, 1 to 3650. Must be said, but for --cert-manager, where it is 90.",
        HelpName = "DAYS",
    };

    public static Option<bool> CertManager { get; } = new("--cert-manager")
    {
        Description = "Let cert-manager make and renew the certificate: Issuer and Certificate in place of the Secret.",
    };

    public static IReadOnlyList<Option> All { get; } = [GivenCertificate.Certificate, GivenCertificate.Key, CommonOptions.Authority, Days, NewCertificateOptions.KeySize];

    /// <summary>The lifetime of one that is made; of one that is there, a number that nobody reads.</summary>
    /// <exception cref="SqlTlsException">It is not said, or a word has no meaning beside another.</exception>
    public static int DaysOf(ParseResult parsed)
    {
        bool isGiven = parsed.GetValue(GivenCertificate.Certificate) is not null;
        Option? idle = isGiven ? FirstSaid(parsed, Days, NewCertificateOptions.KeySize, CertManager) : FirstSaid(parsed, GivenCertificate.Key, CommonOptions.Authority);
        if (idle is not null)
        {
            throw Refuse($"{idle.Name} has no meaning {(isGiven ? "with" : "without")} --certificate.", $"Leave out {idle.Name}{(isGiven ? "" : ", or name the certificate with --certificate")}.");
        }

        return parsed.GetValue(Days) ?? (isGiven || parsed.GetValue(CertManager)
            ? DaysOfCertManager
            : throw Refuse("The certificate's lifetime is not said: a restart after its end can fail.", "Say --days, and renew in time; or give a certificate of your own with --certificate."));
    }

    /// <summary>What is to be made; numbers are held against their ranges.</summary>
    public static CertificateOptions Wanted(ManifestOptions options, IReadOnlyList<ServerName> names) => new(names, options.Days, options.KeySize);

    /// <summary>The certificate that was made elsewhere, or a new one.</summary>
    /// <param name="parsed">The words.</param>
    /// <param name="options">The server; its names are those that a given certificate must have.</param>
    /// <param name="names">Every name by which it is reached; a given certificate may lack those that nobody said.</param>
    /// <param name="terminal">Where it is told what is worth knowing of a given one.</param>
    /// <exception cref="SqlTlsException">The given one cannot be read, or no server can use it.</exception>
    public static ServerCertificate Take(ParseResult parsed, ManifestOptions options, IReadOnlyList<ServerName> names, Terminal terminal)
    {
        if (parsed.GetValue(GivenCertificate.Certificate) is not { } file)
        {
            return ServerCertificate.Create(Wanted(options, names));
        }

        ServerCertificate given = CertificateImport.Read(
            file.FullName, parsed.GetValue(GivenCertificate.Key)?.FullName, terminal.Variable(SecretVariables.CertificatePassword), AuthorityFile.Load(parsed));
        IReadOnlyList<Finding> findings = CertificateRequirements.Check(given, [.. options.Names.Select(name => name.Value)], DateTimeOffset.UtcNow);
        if (findings is [{ Severity: Severity.Error } worst, ..])
        {
            given.Dispose();
            throw new SqlTlsException(Failure.Input, worst.Code, worst.Message, worst.Cure);
        }

        foreach (Finding finding in findings)
        {
            terminal.Note(ProbeText.Line(finding));
        }

        string[] missing = [.. names.Select(name => name.Value).Where(name => !CertificateNames.Covers(given.Leaf, name))];
        if (missing.Length > 0)
        {
            terminal.Note($"The certificate is for {string.Join(", ", CertificateNames.Of(given.Leaf))}; clients that reach the server as {string.Join(", ", missing)} will refuse it.");
        }

        return given;
    }

    private static Option? FirstSaid(ParseResult parsed, params IEnumerable<Option> options) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is OptionResult { Implicit: false });

    private static SqlTlsException Refuse(string what, string cure) => new(Failure.Input, CliCodes.CommandLine, what, cure);
}
