using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>
/// A folder of authorities for programs that are started with <see cref="Variables"/>: the names that OpenSSL looks for (.NET on Linux, OpenSSL,
/// FreeTDS, ODBC), a file for Node, and a trust store for Java. Whatever such a program trusts without it stays trusted.
/// </summary>
/// <param name="folder">Full path of the folder; it is made when something is added. Other files in it are left alone.</param>
/// <param name="environment">Reads a variable of the environment that the programs would get otherwise; by default this process's own.</param>
public sealed class StepTrust(string folder, Func<string, string?>? environment = null) : ITrustStore
{
    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;
    private readonly HashedFolder _hashed = new(Path.Combine(folder, "sqltls-certs"));

    /// <summary>The folder in a working folder that is used where none is named.</summary>
    public static string DefaultFolder => Path.Combine(".sqltls", "trust");

    /// <inheritdoc/>
    public TrustScope Scope => TrustScope.Step;

    /// <summary>Full path of the folder for <c>SSL_CERT_DIR</c>, with the names that OpenSSL looks for: <c>HASH.0</c>, <c>HASH.1</c> …</summary>
    public string CertificateFolder => _hashed.Path;

    /// <summary>Full path of the file for <c>NODE_EXTRA_CA_CERTS</c>. It also holds what the variable's own file held when something was added.</summary>
    public string NodeFile { get; } = Path.Combine(folder, "sqltls-authorities.pem");

    /// <summary>Full path of the trust store for Java: PKCS#12, with the password of Java's own, <c>changeit</c>. It holds this machine's authorities
    /// as well, since a Java program has one trust store and no more.</summary>
    public string JavaFile { get; } = Path.Combine(folder, "sqltls-truststore.p12");

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<TrustedCertificate>>([.. _hashed.Read().Select(entry => TrustedCertificate.Of(entry.Certificate, Scope, entry.File))]);

    /// <inheritdoc/>
    public Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) => GuardAsync(() => ChangeAsync(
        present => present.Any(certificate => certificate.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span)) ? present : [.. present, authority],
        cancellationToken));

    // Where it is not, the folder may be somebody else's: not even a lock is left there.
    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default) => GuardAsync(async () =>
        _hashed.Read().Any(entry => Is(entry.Certificate, thumbprint))
        && await ChangeAsync(present => [.. present.Where(certificate => !Is(certificate, thumbprint))], cancellationToken));

    /// <summary>What a program's environment must hold to trust what is in the folder, and to trust it no more once the folder is empty.</summary>
    /// <returns>Variables to set; null for one to take away.</returns>
    public IReadOnlyDictionary<string, string?> Variables() => StepVariables.Of(this, _environment);

    private static bool Is(X509Certificate2 certificate, string thumbprint) => string.Equals(certificate.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase);

    private async Task<bool> ChangeAsync(Func<X509Certificate2[], X509Certificate2[]> change, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(folder);
        await using FileStream held = await WholeFile.LockAsync(Path.Combine(folder, ".sqltls-lock"), cancellationToken);
        X509Certificate2[] before = [.. _hashed.Read().Select(entry => entry.Certificate)];
        X509Certificate2[] after = change(before);
        Write(after, before);
        return after.Length != before.Length;
    }

    private async Task<bool> GuardAsync(Func<Task<bool>> change)
    {
        try
        {
            return await change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                TrustCodes.NotWritable,
                $"The folder {folder} cannot be written: {exception.Message}",
                "Name another folder with --output.",
                exception);
        }
    }

    // The hashed folder is what counts, also after a run that did not come to its end: it gets what is added first, and loses what is removed last.
    private void Write(X509Certificate2[] authorities, X509Certificate2[] before)
    {
        string ignored = Path.Combine(folder, ".gitignore");
        if (!File.Exists(ignored))
        {
            WholeFile.Write(ignored, "*\n"u8);
        }

        bool isRemoval = authorities.Length < before.Length;
        if (!isRemoval)
        {
            _hashed.Write(authorities);
        }

        WriteOthers(authorities, before);
        if (isRemoval)
        {
            _hashed.Write(authorities);
        }
    }

    private void WriteOthers(X509Certificate2[] authorities, X509Certificate2[] before)
    {
        NodeBundle.Write(NodeFile, authorities, before, _environment);
        if (authorities.Length == 0)
        {
            File.Delete(JavaFile);
        }
        else
        {
            WholeFile.Write(JavaFile, JavaTrustStore.Encode(authorities));
        }
    }
}
