using System.Text.RegularExpressions;

namespace SqlTls.Audit.Readers;

/// <summary>Settings that stand in an object of JSON one by one, as sequelize and TypeORM have them: <c>{ "dialect": "mssql", "encrypt": false }</c>.</summary>
internal static partial class JsonSettings
{
    /// <summary>Those of each object that make up a connection. Quotes and brackets that do not match cost what stands behind them, and nothing else.</summary>
    /// <param name="file">A whole text of JSON, with comments or without.</param>
    public static IEnumerable<Literal> Read(string file)
    {
        if (!TellingKey().IsMatch(file))
        {
            yield break;
        }

        var objects = new Stack<SettingScope>();
        var literal = new LiteralText();
        Literal? key = null;
        for (int at = 0; at < file.Length;)
        {
            switch (file[at])
            {
                case '{' or '[':
                    objects.Push(new());
                    (key, at) = (null, at + 1);
                    break;
                case '}' or ']':
                    foreach (Literal group in objects.TryPop(out SettingScope? ended) ? ended.Close(objects.TryPeek(out SettingScope? around) ? around : null) : [])
                    {
                        yield return group;
                    }

                    (key, at) = (null, at + 1);
                    break;
                case '"':
                    StringLiteral.Read(file, ref at, Language.Json, Cleared(literal));
                    Literal read = literal.Done();
                    if (IsKey(file, ref at))
                    {
                        key = read;
                    }
                    else
                    {
                        Add(objects, key, read);
                        key = null;
                    }

                    break;
                case '/' when Comment.Skip(file, ref at, Language.Json):
                    break;
                case var c when key is not null && IsOfWord(c):
                    int end = AfterWord(file, at);
                    Cleared(literal).Add(file.AsSpan(at, end - at), at);
                    Add(objects, key, literal.Done());
                    (key, at) = (null, end);
                    break;
                default:
                    at++;
                    break;
            }
        }

        // Objects that nobody closed.
        while (objects.TryPop(out SettingScope? open))
        {
            foreach (Literal group in open.Close(objects.TryPeek(out SettingScope? around) ? around : null))
            {
                yield return group;
            }
        }
    }

    // Names without one of which no object is a connection, as keys or as the values of "name": most files have none, and are not looked through.
    [GeneratedRegex(@"(?:encrypt|cert(?:ificate)?)""\s*[:,}]", RegexOptions.IgnoreCase)]
    private static partial Regex TellingKey();

    // Goes on behind the colon.
    private static bool IsKey(string file, ref int at)
    {
        int next = at;
        while (next < file.Length && char.IsWhiteSpace(file[next]))
        {
            next++;
        }

        bool isKey = next < file.Length && file[next] == ':';
        at = isKey ? next + 1 : at;
        return isKey;
    }

    // true, false, null and numbers.
    private static int AfterWord(string file, int at)
    {
        while (at < file.Length && IsOfWord(file[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+';

    private static LiteralText Cleared(LiteralText literal)
    {
        literal.Clear();
        return literal;
    }

    private static void Add(Stack<SettingScope> objects, Literal? key, Literal value)
    {
        if (key is { Offsets.Length: > 0 } && objects.TryPeek(out SettingScope? settings))
        {
            settings.Add(new(key.Text, key.Offsets[0], value.Text, value.Offsets));
        }
    }
}
