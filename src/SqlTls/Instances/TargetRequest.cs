using SqlTls.Certificates;

namespace SqlTls.Instances;

/// <summary>Which server is meant, in the words that the command line, the MSBuild items and the action share. Exactly one target is named.</summary>
public sealed record TargetRequest
{
    private static readonly TimeSpan LeastStartLimit = TimeSpan.FromMinutes(2);

    /// <summary>A container that exists: its id, name, network alias, published port, or its image where only one runs.</summary>
    public string? Container { get; init; }

    /// <summary>An image to make a container of, where an earlier run has not made it.</summary>
    public string? Image { get; init; }

    /// <summary>With <see cref="Image"/>: the user accepts SQL Server's licence. To take down what was made needs none: say true.</summary>
    public bool AcceptEula { get; init; }

    /// <summary>With <see cref="Image"/>: the container's name; null for one made of the image's.</summary>
    public string? Name { get; init; }

    /// <summary>With <see cref="Image"/>: <c>PORT</c> or <c>ADDRESS:PORT</c>; null for 1433 on 127.0.0.1, or a free one where that is taken.</summary>
    public string? Publish { get; init; }

    /// <summary>The mssql-server package of this Linux machine.</summary>
    public bool Service { get; init; }

    /// <summary>The embedded endpoint.</summary>
    public bool Endpoint { get; init; }

    /// <summary>An instance on this Windows machine: its name or id; empty for the default instance, or the only one there is.</summary>
    public string? Instance { get; init; }

    /// <summary>With <see cref="Instance"/>: what keeps the private keys that are installed; a legacy provider as the documentation asks, or CNG.</summary>
    public KeyStorage KeyStorage { get; init; } = KeyStorage.LegacyExchange;

    /// <summary>Also take a container that removes itself when it stops, and from a node of a failover cluster a certificate that the role may still run with.</summary>
    public bool Force { get; init; }

    /// <summary>The password of its login, where the user gave one.</summary>
    public string? Password { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long the server may take to stop, and to start: <see cref="Timeout"/>, and two minutes at least.</summary>
    public TimeSpan StartLimit => Timeout is { } asked && asked > LeastStartLimit ? asked : LeastStartLimit;

    /// <summary>Full path of the folder for certificates and report; null for <c>.sqltls/NAME</c> in <see cref="WorkingFolder"/>.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Full path of the folder that the default output folder lies in; by default the process's own.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Holds the words against each other before anything is looked for.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3017: none is named, more than one, or words that belong to another; SQLTLS3116: the licence was not accepted.</exception>
    public void Check()
    {
        if (new[] { Container is not null, Image is not null, Service, Instance is not null, Endpoint }.Count(named => named) != 1)
        {
            throw Refuse("One target must be named, and no more.", "Say --container NAME, --image IMAGE, --service, --instance NAME or --endpoint.");
        }

        if (Image is null && (Name ?? Publish) is not null)
        {
            throw Refuse("A name and a port to publish are for a container that is made.", "Say them with --image alone.");
        }

        if (Instance is null && KeyStorage == KeyStorage.Cng)
        {
            throw Refuse("What keeps a private key, CNG or another, is a matter of Windows.", "Say --cng with --instance alone.");
        }

        if (Image is not null && !AcceptEula)
        {
            throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.Licence,
                $"A container of {Image} runs under SQL Server's licence, which is yours to accept.",
                "Read it at https://hub.docker.com/r/microsoft/mssql-server, then say --accept-eula.");
        }
    }

    /// <summary>The folder for certificates and report of a server with this name.</summary>
    /// <param name="name">How the user knows the server.</param>
    public string FolderOf(string name) => OutputFolder ?? Path.Combine(WorkingFolder, ".sqltls", name);

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => Container ?? Image ?? Instance ?? (Service ? "service" : "endpoint");

    private static SqlTlsException Refuse(string message, string cure) => new(Failure.Input, InstanceCodes.Target, message, cure);
}
