namespace SqlTls.Cli.Tests;

public class Completion
{
    public static TheoryData<string, string> Lines => new()
    {
        { "sqltls pro", "probe" },
        { "sqltls certificate ex", "export" },
        { "sqltls endpoint --force-s", "--force-strict" },
        { "sqltls connection-string --for sqlc", "sqlcmd" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Is_answered_by_the_suggest_directive(string line, string completion)
    {
        Cli run = await Cli.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(completion, run.Output.Split('\n').Select(word => word.Trim()));
    }

    [RequiresTheory("bash")]
    [MemberData(nameof(Lines))]
    public async Task Works_in_bash_with_the_lines_of_the_docs(string line, string completion)
    {
        string docs = await File.ReadAllTextAsync(Repository.File("docs/completion.md"));
        string lines = docs.Split("```bash\n")[1].Split("```")[0];
        string script = $$"""
            sqltls() { dotnet "{{typeof(CommandLine).Assembly.Location}}" "$@"; }
            {{lines}}
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            read -ra COMP_WORDS <<<"$COMP_LINE"
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _sqltls
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        Tool bash = await Tool.RunAsync("bash", ["-c", script]);

        Assert.True(bash.Output.Split('\n').Contains(completion), bash.Everything);
    }
}
