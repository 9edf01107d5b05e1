using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>
/// The system's keychain on macOS, kept with <c>security</c> as root, which then asks nobody. A keychain has no room for a mark, so a file of the
/// same name is kept apart, from before the certificate is added until after it is removed.
/// </summary>
internal sealed class MacTrust : ITrustStore
{
    private const string Security = "/usr/bin/security";
    private const string Keychain = "/Library/Keychains/System.keychain";
    private const string Marks = "/Library/Application Support/sqltls/trust";

    public TrustScope Scope => TrustScope.Machine;

    public Task CheckAsync(CancellationToken cancellationToken = default) =>
        Environment.IsPrivilegedProcess ? Task.CompletedTask : throw MachineTrust.NoRights("root");

    public Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<TrustedCertificate>>(
            [.. Directory.Exists(Marks) ? Directory.EnumerateFiles(Marks, "*.crt").Select(file => new TrustedCertificate(Path.GetFileNameWithoutExtension(file), "machine", Keychain)) : []]);

    public async Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken);
        string mark = Mark(authority.Thumbprint);
        bool ours = File.Exists(mark);
        if (!ours && await IsInKeychainAsync(authority.Thumbprint, cancellationToken))
        {
            return false;
        }

        _ = Directory.CreateDirectory(Marks);
        WholeFile.Write(mark, System.Text.Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"));
        await RunAsync(["add-trusted-cert", "-d", "-r", "trustRoot", "-p", "ssl", "-k", Keychain, mark], cancellationToken);
        return !ours;
    }

    public async Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default)
    {
        string mark = Mark(thumbprint);
        if (!File.Exists(mark))
        {
            return false;
        }

        await CheckAsync(cancellationToken);
        if (await IsInKeychainAsync(thumbprint, cancellationToken))
        {
            await RunAsync(["remove-trusted-cert", "-d", mark], cancellationToken);
            await RunAsync(["delete-certificate", "-Z", thumbprint.ToUpperInvariant(), Keychain], cancellationToken);
        }

        File.Delete(mark);
        return true;
    }

    private static string Mark(string thumbprint) => Path.Combine(Marks, $"{thumbprint.ToLowerInvariant()}.crt");

    private static async Task<bool> IsInKeychainAsync(string thumbprint, CancellationToken cancellationToken)
    {
        (_, string output) = await LocalPrograms.RunAsync(Security, ["find-certificate", "-a", "-Z", Keychain], new Dictionary<string, string>(), cancellationToken);
        return output.Contains(thumbprint, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await LocalPrograms.RunAsync(Security, arguments, new Dictionary<string, string>(), cancellationToken);
        if (exitCode != 0)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                TrustCodes.StoreRefused,
                $"'security {arguments[0]}' ended with {exitCode}: {output.ReplaceLineEndings(" ").Trim()}",
                StepAlternative.Cure("Put right what it says"));
        }
    }
}
