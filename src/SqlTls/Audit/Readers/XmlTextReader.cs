using System.Globalization;
using SqlTls.Audit.Files;

namespace SqlTls.Audit.Readers;

/// <summary>Attribute values and text of XML, without a document model: broken XML is read as far as it goes, and neither DTDs nor their entities are looked at.</summary>
internal static class XmlTextReader
{
    public static IEnumerable<Literal> Read(string file, Token token)
    {
        int at = 0;
        var literal = new LiteralText();
        while (at < file.Length)
        {
            token.Start = at;
            if (file[at] != '<')
            {
                int end = End(file, "<", at);
                if (Take(file, at, end, literal, decode: true) is { } text)
                {
                    token.End = end;
                    yield return text;
                }

                at = end;
            }
            else if (file.AsSpan(at).StartsWith("<!--"))
            {
                at = After(file, "-->", at + 4);
            }
            else if (file.AsSpan(at).StartsWith("<![CDATA["))
            {
                int end = End(file, "]]>", at);
                if (Take(file, at + 9, end, literal, decode: false) is { } text)
                {
                    token.End = end;
                    yield return text;
                }

                at = Math.Min(file.Length, end + 3);
            }
            else if (file.AsSpan(at).StartsWith("<!") || file.AsSpan(at).StartsWith("<?"))
            {
                at = After(file, ">", at);
            }
            else
            {
                (List<(string Name, int Start, int End)> attributes, int end) = Tag(file, at);
                string? provider = attributes.FirstOrDefault(attribute => attribute.Name.Equals("providerName", StringComparison.OrdinalIgnoreCase)) is { Name: not null } named
                    ? file[named.Start..named.End]
                    : null;
                token.End = end;
                foreach ((string _, int start, int close) in attributes)
                {
                    if (Take(file, start, close, literal, decode: true, provider) is { } value)
                    {
                        yield return value with { Start = token.Start };
                    }
                }

                at = end;
            }
        }
    }

    private static (List<(string Name, int Start, int End)> Attributes, int End) Tag(string file, int at)
    {
        var attributes = new List<(string, int, int)>();
        int word = ++at;
        while (at < file.Length && file[at] != '>')
        {
            char c = file[at];
            if (c is '"' or '\'')
            {
                int end = End(file, c.ToString(), at + 1);
                attributes.Add((file[word..at].Trim(' ', '\t', '\r', '\n', '='), at + 1, end));
                at = word = Math.Min(file.Length, end + 1);
                continue;
            }

            at++;
            if (char.IsWhiteSpace(c))
            {
                word = at;
            }
        }

        return (attributes, Math.Min(file.Length, at + 1));
    }

    private static int End(string file, string mark, int at) => file.IndexOf(mark, Math.Min(at, file.Length), StringComparison.Ordinal) is var end and >= 0 ? end : file.Length;

    private static int After(string file, string mark, int at) => Math.Min(file.Length, End(file, mark, at) + mark.Length);

    private static Literal? Take(string file, int start, int end, LiteralText literal, bool decode, string? provider = null)
    {
        if (start >= end || !Candidates.MayBeIn(file.AsSpan(start, end - start)))
        {
            return null;
        }

        literal.Clear();
        for (int at = start; at < end; at++)
        {
            int close = decode && file[at] == '&' ? file.IndexOf(';', at, Math.Min(12, end - at)) : -1;
            if (close > 0 && Entity(file[(at + 1)..close]) is { } c)
            {
                literal.Add(c, at);
                at = close;
            }
            else
            {
                literal.Add(file[at], at);
            }
        }

        return literal.Done(provider);
    }

    private static char? Entity(string name) => name switch
    {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        ['#', 'x' or 'X', .. var hex] when ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code) => (char)code,
        ['#', .. var digits] when ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ushort code) => (char)code,
        _ => null,
    };
}
