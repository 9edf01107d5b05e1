using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>A text as the program will see it; every character knows where in the file it came from.</summary>
/// <param name="Text">Its characters, decoded.</param>
/// <param name="Offsets">Where each of them stands.</param>
/// <param name="Provider">The <c>providerName</c> beside it, or the client that its file names.</param>
internal sealed record Literal(string Text, int[] Offsets, string? Provider = null)
{
    /// <summary>Where the literal, or the tag that it stands in, starts; by default with its first character.</summary>
    public int Start { get; init; } = Offsets.Length > 0 ? Offsets[0] : 0;

    /// <summary>Settings that stand in the file one by one and make up one connection together; their positions are in the text. Null where the text is to be read.</summary>
    public IReadOnlyList<Pair>? Settings { get; init; }

    /// <summary>Whose settings they are.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>There may be more settings than those that can be seen.</summary>
    public bool IsOpen { get; init; }

    /// <summary>In this language a port beside a server does not speak for another database.</summary>
    public bool PortIsOurs { get; init; }

    /// <summary>The connection strings of SQL Server that it holds, in order.</summary>
    public IEnumerable<ConnectionString> ConnectionStrings() => Settings is null
        ? Finder.Find(Text, PortIsOurs)
        : Finder.OfSettings(Dialect, [.. Settings], IsOpen) is { } found ? [found] : [];
}
