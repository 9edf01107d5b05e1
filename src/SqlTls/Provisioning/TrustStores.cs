using SqlTls.Instances.Linux.Containers;
using SqlTls.Trust;

namespace SqlTls.Provisioning;

/// <summary>Where each scope keeps what it trusts.</summary>
public static class TrustStores
{
    /// <summary>The store of a scope on this machine.</summary>
    /// <param name="scope">Who is to trust.</param>
    /// <param name="stepFolder">Full path of the folder for <see cref="TrustScope.Step"/>; the others do not look at it.</param>
    public static ITrustStore Open(TrustScope scope, string stepFolder) => scope switch
    {
        TrustScope.Step => new StepTrust(stepFolder),
        TrustScope.User => new UserTrust(),
        TrustScope.Machine => MachineTrust.OfThisMachine(),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Step, User or Machine."),
    };

    /// <summary>The store of the system in a container that runs, changed as its root.</summary>
    /// <param name="container">Its id, name, network alias or published port; its image where one runs of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">There is no engine, no such container, or more than one.</exception>
    public static async Task<ITrustStore> InContainerAsync(string container, CancellationToken cancellationToken = default)
    {
        DockerShell shell = await DockerShell.FindAsync(container, cancellationToken);
        return new LinuxTrust($"container {shell.Name}: ", shell.RunAsync);
    }
}
