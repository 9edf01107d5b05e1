using SqlTls.Instances.Linux.Containers;
using SqlTls.Trust;

namespace SqlTls.Provisioning;

/// <summary>Where each scope keeps what it trusts.</summary>
public static class TrustStores
{
    /// <summary>The step's folder of an output folder: one for all servers under <c>.sqltls</c>, else one in the output folder itself.</summary>
    /// <param name="outputFolder">Full path of the output folder.</param>
    public static string StepFolder(string outputFolder)
    {
        string? parent = Path.GetDirectoryName(outputFolder.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Path.GetFileName(parent) == ".sqltls" ? parent! : outputFolder, "trust");
    }

    /// <summary>The store of a scope on this machine. A step's folder is remembered for <c>trust list</c>.</summary>
    /// <param name="scope">Who is to trust.</param>
    /// <param name="stepFolder">Full path of the folder for <see cref="TrustScope.Step"/>; the others do not look at it.</param>
    /// <param name="environment">Reads a variable of the environment that a step's programs would get otherwise; by default this process's own.</param>
    public static ITrustStore Open(TrustScope scope, string stepFolder, Func<string, string?>? environment = null) => scope switch
    {
        TrustScope.Step => new RememberedTrust(new StepTrust(stepFolder, environment), new TrustedPlace(TrustedPlace.Step, stepFolder), TrustedPlaces.OfThisUser),
        TrustScope.User => new UserTrust(),
        TrustScope.Machine => MachineTrust.OfThisMachine(),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Step, User or Machine."),
    };

    /// <summary>The store of the system in a container that runs, changed as its root. It is remembered for <c>trust list</c>.</summary>
    /// <param name="container">Its id, name, network alias or published port; its image where one runs of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">There is no engine, no such container, or more than one.</exception>
    public static async Task<ITrustStore> InContainerAsync(string container, CancellationToken cancellationToken = default)
    {
        DockerShell shell = await DockerShell.FindAsync(container, cancellationToken);
        return new RememberedTrust(
            new LinuxTrust($"container {shell.Name}: ", shell.RunAsync), new TrustedPlace(TrustedPlace.Container, shell.Name), TrustedPlaces.OfThisUser);
    }
}
