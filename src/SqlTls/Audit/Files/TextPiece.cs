namespace SqlTls.Audit.Files;

/// <summary>A part of a file, decoded.</summary>
/// <param name="Text">At most <see cref="TextFile.PieceLength"/> characters.</param>
/// <param name="Offset">Where it starts in the file, in UTF-16 code units, a byte-order mark not counted.</param>
/// <param name="Line">The line that it starts in, from 1.</param>
/// <param name="Column">The column that it starts at, from 1.</param>
/// <param name="IsLast">The file ends with it.</param>
internal sealed record TextPiece(string Text, long Offset, int Line, int Column, bool IsLast)
{
    private int[]? _lines;

    /// <summary>This is the whole file.</summary>
    public bool IsWhole => Offset == 0 && IsLast;

    /// <summary>Line and column in the file of a character of the piece.</summary>
    public (int Line, int Column) Place(int at)
    {
        int line = LineIndex(at);
        return (Line + line, at - Lines[line] + (line == 0 ? Column : 1));
    }

    /// <summary>Which character of the piece stands at a line and column of it, both from 1.</summary>
    public int At(int line, int column) => Math.Clamp(Lines[Math.Clamp(line - 1, 0, Lines.Length - 1)] + column - 1, 0, Text.Length);

    /// <summary>Where each of its lines starts.</summary>
    public int[] Lines => _lines ??= Starts();

    /// <summary>Which of its lines holds a character, from 0.</summary>
    public int LineIndex(int at)
    {
        int found = Array.BinarySearch(Lines, at);
        return found < 0 ? ~found - 1 : found;
    }

    /// <summary>Where one of its lines ends, its line end counted.</summary>
    public int LineEnd(int line) => line + 1 < Lines.Length ? Lines[line + 1] : Text.Length;

    private int[] Starts()
    {
        var starts = new List<int> { 0 };
        for (int at = Text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
