using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>
/// Whom this machine trusts. On Linux .NET reads them from some 150 files when a process builds its first chain, whatever the chain is to
/// lead to: that takes longer than most talks with a server.
/// </summary>
internal static class SystemAuthorities
{
    private static readonly Lazy<Task> Reading = new(() => Task.Run(Read));

    /// <summary>Begins to read them, while something else takes its time. Whoever builds a chain in the meantime waits for the end of it.</summary>
    public static void Begin()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Reading.Value;
        }
    }

    private static void Read()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            _ = store.Certificates.Count;
        }
        catch (CryptographicException)
        {
            // The chain that needs them will say so.
        }
    }
}
