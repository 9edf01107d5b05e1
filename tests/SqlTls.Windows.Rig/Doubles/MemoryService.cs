namespace SqlTls.Windows.Rig.Doubles;

/// <summary>A service in memory.</summary>
/// <param name="name">Its name.</param>
/// <param name="start">What it does when it starts: false where it ends again.</param>
internal sealed class MemoryService(string name, Func<bool> start)
{
    public string Name { get; } = name;

    public bool Running { get; set; } = true;

    public bool Disabled { get; set; }

    /// <summary>Windows refuses to start it.</summary>
    public bool StartIsRefused { get; set; }

    /// <summary>It neither comes up nor ends.</summary>
    public bool StartsNever { get; set; }

    public bool StopsNever { get; set; }

    /// <summary>It takes longer to stop than anybody waits the first time.</summary>
    public bool StopsLate { get; set; }

    /// <summary>It is on its way down.</summary>
    public bool Stopping { get; set; }

    /// <summary>The service that it needs.</summary>
    public string? Needs { get; init; }

    public bool Start() => start();
}
