namespace SqlTls.Action.Tests;

/// <summary>Reads a command file as a runner does (actions/runner, FileCommandManager): NAME=VALUE, or NAME&lt;&lt;DELIMITER, lines, DELIMITER.</summary>
internal static class CommandFileReader
{
    public static IReadOnlyDictionary<string, string> Read(string file)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string[] lines = File.Exists(file) ? File.ReadAllText(file).Split('\n') : [];
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index];
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            int heredoc = line.IndexOf("<<", StringComparison.Ordinal);
            if (heredoc >= 0 && (equals < 0 || heredoc < equals))
            {
                int end = Array.IndexOf(lines, line[(heredoc + 2)..], index + 1);
                Assert.True(end > 0, $"No end of {line}.");
                values[line[..heredoc]] = string.Join('\n', lines[(index + 1)..end]);
                index = end;
            }
            else if (line.Length > 0)
            {
                Assert.True(equals > 0, $"Neither a value nor the beginning of one: {line}");
                values[line[..equals]] = line[(equals + 1)..];
            }
        }

        return values;
    }
}
