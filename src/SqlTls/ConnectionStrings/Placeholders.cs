using System.Buffers;
using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>What stands for a value that is filled in later: <c>#{Server}#</c>, <c>${VAR}</c>, <c>${{ … }}</c>, <c>%VAR%</c>, <c>{0}</c>.</summary>
internal static partial class Placeholders
{
    /// <summary>Stands for every character that is not known yet; it is neither a blank nor a control character.</summary>
    public const char Hole = '￼';

    private static readonly SearchValues<char> Starts = SearchValues.Create("{%$#<_");

    /// <summary>The same text, as long as before, with every placeholder made of <see cref="Hole"/>.</summary>
    public static string Mask(string text) => text.AsSpan().IndexOfAny(Starts) < 0
        ? text
        : Pattern().Replace(text, static match => new string(Hole, match.Length));

    [GeneratedRegex(@"\$\{\{[^}]*\}\}|#\{[^}]*\}#?|\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([^)]*\)|%[A-Za-z_][A-Za-z0-9_]*%|%[sdvq](?![A-Za-z0-9])|\{[0-9]+\}|(?<!(?i:driver|pwd|password)\s*=\s*)\{[A-Za-z_][A-Za-z0-9_]*\}|\$[A-Za-z_][A-Za-z0-9_]*|__[A-Za-z0-9]+__|<[A-Za-z_ -]+>")]
    private static partial Regex Pattern();
}
