using System.Data.Common;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary>A server that <c>up</c> has set up, as its report says it.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="User">The login's name.</param>
/// <param name="Strict">It takes strict connections alone.</param>
/// <param name="CertificateFile">Full path of its certificate; null where that is gone.</param>
/// <param name="AuthorityFile">Full path of its authority's certificate; null where there is none.</param>
/// <param name="Names">The names in its certificate.</param>
internal sealed record PreparedServer(ServerAddress Address, string User, bool Strict, string? CertificateFile, string? AuthorityFile, IReadOnlyList<string> Names)
{
    private const string Home = ".sqltls";

    /// <summary>Those whose reports can be read: in the folder named, else in those under <c>.sqltls</c>.</summary>
    public static IReadOnlyList<PreparedServer> All(DirectoryInfo? folder) => [.. Folders(folder).Select(TryRead).OfType<PreparedServer>()];

    /// <summary>The only one of them.</summary>
    /// <exception cref="SqlTlsException">There is none, or there are several.</exception>
    public static PreparedServer Only(DirectoryInfo? folder) => Folders(folder) switch
    {
        [var only] => Read(only),
        [] => throw Refuse(
            $"There is no report of 'sqltls up' {(folder is null ? $"under {Home}" : $"in {folder}")}.",
            "Name the server with --server, or the folder of the report with --output."),
        var several => throw Refuse(
            $"Several servers were set up here: {string.Join(", ", several.Select(each => Path.GetRelativePath(".", each.Path)))}.",
            "Name the folder of the one that is meant with --output."),
    };

    /// <summary>Whether an address leads to it: its port, and a name of its certificate.</summary>
    public bool Is(ServerAddress address) =>
        address.Port == Address.Port
        && (string.Equals(address.Host, Address.Host, StringComparison.OrdinalIgnoreCase) || Names.Any(name => ServerName.TryParse(name)?.Covers(address.Host) == true));

    private static OutputFolder[] Folders(DirectoryInfo? folder)
    {
        IEnumerable<string> paths = folder is not null ? [folder.FullName] : Directory.Exists(Home) ? Directory.EnumerateDirectories(Path.GetFullPath(Home)).Order(StringComparer.Ordinal) : [];
        return [.. paths.Select(path => new OutputFolder(path)).Where(each => each.Existing(OutputFiles.Report) is not null)];
    }

    private static PreparedServer? TryRead(OutputFolder folder)
    {
        try
        {
            return Read(folder);
        }
        catch (SqlTlsException)
        {
            // A damaged report says nothing of the server that was named.
            return null;
        }
    }

    private static PreparedServer Read(OutputFolder folder)
    {
        string file = folder.File(OutputFiles.Report);
        try
        {
            UpReport report = ReportJson.Read<UpReport>(File.ReadAllText(file));
            // Everything but the password stands in the string that up handed out. Of a damaged report any member may be missing.
            var said = new DbConnectionStringBuilder { ConnectionString = report.ConnectionStrings?.GetValueOrDefault("sqlclient") ?? $"Server={report.Instance?.Server}" };
            return new PreparedServer(
                ServerAddress.Parse((string)said["Server"]),
                said.TryGetValue("User ID", out object? user) ? (string)user : "sa",
                said.TryGetValue("Encrypt", out object? encrypt) && encrypt is "Strict",
                folder.Existing(OutputFiles.Certificate),
                folder.Existing(OutputFiles.Authority),
                [.. (report.Certificate?.Names ?? []).OfType<string>()]);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Refuse($"{file} is no report of 'sqltls up'.", "Name the server with --server, or the folder of the report with --output.", exception);
        }
    }

    private static SqlTlsException Refuse(string what, string cure, Exception? exception = null) => new(Failure.Input, CliCodes.CommandLine, what, cure, exception);
}
