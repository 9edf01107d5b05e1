using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SqlTls.Fleets;

/// <summary>A list of servers as YAML or JSON, which YAML can read as well, and with lines.</summary>
internal static class YamlList
{
    public static IEnumerable<FleetEntry> Read(string text, string source)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            yaml.Load(new ShallowYaml(new Parser(reader)));
        }
        catch (YamlException exception)
        {
            throw Refuse(source, (int)exception.Start.Line, exception.Message, exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // What the reader throws where it loses track of its own buffer or events.
            throw Refuse(source, 1, "it is no YAML", exception);
        }

        return [.. yaml.Documents.SelectMany(document => List(document.RootNode, source)).Select(node => Entry(node, source))];
    }

    private static IEnumerable<YamlNode> List(YamlNode root, string source) => root switch
    {
        YamlSequenceNode list => list.Children,
        YamlMappingNode map when Child(map, "servers") is YamlSequenceNode list => list.Children,
        _ => throw Refuse(source, (int)root.Start.Line, "it is not a list, and has no list named servers", null),
    };

    private static FleetEntry Entry(YamlNode node, string source) => node switch
    {
        YamlScalarNode scalar => new FleetEntry(scalar.Value, [], null, (int)node.Start.Line),
        YamlMappingNode map => new FleetEntry(
            FleetEntry.Address(Text(map, "server"), Text(map, "host"), Text(map, "port")), Texts(map, "names"), Text(map, "connectionString"), (int)node.Start.Line),
        _ => throw Refuse(source, (int)node.Start.Line, "an entry is neither a server nor an object with one", null),
    };

    private static string? Text(YamlMappingNode map, string name) => (Child(map, name) as YamlScalarNode)?.Value;

    private static IReadOnlyList<string> Texts(YamlMappingNode map, string name) => Child(map, name) switch
    {
        YamlScalarNode { Value: { } one } => [one],
        YamlSequenceNode list => [.. list.Children.OfType<YamlScalarNode>().Select(scalar => scalar.Value ?? "")],
        _ => [],
    };

    private static YamlNode? Child(YamlMappingNode map, string name) => map.Children
        .Where(pair => pair.Key is YamlScalarNode { Value: { } key } && key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair.Value)
        .FirstOrDefault();

    private static SqlTlsException Refuse(string source, int line, string why, Exception? exception) => new(
        Failure.Input,
        FleetCodes.Malformed,
        $"{source}({line}): this is no list of servers: {why.TrimEnd('.')}.",
        "Write a list of servers, each as HOST,PORT in quotes or as an object with server and names.",
        exception);
}
