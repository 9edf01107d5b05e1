namespace SqlTls.ConnectionStrings.Readers;

/// <summary>Files of one setting a line: <c>.env</c>, properties, INI, TOML, UDL; and YAML, whose connection strings stand on one line each. Comments are left out.</summary>
internal static class LineReader
{
    public static IEnumerable<Literal> Read(string file, Token token)
    {
        var literal = new LiteralText();
        int start = 0;
        while (start < file.Length)
        {
            token.Start = start;
            int end = file.IndexOf('\n', start) is var newLine and >= 0 ? newLine : file.Length;
            ReadOnlySpan<char> line = file.AsSpan(start, end - start);
            ReadOnlySpan<char> content = line.TrimStart();
            if (content.Length > 0 && content[0] is not ('#' or ';' or '!') && content.IndexOf('=') >= 0 | content.IndexOf("://") >= 0)
            {
                int comment = line.IndexOf(" #");
                int stop = comment > 0 && line[comment..].IndexOfAny('"', '\'') < 0 && line[..comment].IndexOfAny('"', '\'') < 0 ? start + comment : end;
                literal.Clear();
                for (int at = start + line.Length - content.Length; at < stop; at++)
                {
                    if (file[at] == '\\' && at + 1 < stop && file[at + 1] is ':' or '=' or '"')
                    {
                        at++;
                    }

                    if (file[at] != '\r')
                    {
                        literal.Add(file[at], at);
                    }
                }

                token.End = end;
                yield return literal.Done();
            }

            start = end + 1;
        }
    }
}
