using System.Text.RegularExpressions;
using SqlTls.Audit.Files;
using SqlTls.Audit.Readers;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>Comments <c>sqltls-ignore SQLTLS1002: reason</c>: behind a string on its lines, or on lines of their own before it or its literal.</summary>
internal static partial class InlineExceptions
{
    private const string Mark = "sqltls-ignore";

    // Of a run of comments before a string, so many lines are looked at.
    private const int MostLines = 20;

    private static readonly string[] Comments = ["//", "#", "--", "'", "/*", "*", "<!--", "<#", "(*", "@*", "{/*", ";", "!", "::", "rem ", "Rem ", "REM "];

    /// <summary>Nothing is silenced.</summary>
    public static IReadOnlyDictionary<string, bool> None { get; } = new Dictionary<string, bool>();

    /// <summary>Is there such a comment in a text?</summary>
    public static bool MayBeIn(string text) => text.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The rules that are silenced for a string, and whether each says why.</summary>
    public static IReadOnlyDictionary<string, bool> For(TextPiece piece, Literal literal, ConnectionString found)
    {
        int start = literal.Offsets[found.Start];
        int end = Math.Max(start, literal.Offsets[Math.Clamp(found.End - 1, 0, literal.Offsets.Length - 1)]);
        (int first, int last) = (piece.LineIndex(start), piece.LineIndex(end));
        var exceptions = new Dictionary<string, bool>();

        // A word in the string itself is no comment.
        Add(exceptions, piece.Text.AsSpan(piece.Lines[first], start - piece.Lines[first]));
        Add(exceptions, piece.Text.AsSpan()[end..piece.LineEnd(last)]);
        AddBefore(exceptions, piece, first);
        if (literal.Start < start && literal.Text.AsSpan(0, found.Start).IsWhiteSpace())
        {
            AddBefore(exceptions, piece, piece.LineIndex(literal.Start));
        }

        return exceptions;
    }

    private static void AddBefore(Dictionary<string, bool> exceptions, TextPiece piece, int line)
    {
        for (int before = line - 1; before >= Math.Max(0, line - MostLines); before--)
        {
            ReadOnlySpan<char> text = piece.Text.AsSpan()[piece.Lines[before]..piece.LineEnd(before)];
            if (!IsComment(text.TrimStart()))
            {
                return;
            }

            Add(exceptions, text);
        }
    }

    private static bool IsComment(ReadOnlySpan<char> line)
    {
        foreach (string comment in Comments)
        {
            if (line.StartsWith(comment))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(Dictionary<string, bool> exceptions, ReadOnlySpan<char> text)
    {
        if (text.IndexOf(Mark) < 0)
        {
            return;
        }

        foreach (Match match in Ignore().Matches(text.ToString()))
        {
            bool hasReason = match.Groups["reason"].Value.Trim(' ', '\r', '*', '/', '-', '>', '"', ',').Length > 0;
            foreach (Capture rule in match.Groups["rule"].Captures)
            {
                exceptions[rule.Value] = hasReason;
            }
        }
    }

    [GeneratedRegex(@"sqltls-ignore(?:[\s,]{1,20}(?<rule>SQLTLS1[0-9]{3}))+[ \t]{0,20}:?(?<reason>[^\n]*)")]
    private static partial Regex Ignore();
}
