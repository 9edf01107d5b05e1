using System.CommandLine;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>Options about a server and its login, and what they come to.</summary>
internal static class ServerOptions
{
    public static Option<bool> ForceEncryption { get; } = new("--force-encryption")
    {
        Description = "Refuse clients that do not encrypt.",
    };

    public static Option<bool> ForceStrict { get; } = new("--force-strict")
    {
        Description = "Accept strict connections (TDS 8.0) alone.",
    };

    public static Option<string?> Protocols { get; } = new("--tls-protocols")
    {
        Description = "Versions of TLS that the server takes, such as 1.2,1.3.",
        HelpName = "LIST",
    };

    public static Option<string?> Ciphers { get; } = new("--tls-ciphers")
    {
        Description = "Cipher suites of the server, as an OpenSSL list.",
        HelpName = "LIST",
    };

    public static Option<string?> User { get; } = new("--user")
    {
        Description = "The login's name. By default sa.",
        HelpName = "NAME",
    };

    public static Option<bool> PasswordFromInput { get; } = new("--password-stdin")
    {
        Description = "Read the password from standard input, where SQLTLS_PASSWORD and MSSQL_SA_PASSWORD are not set.",
    };

    public static Option<int> RenewBefore { get; } = new("--renew-before")
    {
        Description = "Days before its end from which on a certificate counts as about to expire, 0 to 3650.",
        HelpName = "DAYS",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>The login's password; null where nobody gave one.</summary>
    /// <exception cref="SqlTlsException">It should come from standard input, and nothing came (SQLTLS5002).</exception>
    public static string? Password(ParseResult parsed, Terminal terminal) =>
        SecretVariables.FindPassword(terminal.Variable) ?? (parsed.GetValue(PasswordFromInput) ? ReadPassword(terminal) : null);

    public static IReadOnlyList<string> Names(ParseResult parsed) =>
        [.. (parsed.GetValue<string[]>(CommonOptions.DnsName.Name) ?? []).Select(name => ServerName.Parse(name).Value).Distinct()];

    /// <summary>A setting as a line of mssql.conf can hold it; null where it is left as it is.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5002: it is empty, or more than a line.</exception>
    public static string? Setting(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text || (text.Trim().Length > 0 && text.All(character => character is >= ' ' and <= '~'))
        ? parsed.GetValue(option)
        : throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, $"{option.Name} is no list that mssql.conf can hold.", "Write it on one line, in ASCII, or leave it out.");

    public static TimeSpan Timeout(ParseResult parsed) => TimeSpan.FromSeconds(InRange(parsed.GetValue(CommonOptions.Timeout), CommonOptions.Timeout.Name, 1, 3600));

    public static TimeSpan RenewalTime(ParseResult parsed) => RenewalTime(parsed.GetValue(RenewBefore));

    public static TimeSpan RenewalTime(int days) => TimeSpan.FromDays(InRange(days, RenewBefore.Name, 0, 3650));

    // To go on without one would be taken for a login that was not given.
    private static string ReadPassword(Terminal terminal) => terminal.Secrets.Hear(terminal.In.ReadLine()) is { Length: > 0 } line
        ? line
        : throw new SqlTlsException(
            Failure.Input, CliCodes.CommandLine, $"{PasswordFromInput.Name} asks for the password on standard input, whose first line is empty.", "Send the password as a line, or set SQLTLS_PASSWORD.");

    public static int InRange(int value, string option, int least, int most) => value >= least && value <= most
        ? value
        : throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, $"{option} {value} is out of range.", $"Say a number from {least} to {most}.");
}
