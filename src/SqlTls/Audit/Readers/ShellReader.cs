using SqlTls.Audit.Files;

namespace SqlTls.Audit.Readers;

/// <summary>Scripts of a shell: quoted text, and lines of words without quotes.</summary>
internal static class ShellReader
{
    public static IEnumerable<Literal> Read(string file, Token token) => Unquoted(file).Concat(SourceReader.Read(file, Language.Shell, token));

    private static IEnumerable<Literal> Unquoted(string file)
    {
        string code = CodeView.Of(file, Language.Shell).Code;
        var literal = new LiteralText();
        for (int start = 0, end; start < code.Length; start = end + 1)
        {
            end = code.IndexOf('\n', start) is var line and >= 0 ? line : code.Length;
            if (!Candidates.MayBeIn(code.AsSpan(start, end - start)))
            {
                continue;
            }

            literal.Clear();
            for (int at = start; at < end; at++)
            {
                // A ';' ends a command, unless it is escaped.
                bool escaped = code[at] == '\\' && at + 1 < end;
                at += escaped ? 1 : 0;
                literal.Add(code[at] == ';' && !escaped ? '\n' : code[at], at);
            }

            yield return literal.Done();
        }
    }
}
