namespace SqlTls.Cli.Verbs;

/// <summary>Variables as text that a shell or a job runner takes in.</summary>
internal static class ShellText
{
    /// <summary>What the text is for: a POSIX shell's <c>eval</c>, PowerShell's <c>Invoke-Expression</c>, or the file <c>GITHUB_ENV</c>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["sh", "powershell", "github"];

    /// <summary>Sets variables; a null takes one away.</summary>
    public static string Write(string kind, IReadOnlyDictionary<string, string?> variables) =>
        string.Concat(variables.Select(variable => Line(kind, variable.Key, variable.Value) + "\n"));

    private static string Line(string kind, string name, string? value) => (kind, value) switch
    {
        ("sh", null) => $"unset {name}",
        ("sh", _) => $"export {name}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'",
        ("powershell", null) => $"Remove-Item Env:{name} -ErrorAction Ignore",
        ("powershell", _) => $"$env:{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'",
        // The file can set a variable, and not take one away.
        _ when value?.AsSpan().IndexOfAny('\r', '\n') >= 0 => $"{name}<<{End}\n{value}\n{End}",
        _ => $"{name}={value}",
    };

    // Not to be guessed: a line of the value must not end it.
    private static string End { get; } = $"end-{Guid.NewGuid():N}";
}
