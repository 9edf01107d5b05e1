using System.Data.Common;

namespace SqlTls.Verification;

/// <summary>A connection string of Microsoft.Data.SqlClient, read and changed by its keywords in any spelling.</summary>
internal sealed class SqlClientString
{
    private static readonly Dictionary<string, string> Canonical = new(StringComparer.OrdinalIgnoreCase)
    {
        ["server"] = "server",
        ["data source"] = "server",
        ["addr"] = "server",
        ["address"] = "server",
        ["network address"] = "server",
        ["encrypt"] = "encrypt",
        ["trustservercertificate"] = "trust",
        ["trust server certificate"] = "trust",
        ["servercertificate"] = "certificate",
        ["server certificate"] = "certificate",
        ["hostnameincertificate"] = "host",
        ["host name in certificate"] = "host",
        ["password"] = "password",
        ["pwd"] = "password",
        ["integrated security"] = "integrated",
        ["trusted_connection"] = "integrated",
        ["authentication"] = "authentication",
        ["connect timeout"] = "timeout",
        ["connection timeout"] = "timeout",
        ["timeout"] = "timeout",
    };

    private readonly DbConnectionStringBuilder _builder;

    private SqlClientString(DbConnectionStringBuilder builder) => _builder = builder;

    public string? Server => Get("server");

    public string? HostNameInCertificate => Get("host");

    /// <summary>The string switches validation off.</summary>
    public bool TrustsAnything => Get("trust")?.ToUpperInvariant() is "TRUE" or "YES" && !IsStrict;

    /// <summary>The string switches encryption off.</summary>
    public bool IsPlain => Get("encrypt")?.ToUpperInvariant() is "FALSE" or "NO" or "OPTIONAL";

    /// <summary>The string says how to log in: with a password, or without one by what the machine knows.</summary>
    public bool HasLogin => Get("password") is { Length: > 0 } || IsIntegrated || LogsInByItself;

    public bool IsStrict => string.Equals(Get("encrypt"), "strict", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SqlTlsException">The text is no connection string, or names no server (SQLTLS4116).</exception>
    public static SqlClientString Parse(string text)
    {
        try
        {
            var parsed = new SqlClientString(new DbConnectionStringBuilder { ConnectionString = text });
            return parsed.Server is { Length: > 0 } ? parsed : throw Refuse("it names no server", null);
        }
        catch (ArgumentException exception)
        {
            // The exception's text may quote the string, and with it a password.
            throw Refuse("it cannot be parsed", exception);
        }
    }

    /// <summary>The keyword that a message of SqlClient's puts in quotes, where it is one of those that bear on TLS; null for any other word, which may be a part of a password.</summary>
    public static string? KnownKeyword(string message) =>
        message.Split('\'') is [_, var word, ..] && Canonical.ContainsKey(word) ? word : null;

    public static SqlClientString Of(string server, string? user, string? password)
    {
        var builder = new DbConnectionStringBuilder { ["Server"] = server };
        // Without a login the server's refusal is the end of a handshake that was validated.
        builder["User ID"] = user ?? "sqltls";
        builder["Password"] = password ?? "";
        return new SqlClientString(builder);
    }

    /// <summary>The same with other values; null takes a keyword away.</summary>
    public string With(string? encrypt = null, string? server = null, string? certificate = null, TimeSpan? timeout = null)
    {
        var changed = new SqlClientString(new DbConnectionStringBuilder { ConnectionString = _builder.ConnectionString });
        changed.Set("trust", "TrustServerCertificate", "False");
        changed.Set("encrypt", "Encrypt", encrypt ?? "Mandatory");
        changed.Set("server", "Server", server ?? Server);
        changed.Set("certificate", "ServerCertificate", certificate);
        changed.Set("timeout", "Connect Timeout", timeout is { } limit ? $"{Math.Max(1, (int)limit.TotalSeconds)}" : null);
        return changed._builder.ConnectionString;
    }

    /// <summary>The same without HostNameInCertificate, which vouches for whatever address is asked for.</summary>
    public SqlClientString WithoutHost()
    {
        var changed = new SqlClientString(new DbConnectionStringBuilder { ConnectionString = _builder.ConnectionString });
        changed.Set("host", "HostNameInCertificate", null);
        return changed;
    }

    public string? CertificateFile => Get("certificate");

    private bool IsIntegrated => Get("integrated")?.ToUpperInvariant() is "TRUE" or "YES" or "SSPI";

    // These two ask for a password; all others get what they need elsewhere.
    private bool LogsInByItself => Get("authentication")?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() is not (null or "" or "NOTSPECIFIED" or "SQLPASSWORD");

    private string? Get(string canonical) => Keys(canonical).Select(key => $"{_builder[key]}".Trim()).LastOrDefault();

    private void Set(string canonical, string keyword, string? value)
    {
        foreach (string key in Keys(canonical))
        {
            _ = _builder.Remove(key);
        }

        if (value is not null)
        {
            _builder[keyword] = value;
        }
    }

    private string[] Keys(string canonical) => [.. _builder.Keys.Cast<string>().Where(key => Canonical.GetValueOrDefault(key) == canonical)];

    private static SqlTlsException Refuse(string why, Exception? exception) => new(
        Failure.Input,
        VerificationCodes.ConnectionString,
        $"The connection string is not usable: {why}.",
        "Write keyword=value pairs separated by semicolons, a Server among them.",
        exception);
}
