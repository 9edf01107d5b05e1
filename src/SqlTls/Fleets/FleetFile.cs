using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>Reads a list of servers: text, CSV, JSON or YAML.</summary>
public static class FleetFile
{
    private static readonly char[] NameSeparators = [' ', ';', ',', '\t', '\r', '\n'];

    /// <summary>Reads a list from a file. Its extension says how it is written: <c>.csv</c>, <c>.json</c>, <c>.yaml</c>, <c>.yml</c>; else what it begins with.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its servers in order, each once.</returns>
    /// <exception cref="SqlTlsException">It is no list (SQLTLS4301), an entry names no server (SQLTLS4302), or there is none (SQLTLS4303).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<FleetServer> Read(string path)
    {
        string text = File.ReadAllText(path);
        return Read(text, path, Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => FleetFileFormat.Csv,
            ".JSON" => FleetFileFormat.Json,
            ".YAML" or ".YML" => FleetFileFormat.Yaml,
            _ => FormatOf(text),
        });
    }

    /// <summary>Reads a list.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="source">What messages call it, such as its path.</param>
    /// <param name="format">How it is written.</param>
    /// <returns>Its servers in order, each once.</returns>
    /// <exception cref="SqlTlsException">It is no list (SQLTLS4301), an entry names no server (SQLTLS4302), or there is none (SQLTLS4303).</exception>
    public static IReadOnlyList<FleetServer> Read(string text, string source, FleetFileFormat format)
    {
        IEnumerable<FleetEntry> entries = format switch
        {
            FleetFileFormat.Csv => CsvList.Read(text, source),
            FleetFileFormat.Json or FleetFileFormat.Yaml => YamlList.Read(text, source),
            _ => Lines(text),
        };
        FleetServer[] servers = [.. entries.Select(entry => Server(entry, source)).GroupBy(server => (server.Address, server.ConnectionString)).Select(Joined)];
        return servers.Length > 0
            ? servers
            : throw new SqlTlsException(Failure.Input, FleetCodes.Empty, $"{source} names no server.", "Write one server on each line, such as sql1.example.com,1433.");
    }

    /// <summary>How a list without a telling name is written, by what it begins with.</summary>
    /// <param name="text">The list.</param>
    public static FleetFileFormat FormatOf(string text)
    {
        string first = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
        return first switch
        {
            ['[' or '{', ..] => FleetFileFormat.Json,
            ['-', ' ' or '-', ..] or "servers:" => FleetFileFormat.Yaml,
            _ when CsvList.IsHeader(first) => FleetFileFormat.Csv,
            _ => FleetFileFormat.Text,
        };
    }

    private static IEnumerable<FleetEntry> Lines(string text) => text
        .Split('\n')
        .Select((line, index) => new FleetEntry(line.Trim(), [], null, index + 1))
        .Where(entry => entry.Server is { Length: > 0 } server && server[0] != '#');

    // A server that stands twice is looked at once, and must have the names of both.
    private static FleetServer Joined(IEnumerable<FleetServer> same) =>
        same.First() with { Names = [.. same.SelectMany(server => server.Names).Distinct(StringComparer.OrdinalIgnoreCase)] };

    private static FleetServer Server(FleetEntry entry, string source)
    {
        try
        {
            // No address holds an equals sign, and every connection string does.
            string? connectionString = entry.ConnectionString ?? (entry.Server?.Contains('=', StringComparison.Ordinal) == true ? entry.Server : null);
            SqlClientString? text = connectionString is null ? null : SqlClientString.Parse(connectionString);
            string? server = text is null ? entry.Server : text.Server;
            string[] names = [.. entry.Names
                .SelectMany(names => names.Split(NameSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Select(name => ServerName.Parse(name).Value)];
            return string.IsNullOrWhiteSpace(server)
                ? throw Refuse(entry, source, "it names no server", "Give it a server, such as sql1.example.com,1433.", null)
                : new FleetServer(ServerAddress.Parse(server), names is [] ? NamesOf(text) : names, connectionString, entry.Line);
        }
        catch (SqlTlsException exception) when (exception.Code != FleetCodes.Entry)
        {
            throw Refuse(entry, source, exception.Message, exception.Cure, exception);
        }
    }

    // What the client will hold the certificate against in place of the address.
    private static string[] NamesOf(SqlClientString? text) => text?.HostNameInCertificate is { Length: > 0 } host ? [host] : [];

    private static SqlTlsException Refuse(FleetEntry entry, string source, string why, string cure, Exception? exception) =>
        new(Failure.Input, FleetCodes.Entry, $"{source}({entry.Line}): the entry is not usable: {why.TrimEnd('.')}.", cure, exception);
}
