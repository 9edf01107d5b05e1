using YamlDotNet.Serialization;

namespace SqlTls.Action.Tests.Files;

/// <summary>An action.yml.</summary>
/// <param name="Inputs">Names of its inputs, and their defaults.</param>
/// <param name="Outputs">Names of its outputs, and the expressions that they come from.</param>
/// <param name="Image">What it runs, where it runs a container.</param>
/// <param name="Script">What it runs, where it runs a script.</param>
/// <param name="Environment">The script's variables.</param>
internal sealed record ActionFile(
    IReadOnlyDictionary<string, string?> Inputs,
    IReadOnlyDictionary<string, string?> Outputs,
    string? Image,
    string? Script,
    IReadOnlyDictionary<string, string> Environment)
{
    public static ActionFile Container => Read("action.yml");

    public static ActionFile Host => Read("action/host/action.yml");

    public static ActionFile Down => Read("action/down/action.yml");

    /// <param name="folder">As <c>uses:</c> names it.</param>
    public static ActionFile At(string folder) => Read($"{folder.TrimEnd('/')}/action.yml");

    private static ActionFile Read(string name)
    {
        Dictionary<object, object> document = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(File.ReadAllText(Repository.File(name)));
        var runs = (IDictionary<object, object>)document["runs"];
        IDictionary<object, object>? step = runs.TryGetValue("steps", out object? steps)
            ? ((IEnumerable<object>)steps).Cast<IDictionary<object, object>>().Single(each => each.ContainsKey("run"))
            : null;
        return new ActionFile(
            Part(document, "inputs", "default"),
            Part(document, "outputs", "value"),
            runs.TryGetValue("image", out object? image) ? (string)image : null,
            (string?)step?["run"],
            step is null ? new Dictionary<string, string>() : ((IDictionary<object, object>)step["env"]).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value));
    }

    private static Dictionary<string, string?> Part(Dictionary<object, object> document, string part, string property) =>
        ((IDictionary<object, object>)document[part]).ToDictionary(
            pair => (string)pair.Key,
            pair => ((IDictionary<object, object>)pair.Value).TryGetValue(property, out object? value) ? (string?)value : null);
}
