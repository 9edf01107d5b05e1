using System.CommandLine;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>The words about a certificate that is to be made.</summary>
internal static class NewCertificateOptions
{
    public static Option<int> Days { get; } = new("--days")
    {
        Description = "The certificate's lifetime in days, 1 to 3650.",
        HelpName = "DAYS",
        DefaultValueFactory = _ => CertificateOptions.DefaultDays,
    };

    public static Option<int> KeySize { get; } = new("--key-size")
    {
        Description = "The RSA key's length in bits: 2048, 3072 or 4096.",
        HelpName = "BITS",
        DefaultValueFactory = _ => CertificateOptions.DefaultKeySize,
    };

    /// <summary>What the words come to; without a name, this machine's loopback.</summary>
    /// <param name="parsed">The words.</param>
    /// <param name="days">The lifetime, where it is for this tool to say.</param>
    public static CertificateOptions Read(ParseResult parsed, int days = CertificateOptions.DefaultDays)
    {
        string[] names = parsed.GetValue(CommonOptions.DnsName) ?? [];
        return new CertificateOptions([.. (names.Length > 0 ? names : ["localhost", "127.0.0.1", "::1"]).Select(ServerName.Parse)], days, parsed.GetValue(KeySize));
    }

    /// <summary>Makes what needs a key, says so where that takes long, and lets Ctrl-C end the wait for it.</summary>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<T> MakeAsync<T>(Terminal terminal, Func<T> make, CancellationToken cancellationToken) =>
        terminal.WorkAsync("Making the key", () => Task.Run(make, CancellationToken.None).WaitAsync(cancellationToken));
}
