using System.Buffers;
using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>What stands for a value that is filled in later: <c>#{Server}#</c>, <c>${VAR}</c>, <c>${{ … }}</c>, <c>%VAR%</c>, <c>{0}</c>, <c>__VAR__</c>.</summary>
internal static partial class Placeholders
{
    /// <summary>Stands for every character that is not known yet; it is neither a blank nor a control character.</summary>
    public const char Hole = '￼';

    private static readonly SearchValues<char> Starts = SearchValues.Create("{%$#<_");

    /// <summary>The same text, as long as before, with every placeholder made of <see cref="Hole"/>.</summary>
    public static string Mask(string text) => text.AsSpan().IndexOfAny(Starts) < 0
        ? text
        : Pattern().Replace(text, static match => new string(Hole, match.Length));

    // Bounded, so that a text of nothing but openings is still read in one go.
    [GeneratedRegex(@"\$\{\{[^}]{0,200}\}\}|#\{[^}]{0,200}\}#?|\$\{[^}]{0,200}\}|\{\{[^}]{0,200}\}\}|\$\([^)]{0,200}\)|%[A-Za-z_][A-Za-z0-9_]{0,100}%|%[sdvq](?![A-Za-z0-9])|\{[0-9]{1,3}\}|(?<!(?i:driver|pwd|password)\s{0,20}=\s{0,20})\{[A-Za-z_][A-Za-z0-9_]{0,100}\}|\$[A-Za-z_][A-Za-z0-9_]*|__[A-Za-z0-9_]{1,100}?__|<[A-Za-z_ -]{1,100}>")]
    private static partial Regex Pattern();
}
