using YamlDotNet.RepresentationModel;

namespace SqlTls.Action.Tests.Files;

/// <summary>How the workflows use the action's own entrances; a runner only warns of an input that is none, and an output that is none is empty.</summary>
public class UsesTests
{
    private static readonly string[] Names = [.. Directory.EnumerateFiles(Repository.File(".github/workflows"), "*.yml").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Workflows => [.. Names];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_input_is_one(string workflow)
    {
        foreach ((YamlMappingNode step, ActionFile file) in Jobs(workflow).SelectMany(Own))
        {
            IEnumerable<string> given = step.Children.TryGetValue("with", out YamlNode? with) ? ((YamlMappingNode)with).Children.Keys.Select(name => $"{name}") : [];
            Assert.Empty(given.Except(file.Inputs.Keys));
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_output_is_one(string workflow)
    {
        foreach (YamlMappingNode job in Jobs(workflow))
        {
            var own = Own(job).Where(use => use.Step.Children.ContainsKey("id")).ToDictionary(use => $"{use.Step["id"]}", use => use.File);
            foreach (string[] used in job.AllNodes.OfType<YamlScalarNode>().SelectMany(text => (text.Value ?? "").Split("steps.")[1..]).Select(rest => rest.Split(' ', '}', ')')[0].Split('.')))
            {
                if (used is [var id, "outputs", var name] && own.TryGetValue(id, out ActionFile? file))
                {
                    Assert.Contains(name, file.Outputs.Keys);
                }
            }
        }
    }

    [Fact]
    public void All_three_are_used()
    {
        var used = Names.SelectMany(Jobs).SelectMany(Own).Select(use => $"{use.Step["uses"]}").ToHashSet();

        Assert.Equal(["./", "./action/down", "./action/host"], used.Order());
    }

    private static IEnumerable<YamlMappingNode> Jobs(string workflow)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.File($".github/workflows/{workflow}"))));
        return ((YamlMappingNode)stream.Documents[0].RootNode["jobs"]).Children.Values.Cast<YamlMappingNode>();
    }

    private static IEnumerable<(YamlMappingNode Step, ActionFile File)> Own(YamlMappingNode job) =>
        job.Children.TryGetValue("steps", out YamlNode? steps)
            ? ((YamlSequenceNode)steps).Cast<YamlMappingNode>()
                .Where(step => step.Children.TryGetValue("uses", out YamlNode? uses) && $"{uses}".StartsWith("./", StringComparison.Ordinal))
                .Select(step => (step, ActionFile.At($"{step["uses"]}")))
            : [];
}
