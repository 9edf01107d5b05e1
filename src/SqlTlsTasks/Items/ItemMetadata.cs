using System.Globalization;
using Microsoft.Build.Framework;

namespace SqlTlsTasks.Items;

/// <summary>What the metadata of an item say, held against what they may say.</summary>
/// <param name="item">The item.</param>
/// <param name="type">Its type, for messages.</param>
/// <param name="name">How messages call it.</param>
internal sealed class ItemMetadata(ITaskItem item, string type, Func<string> name)
{
    /// <summary>Refuses names that mean nothing: a name that is misspelt would otherwise leave its setting off without a word.</summary>
    /// <param name="known">The names that mean something.</param>
    /// <param name="unread">Names that come along, and that nobody writes.</param>
    /// <exception cref="SqlTlsException">SQLTLS5010.</exception>
    public void RefuseUnknown(IReadOnlyCollection<string> known, IReadOnlyCollection<string>? unread = null)
    {
        string? unknown = item.CloneCustomMetadata().Keys.Cast<string>()
            .Where(name => !known.Concat(unread ?? []).Contains(name, StringComparer.OrdinalIgnoreCase))
            // MSBuild's own, on items that came through its MSBuild task.
            .FirstOrDefault(name => !name.StartsWith("MSBuild", StringComparison.Ordinal) && name != "OriginalItemSpec");
        if (unknown is not null)
        {
            throw Refusal(TaskCodes.UnknownMetadata, $"'{unknown}' is no metadata of {type}.", $"Use one of {string.Join(", ", known)}.");
        }
    }

    /// <summary>A text; null where it is empty.</summary>
    public string? Text(string name) => item.GetMetadata(name).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A list that is separated by semicolons.</summary>
    public IReadOnlyList<string> List(string name) => item.GetMetadata(name).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True or false; null where it is empty.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5011.</exception>
    public bool? Flag(string name) => Text(name) is not { } text ? null
        : bool.TryParse(text, out bool flag) ? flag
        : throw Refusal(TaskCodes.BadValue, $"{name} is '{text}'.", "Write true or false.");

    /// <summary>A whole number; null where it is empty.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5011.</exception>
    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw Refusal(TaskCodes.BadValue, $"{name} is '{text}'.", "Write a whole number.");

    /// <summary>What stands in the environment variable that a metadata names; null where none is named.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5013: it is not set.</exception>
    public string? Variable(string name) => Text(name) is not { } variable ? null
        : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
        : throw Refusal(TaskCodes.VariableNotSet, $"The environment variable {variable} is not set, which {name} names.", "Set it for the build.");

    /// <summary>Something about this item that cannot be.</summary>
    public SqlTlsException Refusal(string code, string message, string cure) => new(Failure.Input, code, $"{type} '{name()}': {message}", cure);
}
