using System.Text.RegularExpressions;

namespace SqlTls.Audit;

/// <summary>Comments <c>sqltls-ignore SQLTLS1002: reason</c>.</summary>
internal static partial class InlineExceptions
{
    private static readonly Dictionary<string, bool> None = [];

    /// <summary>The rules that are silenced in these lines, and whether each says why.</summary>
    public static IReadOnlyDictionary<string, bool> In(ReadOnlySpan<char> lines)
    {
        if (lines.IndexOf("sqltls-ignore") < 0)
        {
            return None;
        }

        var exceptions = new Dictionary<string, bool>();
        foreach (Match match in Ignore().Matches(lines.ToString()))
        {
            exceptions[match.Groups[1].Value] = match.Groups[2].Value.Trim(' ', '\r', '*', '/', '-', '>', '"', ',').Length > 0;
        }

        return exceptions;
    }

    [GeneratedRegex(@"sqltls-ignore\s+(SQLTLS1[0-9]{3})[ \t]*:?([^\n]*)")]
    private static partial Regex Ignore();
}
