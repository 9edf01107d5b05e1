using System.Globalization;
using Sylvan.Data.Csv;

namespace SqlTls.Fleets;

/// <summary>A list of servers as comma-separated values, columns by the header's names in any order.</summary>
internal static class CsvList
{
    private static readonly string[] Known = ["server", "host", "port", "names", "connectionstring"];

    public static bool IsHeader(string line) =>
        line.Split(',', ';', '\t').Select(cell => cell.Trim(' ', '"')).All(cell => Known.Contains(cell, StringComparer.OrdinalIgnoreCase))
        && line.Length > 0;

    public static IEnumerable<FleetEntry> Read(string text, string source)
    {
        var entries = new List<FleetEntry>();
        try
        {
            using var reader = new StringReader(text);
            using var csv = CsvDataReader.Create(reader, new CsvDataReaderOptions { HeaderComparer = StringComparer.OrdinalIgnoreCase, BufferSize = 0x40000 });
            if (Column(csv, "server") is null && Column(csv, "host") is null && Column(csv, "connectionString") is null)
            {
                throw Refuse(source, "its header has none of the columns server, host and connectionString", null);
            }

            while (csv.Read())
            {
                if (Enumerable.Range(0, csv.RowFieldCount).Any(column => csv.GetString(column).Trim().Length > 0))
                {
                    entries.Add(Entry(csv));
                }
            }
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException)
        {
            throw Refuse(source, exception.Message, exception);
        }

        return entries;
    }

    private static FleetEntry Entry(CsvDataReader csv)
    {
        string? host = Cell(csv, "host");
        string? port = Cell(csv, "port");
        string? server = Cell(csv, "server") ?? host;
        return new FleetEntry(
            server is null || port is null ? server : $"{server},{port}",
            Cell(csv, "names") is { } names ? [names] : [],
            Cell(csv, "connectionString"),
            // The header is the first row.
            csv.RowNumber + 1);
    }

    private static string? Cell(CsvDataReader csv, string name) =>
        Column(csv, name) is { } column && column < csv.RowFieldCount && csv.GetString(column).Trim() is { Length: > 0 } value ? value : null;

    private static int? Column(CsvDataReader csv, string name)
    {
        for (int column = 0; column < csv.FieldCount; column++)
        {
            if (csv.GetName(column).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return column;
            }
        }

        return null;
    }

    private static SqlTlsException Refuse(string source, string why, Exception? exception) => new(
        Failure.Input,
        FleetCodes.Malformed,
        string.Create(CultureInfo.InvariantCulture, $"{source} is no list of servers: {why.TrimEnd('.')}."),
        "Begin it with a header such as server,names.",
        exception);
}
