using System.Text.RegularExpressions;

namespace SqlTls.Action.Tests.Files;

public partial class ActionFileTests
{
    [Fact]
    public void Both_entrances_have_the_inputs_that_are_read()
    {
        Assert.Equal(Inputs.Names, ActionFile.Container.Inputs.Keys);
        Assert.Equal(Inputs.Names, ActionFile.Host.Inputs.Keys);
        Assert.Equal(ActionFile.Container.Inputs, ActionFile.Host.Inputs);
        Assert.Subset(Inputs.Names.ToHashSet(), ActionFile.Down.Inputs.Keys.ToHashSet());
    }

    [Fact]
    public void Both_entrances_have_the_outputs_that_are_set()
    {
        Assert.Equal(Publishing.Names, ActionFile.Container.Outputs.Keys);
        Assert.Equal(Publishing.Names, ActionFile.Host.Outputs.Keys);
    }

    [Fact]
    public void Every_input_is_passed_on()
    {
        foreach (ActionFile file in new[] { ActionFile.Host, ActionFile.Down })
        {
            Assert.Equal(
                file.Inputs.Keys.ToDictionary(name => $"INPUT_{name.ToUpperInvariant()}", name => $"${{{{ inputs.{name} }}}}").Append(new("MSYS2_ENV_CONV_EXCL", "INPUT_")).OrderBy(pair => pair.Key),
                file.Environment.OrderBy(pair => pair.Key));
        }
    }

    [Fact]
    public void Every_output_is_passed_on()
    {
        foreach (ActionFile file in new[] { ActionFile.Host, ActionFile.Down })
        {
            Assert.Equal(file.Outputs.Keys.ToDictionary(name => name, name => (string?)$"${{{{ steps.run.outputs.{name} }}}}"), file.Outputs);
        }
    }

    [Fact]
    public void No_input_reaches_a_shell_but_through_the_environment()
    {
        Assert.DoesNotContain("${{", ActionFile.Host.Script);
        Assert.DoesNotContain("${{", ActionFile.Down.Script);
    }

    [Fact]
    public void The_readme_has_every_input_with_its_default_and_where_it_is_taken()
    {
        string[][] rows = Table("Inputs");

        Assert.Equal(Inputs.Names, rows.Select(row => row[0]));
        Assert.Equal(ActionFile.Container.Inputs.Values.Select(value => value ?? ""), rows.Select(row => row[1]));
        Assert.Equal(
            Inputs.Names.Select(name => ActionFile.Down.Inputs.ContainsKey(name)),
            rows.Select(row => row[2] == "yes"));
    }

    [Fact]
    public void The_readme_has_every_output()
    {
        string[][] rows = Table("Outputs");

        Assert.Equal(Publishing.Names, rows.Select(row => row[0]));
        Assert.Equal(Publishing.Names.Select(name => ActionFile.Down.Outputs.ContainsKey(name)), rows.Select(row => row[1] == "yes"));
    }

    [Fact]
    public void Actions_of_others_are_pinned_by_commit()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.File(".github"), "*.yml", SearchOption.AllDirectories), .. new[] { "action.yml", "action/host/action.yml", "action/down/action.yml" }.Select(Repository.File)];

        foreach (Match uses in files.SelectMany(file => Uses().Matches(File.ReadAllText(file))))
        {
            Assert.True(uses.Value.Contains("uses: ./") || Pinned().IsMatch(uses.Value), $"Not pinned by commit: {uses.Value.Trim()}");
        }
    }

    // The rows of the first table after a heading, without its head; code marks are no part of a cell.
    private static string[][] Table(string heading)
    {
        string readme = File.ReadAllText(Repository.File("README.md"));
        int start = readme.IndexOf($"\n### {heading}\n", StringComparison.Ordinal);
        Assert.True(start > 0, $"README has no heading '{heading}'.");
        return [.. readme[(start + heading.Length + 6)..]
            .Split('\n')
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())];
    }

    [GeneratedRegex(@"^\s*(- )?uses: .+$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")]
    private static partial Regex Pinned();
}
