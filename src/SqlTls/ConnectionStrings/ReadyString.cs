using System.Data.Common;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqlTls.ConnectionStrings;

/// <summary>What a client needs to connect encrypted and validated; each driver's string is made from it.</summary>
/// <param name="Host">The server's name or address, one that is in its certificate.</param>
/// <param name="Port">Its port, 1 to 65535.</param>
/// <param name="User">The login's name.</param>
/// <param name="Password">Its password; null leaves it out, as in every report.</param>
/// <param name="Strict">Ask for TDS 8.0.</param>
/// <param name="CertificateFile">Full path of the server's certificate, for drivers that can pin it; null without.</param>
/// <param name="AuthorityFile">Full path of the authority's certificate, for drivers that can name it; null without.</param>
public sealed record ReadyString(
    string Host,
    int Port,
    string User,
    string? Password,
    bool Strict,
    string? CertificateFile,
    string? AuthorityFile)
{
    /// <summary>The drivers there is a string for, as <c>--for</c> names them.</summary>
    public static IReadOnlyList<string> Drivers { get; } = ["sqlclient", "odbc", "jdbc", "go", "node", "sqlcmd", "ssms"];

    private string HostInUrl => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Every driver's string.</summary>
    public IReadOnlyDictionary<string, string> ForAll() => Drivers.ToDictionary(driver => driver, For);

    /// <summary>One driver's string.</summary>
    /// <param name="driver">One of <see cref="Drivers"/>.</param>
    public string For(string driver) => driver switch
    {
        "sqlclient" => SqlClient(),
        "odbc" => Odbc(),
        "jdbc" => Jdbc(),
        "go" => Go(),
        "node" => Strict ? NodeSettings() : Node(),
        "sqlcmd" => $"sqlcmd -S tcp:{Host},{Port} -U {Word(User)} -N{(Strict ? "s" : "m")}",
        "ssms" => $"Server name: {Host},{Port}; Login: {User}; Encryption: {(Strict ? "Strict" : "Mandatory")}; Trust server certificate: off",
        _ => throw new ArgumentOutOfRangeException(nameof(driver), driver, $"One of {string.Join(", ", Drivers)}."),
    };

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{Host},{Port}, user {User}";

    private string SqlClient()
    {
        var builder = new DbConnectionStringBuilder { ["Server"] = $"{Host},{Port}", ["User ID"] = User };
        Add(builder, "Password", Password);
        builder["Encrypt"] = Strict ? "Strict" : "Mandatory";
        builder["TrustServerCertificate"] = "False";
        Add(builder, "ServerCertificate", CertificateFile);
        return builder.ConnectionString;
    }

    private string Odbc()
    {
        var builder = new DbConnectionStringBuilder(useOdbcRules: true)
        {
            ["Driver"] = "{ODBC Driver 18 for SQL Server}",
            ["Server"] = $"tcp:{Host},{Port}",
            ["UID"] = User,
        };
        // A value in braces would be taken for one that is quoted already.
        Add(builder, "PWD", Password?.StartsWith('{') == true ? Braced(Password) : Password);
        builder["Encrypt"] = Strict ? "strict" : "yes";
        builder["TrustServerCertificate"] = "no";
        // Elsewhere than with strict encryption the driver does not look at it.
        Add(builder, "ServerCertificate", Strict ? CertificateFile : null);
        return builder.ConnectionString;
    }

    private string Jdbc()
    {
        string password = Password is null ? "" : $"password={Braced(Password)};";
        string certificate = Strict && CertificateFile is not null ? $";serverCertificate={Braced(CertificateFile)}" : "";
        // The driver takes no address of IPv6 before the properties.
        string server = HostInUrl == Host ? $"{Host}:{Port}" : $";serverName={Host};portNumber={Port}";
        return $"jdbc:sqlserver://{server};user={(IsPlain(User) ? User : Braced(User))};{password}encrypt={(Strict ? "strict" : "true")};trustServerCertificate=false{certificate}";
    }

    private static bool IsPlain(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '\\' or '@' or '#' or '$');

    // For a shell or cmd.
    private static string Word(string name) => IsPlain(name) ? name : $"\"{name}\"";

    private static string Braced(string value) => $"{{{value.Replace("}", "}}", StringComparison.Ordinal)}}}";

    private string Go()
    {
        string login = Uri.EscapeDataString(User) + (Password is null ? "" : $":{Uri.EscapeDataString(Password)}");
        string authority = AuthorityFile is null ? "" : $"&certificate={Uri.EscapeDataString(AuthorityFile)}";
        return $"sqlserver://{login}@{HostInUrl}:{Port}?encrypt={(Strict ? "strict" : "true")}&TrustServerCertificate=false{authority}";
    }

    private string Node()
    {
        var builder = new DbConnectionStringBuilder { ["Server"] = $"{Host},{Port}", ["User Id"] = User };
        Add(builder, "Password", Password);
        builder["Encrypt"] = "true";
        builder["TrustServerCertificate"] = "false";
        return builder.ConnectionString;
    }

    // In a connection string, mssql takes every word of Encrypt for true, which is TDS 7.x. These are the settings of tedious, which mssql hands on to it.
    private string NodeSettings()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("server", Host);
            json.WriteStartObject("authentication");
            json.WriteString("type", "default");
            json.WriteStartObject("options");
            json.WriteString("userName", User);
            if (Password is not null)
            {
                json.WriteString("password", Password);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("options");
            json.WriteNumber("port", Port);
            json.WriteString("encrypt", "strict");
            json.WriteBoolean("trustServerCertificate", false);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Add(DbConnectionStringBuilder builder, string keyword, string? value)
    {
        if (value is not null)
        {
            builder[keyword] = value;
        }
    }
}
