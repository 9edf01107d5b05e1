namespace SqlTls.Fleets;

/// <summary>A list of servers as comma-separated values, columns by the header's names in any order.</summary>
internal static class CsvList
{
    private static readonly string[] Known = ["server", "host", "port", "names", "connectionString"];
    private static readonly string[] Naming = ["server", "host", "connectionString"];

    public static bool IsHeader(string line) =>
        line.Length > 0
        && line.Split(CsvText.SeparatorOf(line)).Select(cell => cell.Trim(' ', '"')).All(cell => Known.Contains(cell, StringComparer.OrdinalIgnoreCase));

    public static IEnumerable<FleetEntry> Read(string text, string source)
    {
        try
        {
            (int Line, IReadOnlyList<string> Cells)[] rows = [.. CsvText.Rows(text, CsvText.SeparatorOf(text.TrimStart().Split('\n')[0]))];
            IReadOnlyList<string> header = rows is [var first, ..] ? first.Cells : [];
            return header.Any(name => Naming.Contains(name, StringComparer.OrdinalIgnoreCase))
                ? [.. rows.Skip(1).Select(row => Entry(header, row.Cells, row.Line, source))]
                : throw Refuse(source, "its header has none of the columns server, host and connectionString", null);
        }
        catch (FormatException exception)
        {
            throw Refuse(source, exception.Message, exception);
        }
    }

    private static FleetEntry Entry(IReadOnlyList<string> header, IReadOnlyList<string> cells, int line, string source)
    {
        // The port of an address without quotes would be a cell that nobody reads.
        if (cells.Skip(header.Count).Any(cell => cell.Length > 0))
        {
            throw new SqlTlsException(
                Failure.Input,
                FleetCodes.Entry,
                $"{source}({line}): the row has more cells than the header.",
                "Put HOST,PORT in quotes, or use the columns host and port.");
        }

        return new FleetEntry(
            FleetEntry.Address(Cell("server"), Cell("host"), Cell("port")), Cell("names") is { } names ? [names] : [], Cell("connectionString"), line);

        string? Cell(string name)
        {
            int column = header.ToList().FindIndex(each => each.Equals(name, StringComparison.OrdinalIgnoreCase));
            return column >= 0 && column < cells.Count && cells[column].Length > 0 ? cells[column] : null;
        }
    }

    private static SqlTlsException Refuse(string source, string why, Exception? exception) => new(
        Failure.Input, FleetCodes.Malformed, $"{source} is no list of servers: {why}.", "Begin it with a header such as server,names.", exception);
}
