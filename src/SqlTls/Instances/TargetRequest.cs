using SqlTls.Certificates;

namespace SqlTls.Instances;

/// <summary>Which server is meant, in the words that the command line, the MSBuild items and the action share. Exactly one target is named.</summary>
public sealed record TargetRequest
{
    /// <summary>A container that exists: its id, name, network alias, published port, or its image where only one runs.</summary>
    public string? Container { get; init; }

    /// <summary>The embedded endpoint.</summary>
    public bool Endpoint { get; init; }

    /// <summary>An instance on this Windows machine: its name or id; empty for the default instance, or the only one there is.</summary>
    public string? Instance { get; init; }

    /// <summary>With <see cref="Instance"/>: what keeps the private keys that are installed; a legacy provider as the documentation asks, or CNG.</summary>
    public KeyStorage KeyStorage { get; init; } = KeyStorage.LegacyExchange;

    /// <summary>Also take a container that removes itself when it stops.</summary>
    public bool Force { get; init; }

    /// <summary>The password of its login, where the user gave one.</summary>
    public string? Password { get; init; }

    /// <summary>Full path of the folder for certificates and report; null for <c>.sqltls/NAME</c> in <see cref="WorkingFolder"/>.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Full path of the folder that the default output folder lies in; by default the process's own.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Holds the words against each other before anything is looked for.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3017: none is named, or more than one.</exception>
    public void Check()
    {
        if (new[] { Container is not null, Instance is not null, Endpoint }.Count(named => named) != 1)
        {
            throw new SqlTlsException(
                Failure.Input, InstanceCodes.Target, "One target must be named, and no more.", "Say --endpoint, --container NAME or --instance NAME.");
        }
    }

    /// <summary>The folder for certificates and report of a server with this name.</summary>
    /// <param name="name">How the user knows the server.</param>
    public string FolderOf(string name) => OutputFolder ?? Path.Combine(WorkingFolder, ".sqltls", name);
}
