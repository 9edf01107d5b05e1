namespace SqlTls.Instances.Linux;

/// <summary>The mssql-server package of this Linux machine.</summary>
public static class LinuxService
{
    /// <summary>Finds it. Nothing is changed.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">This user is not root (SQLTLS3121), or it is not installed (SQLTLS3122).</exception>
    public static async Task<ILinuxHost> OpenAsync(CancellationToken cancellationToken) => OperatingSystem.IsLinux()
        ? await ServiceHost.OpenAsync(cancellationToken)
        : throw new SqlTlsException(Failure.Surroundings, InstanceCodes.NoService, "The package mssql-server is for Linux, and this machine has none.", "Name another target.");
}
