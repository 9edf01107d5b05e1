using System.Text;
using System.Text.RegularExpressions;

namespace SqlTls.Audit.Files;

/// <summary>One line of a <c>.gitignore</c>, see gitignore(5).</summary>
/// <param name="IsNegated">It takes an earlier line back.</param>
/// <param name="FoldersOnly">It speaks of folders.</param>
/// <param name="Name">The name it speaks of in any folder, or the end of one; null where it is a pattern over paths.</param>
/// <param name="IsSuffix">The name is the end of one.</param>
/// <param name="Pattern">Matches paths relative to the file's folder; null where <paramref name="Name"/> says it all.</param>
internal sealed record GitIgnoreRule(bool IsNegated, bool FoldersOnly, string? Name, bool IsSuffix, Regex? Pattern)
{
    /// <summary>Reads a line; null for a comment, a blank one and one that git itself would not understand.</summary>
    public static GitIgnoreRule? Parse(string line)
    {
        string text = line.TrimEnd('\r');
        while (text.EndsWith(' ') && !text.EndsWith("\\ ", StringComparison.Ordinal))
        {
            text = text[..^1];
        }

        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        bool negated = text[0] == '!';
        text = negated ? text[1..] : text;
        bool foldersOnly = text.EndsWith('/');
        text = foldersOnly ? text[..^1] : text;
        bool anchored = text.Contains('/', StringComparison.Ordinal);
        text = text.StartsWith('/') ? text[1..] : text;
        if (text.Length == 0)
        {
            return null;
        }

        if (!anchored && text.AsSpan(1).IndexOfAny("*?[\\") < 0 && text[0] is not ('?' or '[' or '\\'))
        {
            bool suffix = text[0] == '*';
            return new(negated, foldersOnly, suffix ? text[1..] : text, suffix, null);
        }

        return Translate(text, anchored) is { } pattern && Compile($"^{(anchored ? "" : "(?:.*/)?")}{pattern}$") is { } regex ? new(negated, foldersOnly, null, false, regex) : null;
    }

    /// <summary>Does it speak of this file or folder?</summary>
    /// <param name="path">Relative to the file's folder, with <c>/</c>.</param>
    /// <param name="isFolder">It is a folder.</param>
    public bool Matches(string path, bool isFolder)
    {
        if (FoldersOnly && !isFolder)
        {
            return false;
        }

        if (Pattern is not null)
        {
            return Pattern.IsMatch(path);
        }

        ReadOnlySpan<char> name = path.AsSpan(path.LastIndexOf('/') + 1);
        return IsSuffix ? name.EndsWith(Name, StringComparison.Ordinal) : name.SequenceEqual(Name);
    }

    // A class whose ends are the wrong way round matches nothing in git; a pattern of thousands of wildcards is too large for the engine.
    private static Regex? Compile(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Translate(string glob, bool anchored)
    {
        var pattern = new StringBuilder();

        // git compares what stands before the first wildcard by itself, and takes what follows for a pattern of its own.
        int prefix = anchored ? glob.AsSpan().IndexOfAny("*?[\\") : 0;
        for (int at = 0; at < glob.Length; at++)
        {
            ReadOnlySpan<char> rest = glob.AsSpan(at);
            int stars = rest.IndexOfAnyExcept('*') is var other and >= 0 ? other : rest.Length;
            bool folders = stars > 1 && (at == 0 || at == prefix || glob[at - 1] == '/');
            if (folders && stars == rest.Length)
            {
                pattern.Append(at == 0 || glob[at - 1] == '/' ? ".+" : ".*");
                at += stars - 1;
            }
            else if (folders && rest[stars] == '/')
            {
                pattern.Append("(?:.*/)?");
                at += stars;
            }
            else if (stars > 0)
            {
                pattern.Append("[^/]*");
                at += stars - 1;
            }
            else if (rest[0] == '?')
            {
                pattern.Append("[^/]");
            }
            else if (rest[0] == '[')
            {
                if (Class(rest) is not { } length)
                {
                    return null;
                }

                pattern.Append(rest[1] is '!' or '^' ? "[^" : "[").Append(rest[(rest[1] is '!' or '^' ? 2 : 1)..(length - 1)].ToString().Replace("[", @"\[", StringComparison.Ordinal)).Append("-[/]]");
                at += length - 1;
            }
            else if (rest[0] == '\\')
            {
                if (rest.Length == 1)
                {
                    return null;
                }

                pattern.Append(Regex.Escape(rest[1].ToString()));
                at++;
            }
            else
            {
                pattern.Append(Regex.Escape(rest[0].ToString()));
            }
        }

        return pattern.ToString();
    }

    // A ']' that comes first stands for itself.
    private static int? Class(ReadOnlySpan<char> text)
    {
        int start = text.Length > 1 && text[1] is '!' or '^' ? 3 : 2;
        return start <= text.Length && text[start..].IndexOf(']') is var close and >= 0 ? start + close + 1 : null;
    }
}
