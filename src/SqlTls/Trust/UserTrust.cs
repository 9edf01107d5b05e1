using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>
/// .NET's own store of this user, CurrentUser\Root: every .NET program of the user on Linux trusts it, and no other program does. A store has no
/// room for a mark there, so a file of the same name is kept apart, from before the certificate is added until after it is removed.
/// </summary>
internal sealed class UserTrust : ITrustStore
{
    // Source: DirectoryBasedStoreProvider and PersistedFiles in dotnet/runtime.
    private static string StoreFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".dotnet", "corefx", "cryptography", "x509stores", "root");

    private static string Marks => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "sqltls", "trust");

    public TrustScope Scope => TrustScope.User;

    public Task CheckAsync(CancellationToken cancellationToken = default) => OperatingSystem.IsLinux() ? Task.CompletedTask : throw new SqlTlsException(
        Failure.Surroundings,
        TrustCodes.NoSuchScope,
        "The user scope is for Linux: this system asks in a window before it trusts something for one user.",
        StepAlternative.Cure("Use --scope machine with administrator's rights"));

    // Without the lock, which needs a home that can be written: a file that is being written is not seen yet.
    public Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<TrustedCertificate>>(!OperatingSystem.IsLinux() || !Directory.Exists(Marks)
            ? []
            : Read(store => store.Certificates.Where(IsMarked).Select(certificate => TrustedCertificate.Of(certificate, Scope, StoreFolder)).ToArray()));

    public Task<bool> HoldsAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) =>
        Task.FromResult(Read(store => store.Certificates.Contains(authority)));

    public async Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken);
        return await ChangeAsync(store => Add(store, authority), cancellationToken);
    }

    public async Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default) =>
        File.Exists(Mark(thumbprint)) && await ChangeAsync(store => Remove(store, thumbprint), cancellationToken);

    public async Task TidyAsync(CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsLinux() && Directory.Exists(Marks) && Read(store => Orphans(store).Length > 0))
        {
            _ = await ChangeAsync(
                store =>
                {
                    Array.ForEach(Orphans(store), File.Delete);
                    return true;
                },
                cancellationToken);
        }
    }

    private static bool Add(X509Store store, X509Certificate2 authority)
    {
        // Somebody else's stays somebody else's: without the mark it is never removed.
        if (store.Certificates.Contains(authority))
        {
            return false;
        }

        WholeFile.Write(Mark(authority.Thumbprint), System.Text.Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"));
        using X509Certificate2 withoutKey = X509CertificateLoader.LoadCertificate(authority.RawDataMemory.Span);
        store.Add(withoutKey);
        return true;
    }

    private static bool Remove(X509Store store, string thumbprint)
    {
        X509Certificate2Collection found = store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
        store.RemoveRange(found);
        File.Delete(Mark(thumbprint));
        return found.Count > 0;
    }

    // Marks, and what was to become one, of certificates that are not there.
    private static string[] Orphans(X509Store store)
    {
        HashSet<string> marks = [.. store.Certificates.Select(certificate => Mark(certificate.Thumbprint))];
        return [.. Directory.EnumerateFiles(Marks, "*.crt*").Where(file => !marks.Contains(file))];
    }

    private static bool IsMarked(X509Certificate2 certificate) => File.Exists(Mark(certificate.Thumbprint));

    private static string Mark(string thumbprint) => Path.Combine(Marks, $"{thumbprint.ToLowerInvariant()}.crt");

    private static async Task<bool> ChangeAsync(Func<X509Store, bool> change, CancellationToken cancellationToken)
    {
        try
        {
            _ = Directory.CreateDirectory(Marks);
            await using FileStream held = await WholeFile.LockAsync(Path.Combine(Marks, ".lock"), cancellationToken);
            return Open(OpenFlags.ReadWrite, change);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Refused(exception, "Set HOME to a folder that this user may write");
        }
    }

    private static T Read<T>(Func<X509Store, T> read)
    {
        try
        {
            return Open(OpenFlags.ReadOnly, read);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Refused(exception, "Give this user the right to read it");
        }
    }

    private static T Open<T>(OpenFlags flags, Func<X509Store, T> use)
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.CurrentUser);
        store.Open(flags);
        return use(store);
    }

    private static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException or CryptographicException;

    private static SqlTlsException Refused(Exception exception, string cure) => new(
        Failure.Surroundings,
        TrustCodes.NotWritable,
        $"This user's store {StoreFolder} cannot be used: {(exception.InnerException ?? exception).Message}",
        StepAlternative.Cure(cure),
        exception);
}
