using System.Globalization;
using System.Text.RegularExpressions;

namespace SqlTls.Action;

/// <summary>Reads inputs as what they are meant to be, or refuses them. Messages name an input, and never show what it holds.</summary>
internal sealed partial class InputWords(Func<string, string?> input)
{
    /// <summary>A container's name, id, service key or port; an image's reference.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,254}\z")]
    public static partial Regex DockerName();

    /// <summary>The name of an instance on Windows.</summary>
    [GeneratedRegex(@"\A[A-Za-z_#&][A-Za-z0-9_#&$]{0,15}\z")]
    public static partial Regex InstanceName();

    /// <summary>Versions of TLS.</summary>
    [GeneratedRegex(@"\A1\.[0-3](, ?1\.[0-3])*\z")]
    public static partial Regex Protocols();

    public string? Line(string name) => input(name)?.Trim() is { } text && !text.Any(char.IsControl)
        ? text
        : input(name) is null ? null : throw Refuse(name, "It must be one line, without control characters.");

    public string? Name(string name, Regex allowed) => Line(name) is not { } text || allowed.IsMatch(text)
        ? Line(name)
        : throw Refuse(name, "It holds characters that such a name never has.");

    /// <summary>As it is: blanks may be part of a password, line breaks come from storing it with echo.</summary>
    public string? Secret(string name) => input(name) is { } text && text.Any(char.IsControl)
        ? throw Refuse(name, "It holds a line break or another control character; store the secret again without it.")
        : input(name);

    public IReadOnlyList<string> Lines(string name, params ReadOnlySpan<char> alsoBetween)
    {
        string[] lines = (input(name) ?? "").Split([.. alsoBetween, '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Any(line => line.Any(char.IsControl)) ? throw Refuse(name, "It holds control characters.") : lines;
    }

    /// <summary>Connection strings, one a line. What SqlClient makes of their other words is for the proof to say.</summary>
    public IReadOnlyList<string> ConnectionStrings(string name) => Lines(name) is var lines && lines.All(line => GivenString.ServerOf(line) is { Length: > 0 })
        ? lines
        : throw Refuse(name, "Write a connection string on each line, keyword=value pairs with semicolons between, a Server among them.");

    public bool Flag(string name) => Line(name)?.ToLowerInvariant() switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Refuse(name, "Say true or false."),
    };

    public int? Number(string name, int least, int most) => Line(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
        : throw Refuse(name, $"Say a number from {least} to {most}.");

    /// <summary>One of an enumeration's names, or none.</summary>
    public T? ChoiceOrNone<T>(string name, T? otherwise = null)
        where T : struct, Enum => Line(name)?.ToLowerInvariant() switch
        {
            null => otherwise,
            "none" => null,
            var text => Enum.GetNames<T>().FirstOrDefault(each => each.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Enum.Parse<T>(found)
                : throw Refuse(name, $"Say one of none, {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}."),
        };

    private static SqlTlsException Refuse(string name, string cure) =>
        new(Failure.Input, ActionCodes.Input, $"The input '{name}' cannot be what it is.", cure);
}
