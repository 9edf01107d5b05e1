using System.CommandLine;

namespace SqlTls.Cli.Tests;

public class Help
{
    public static TheoryData<string> Verbs => [.. CommandLine.Create(Nowhere()).Subcommands.Where(verb => verb.Subcommands.Count == 0).Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Has_an_example_for_each_verb(string verb)
    {
        Cli run = await Cli.RunAsync(verb, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"  sqltls {verb}", run.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Says_what_each_option_is(string name)
    {
        Command verb = CommandLine.Create(Nowhere()).Subcommands.Single(verb => verb.Name == name);

        Assert.All(verb.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
    }

    private static Terminal Nowhere() => new(TextReader.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false, HasColor: false);
}
