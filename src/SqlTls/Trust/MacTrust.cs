using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>
/// The system's keychain on macOS, kept with <c>security</c> as root. Since macOS 11 root alone is not enough: the system asks an administrator in a
/// window, and refuses where there is none to show it in. A keychain has no room for a mark, so a file of the same name is kept apart, from before
/// the certificate is added until after it is removed.
/// </summary>
/// <param name="security">The program that keeps keychains.</param>
/// <param name="marks">The folder of the marks.</param>
/// <param name="patience">How long the program may take, with the time in which it waits for an administrator.</param>
/// <param name="isRoot">May this process try it?</param>
internal sealed class MacTrust(string security, string marks, TimeSpan patience, bool isRoot) : ITrustStore
{
    private const string Keychain = "/Library/Keychains/System.keychain";

    public MacTrust()
        : this("/usr/bin/security", "/Library/Application Support/sqltls/trust", TimeSpan.FromMinutes(1), Environment.IsPrivilegedProcess)
    {
    }

    public TrustScope Scope => TrustScope.Machine;

    public Task CheckAsync(CancellationToken cancellationToken = default) => isRoot ? Task.CompletedTask : throw MachineTrust.NoRights("root");

    public Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<TrustedCertificate>>(
            [.. Directory.Exists(marks) ? Directory.EnumerateFiles(marks, "*.crt").Select(file => new TrustedCertificate(Path.GetFileNameWithoutExtension(file), "machine", Keychain)) : []]);

    public Task<bool> HoldsAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) => IsInKeychainAsync(authority.Thumbprint, cancellationToken);

    public async Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken);
        string mark = Mark(authority.Thumbprint);
        bool ours = File.Exists(mark);
        if (!ours && await IsInKeychainAsync(authority.Thumbprint, cancellationToken))
        {
            return false;
        }

        _ = Directory.CreateDirectory(marks);
        WholeFile.Write(mark, System.Text.Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"));
        try
        {
            await RunAsync(["add-trusted-cert", "-d", "-r", "trustRoot", "-p", "ssl", "-k", Keychain, mark], cancellationToken);
        }
        catch (Exception exception) when (exception is SqlTlsException or OperationCanceledException && !ours)
        {
            await UndoAsync(authority.Thumbprint, CancellationToken.None);
            throw;
        }

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
            await RunAsync(Deletion(thumbprint), cancellationToken);
        }

        File.Delete(mark);
        return true;
    }

    /// <inheritdoc/>
    public async Task TidyAsync(CancellationToken cancellationToken = default)
    {
        foreach (TrustedCertificate marked in await ListAsync(cancellationToken))
        {
            if (!await IsInKeychainAsync(marked.Thumbprint, cancellationToken))
            {
                File.Delete(Mark(marked.Thumbprint));
            }
        }
    }

    private static string[] Deletion(string thumbprint) => ["delete-certificate", "-Z", thumbprint.ToUpperInvariant(), Keychain];

    private string Mark(string thumbprint) => Path.Combine(marks, $"{thumbprint.ToLowerInvariant()}.crt");

    // The certificate comes into the keychain before anybody is asked whether to trust it.
    private async Task UndoAsync(string thumbprint, CancellationToken cancellationToken)
    {
        _ = await AskAsync(Deletion(thumbprint), cancellationToken);
        if (!await IsInKeychainAsync(thumbprint, cancellationToken))
        {
            File.Delete(Mark(thumbprint));
        }
    }

    private async Task<bool> IsInKeychainAsync(string thumbprint, CancellationToken cancellationToken)
    {
        (_, string output) = await AskAsync(["find-certificate", "-a", "-Z", Keychain], cancellationToken);
        return output.Contains(thumbprint, StringComparison.OrdinalIgnoreCase);
    }

    private async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        (int? exitCode, string output) = await AskAsync(arguments, cancellationToken);
        if (exitCode != 0)
        {
            throw Refused(arguments[0], exitCode, output);
        }
    }

    /// <returns>What the program said; no exit code where it had to be ended.</returns>
    private async Task<(int? ExitCode, string Output)> AskAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await LocalPrograms.RunAsync(security, arguments, new Dictionary<string, string>(), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "");
        }
    }

    private SqlTlsException Refused(string verb, int? exitCode, string output)
    {
        bool isUnapproved = exitCode is null || output.Contains("authorization was", StringComparison.OrdinalIgnoreCase);
        string said = exitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"ended with {code}: {output.ReplaceLineEndings(" ").Trim()}")
            : string.Create(CultureInfo.InvariantCulture, $"was ended after {patience.TotalSeconds} s, in which no administrator approved it.");
        return new SqlTlsException(
            Failure.Surroundings,
            TrustCodes.StoreRefused,
            $"'security {verb}' {said}{(isUnapproved ? " macOS asks an administrator in a window before it changes what the machine trusts, root too." : "")}",
            StepAlternative.Cure(isUnapproved ? "Run it where an administrator sits at the screen, or install the authority with a configuration profile" : "Put right what it says"));
    }
}
