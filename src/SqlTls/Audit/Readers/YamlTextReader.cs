using SqlTls.Audit.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;
using YamlScalar = YamlDotNet.Core.Tokens.Scalar;

namespace SqlTls.Audit.Readers;

/// <summary>
/// Scalars of YAML, token by token: anchors are read where they stand and aliases are never expanded, so that no document grows in memory.
/// What is no YAML (a template, a broken file) is read line by line from there on.
/// </summary>
internal static class YamlTextReader
{
    private const string Language = "YAML";
    private const int DeepestNesting = 100;
    private const int MostTokensInOnePlace = 1000;

    public static IEnumerable<Literal> Read(string file, Token token)
    {
        var literals = new List<Literal>();
        // To the scanner a NUL is the end of its input, where it waits for ever.
        var collections = new Stack<SettingScope>([new()]);
        int read = ReadTokens(file.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0 ? file[..nul] : file, literals, collections, token);
        while (collections.TryPop(out SettingScope? open))
        {
            literals.AddRange(open.Close(collections.TryPeek(out SettingScope? around) ? around : null));
        }

        foreach (Literal literal in literals)
        {
            yield return literal;
        }

        foreach (Literal literal in LineReader.Read(file, token, read))
        {
            yield return literal;
        }
    }

    // How far it could be read.
    private static int ReadTokens(string file, List<Literal> literals, Stack<SettingScope> collections, Token token)
    {
        using var reader = new StringReader(file);
        var scanner = new Scanner(reader, skipComments: true);
        var expansion = new YamlExpansion();
        YamlScalar? key = null, last = null;
        int done = 0, idle = 0;
        try
        {
            while (scanner.MoveNext())
            {
                // What is no YAML can make the scanner hand out tokens without end at one place.
                idle = scanner.Current!.End.Index > done ? 0 : idle + 1;
                if (idle > MostTokensInOnePlace)
                {
                    token.Flaw ??= Flaw.Broken(done, Language);
                    return done;
                }

                expansion.Take(scanner.Current);
                if (expansion.IsTooLarge)
                {
                    token.Flaw ??= Flaw.TooLarge((int)scanner.Current.Start.Index, YamlExpansion.Most);
                }

                switch (scanner.Current)
                {
                    case BlockMappingStart or BlockSequenceStart or FlowMappingStart or FlowSequenceStart:
                        collections.Push(new());
                        key = last = null;
                        break;
                    case BlockEnd or FlowMappingEnd or FlowSequenceEnd when collections.Count > 1:
                        literals.AddRange(collections.Pop().Close(collections.Count > 1 ? collections.Peek() : null));
                        break;
                    case Value:
                        key = last;
                        break;
                    case YamlScalar scalar:
                        Take(file, key, scalar, literals, collections.Peek());
                        (key, last) = (null, scalar);
                        break;
                    default:
                        break;
                }

                done = (int)Math.Min(file.Length, scanner.Current!.End.Index);
                if (collections.Count - 1 > DeepestNesting)
                {
                    token.Flaw ??= Flaw.TooDeep((int)scanner.Current.Start.Index, Language, DeepestNesting);
                    return done;
                }
            }

            return file.Length;
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            // The scanner throws the second where it loses track of its own buffer.
            long start = exception is YamlException yaml ? yaml.Start.Index : done;
            token.Flaw ??= Flaw.Broken((int)Math.Min(file.Length, start), Language);
            return file.LastIndexOf('\n', Math.Max(0, done - 1)) + 1;
        }
    }

    private static void Take(string file, YamlScalar? key, YamlScalar scalar, List<Literal> literals, SettingScope settings)
    {
        int sign = key is null ? scalar.Value.IndexOf('=', StringComparison.Ordinal) : -1;
        bool candidate = Candidates.MayBeIn(scalar.Value);
        if (!candidate && key is null && sign <= 0)
        {
            return;
        }

        Literal literal = Align(file, scalar);
        if (candidate)
        {
            literals.Add(literal with { Start = (int)scalar.Start.Index });
        }

        if (key is not null)
        {
            settings.Add(new(key.Value, (int)key.Start.Index, literal.Text, literal.Offsets));
        }
        else if (sign > 0)
        {
            settings.Add(new(literal.Text[..sign], literal.Offsets[0], literal.Text[(sign + 1)..], literal.Offsets[(sign + 1)..]));
        }
    }

    // The scanner folds lines and decodes escapes: each character of the value is looked up again in the text between the marks.
    private static Literal Align(string file, YamlScalar scalar)
    {
        var text = new LiteralText();
        int at = (int)scalar.Start.Index, end = (int)Math.Min(file.Length, scalar.End.Index);
        at = scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => file.IndexOf('\n', at) is var line and >= 0 ? line + 1 : end,
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => at + 1,
            _ => at,
        };
        foreach (char c in scalar.Value)
        {
            while (at < end && file[at] != c && char.IsWhiteSpace(file[at]) && !char.IsWhiteSpace(c))
            {
                at++;
            }

            text.Add(c, Math.Min(at, Math.Max(0, file.Length - 1)));
            if (at >= end)
            {
                continue;
            }

            if (scalar.Style == ScalarStyle.DoubleQuoted && file[at] == '\\')
            {
                at += file[Math.Min(at + 1, end - 1)] switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
            }
            else if (file[at] == c)
            {
                at += c == '\'' && scalar.Style == ScalarStyle.SingleQuoted ? 2 : 1;
            }
            else if (char.IsWhiteSpace(file[at]))
            {
                while (at < end && char.IsWhiteSpace(file[at]))
                {
                    at++;
                }
            }
        }

        return text.Done();
    }
}
