using System.CommandLine;

namespace SqlTls.Cli.Tests;

public class Help
{
    public static TheoryData<string[]> Verbs => [.. Leaves(CommandLine.Create(Nowhere()), [])];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Has_an_example_for_each_verb(string[] verb)
    {
        Cli run = await Cli.RunAsync([.. verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches($"(?m)^  (\\S+ )?.*sqltls {string.Join(' ', verb)}\\b", run.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Has_an_example_whose_words_are_understood(string[] verb)
    {
        Cli run = await Cli.RunAsync([.. verb, "--help"]);
        string example = run.Output.Split('\n').SkipWhile(line => line.Trim() != "Example:").Skip(1).First().Trim();
        string words = example[example.IndexOf("sqltls ", StringComparison.Ordinal)..].Split('>', '|', ')')[0];

        ParseResult parsed = CommandLine.Create(Nowhere()).Parse(words["sqltls ".Length..].TrimEnd('"', ' '));

        Assert.Empty(parsed.Errors);
        Assert.Equal(verb[^1], parsed.CommandResult.Command.Name);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Says_what_each_option_is(string[] words)
    {
        Command verb = CommandLine.Create(Nowhere()).Parse(words).CommandResult.Command;

        Assert.All(verb.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
    }

    [Fact]
    public async Task Is_there_for_every_group_of_verbs()
    {
        Cli run = await Cli.RunAsync("certificate", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(["create", "request", "import", "check", "export"], verb => Assert.Contains(verb, run.Output, StringComparison.Ordinal));
    }

    private static IEnumerable<string[]> Leaves(Command command, string[] above) => command.Subcommands.Count == 0
        ? [above]
        : command.Subcommands.SelectMany(verb => Leaves(verb, [.. above, verb.Name]));

    private static Terminal Nowhere() => new(TextReader.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false, HasColor: false);
}
