using System.Text;

namespace SqlTls.Fleets;

/// <summary>Comma-separated values as RFC 4180 has them: quotes around a cell keep separators, line breaks and doubled quotes in it.</summary>
internal static class CsvText
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>What separates the cells: of the usual three, the first that the header has.</summary>
    public static char SeparatorOf(string header) => header.IndexOfAny(Separators) is >= 0 and var at ? header[at] : ',';

    /// <summary>The rows that are not blank, with the lines where they begin.</summary>
    /// <exception cref="FormatException">A quote is never closed, or something stands behind one; the message says in which line.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Rows(string text, char separator)
    {
        int line = 1;
        for (int at = 0; at < text.Length;)
        {
            int begin = line;
            List<string> cells = [];
            do
            {
                cells.Add(Cell(text, separator, ref at, ref line));
            }
            while (at < text.Length && text[at++] == separator);

            // A line break is behind us now, or the text's end.
            line++;
            if (cells.Any(cell => cell.Length > 0))
            {
                yield return (begin, cells);
            }
        }
    }

    private static string Cell(string text, char separator, ref int at, ref int line)
    {
        int begin = at;
        while (at < text.Length && text[at] is ' ')
        {
            at++;
        }

        if (at < text.Length && text[at] == '"')
        {
            return Quoted(text, separator, ref at, ref line);
        }

        while (at < text.Length && text[at] != separator && text[at] != '\n')
        {
            at++;
        }

        return text[begin..at].Trim();
    }

    private static string Quoted(string text, char separator, ref int at, ref int line)
    {
        int begin = line;
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                _ = cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                _ = cell.Append(text[at++]);
            }
            else
            {
                at++;
                End(text, separator, ref at, line);
                return cell.ToString().Trim();
            }
        }

        throw new FormatException($"the quote in line {begin} is never closed");
    }

    private static void End(string text, char separator, ref int at, int line)
    {
        while (at < text.Length && text[at] is ' ' or '\r')
        {
            at++;
        }

        if (at < text.Length && text[at] != separator && text[at] != '\n')
        {
            throw new FormatException($"something stands behind the quote in line {line}");
        }
    }
}
