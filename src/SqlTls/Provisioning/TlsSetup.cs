using System.Diagnostics;
using SqlTls.Certificates;
using SqlTls.ConnectionStrings;
using SqlTls.Instances;
using SqlTls.Trust;
using SqlTls.Verification;

namespace SqlTls.Provisioning;

/// <summary>The main job from end to end: provision an instance, prove it, and let clients trust it.</summary>
public static class TlsSetup
{
    /// <summary>Makes an instance what is wanted, and proves it.</summary>
    /// <param name="instance">The server; the caller disposes it.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Told what is being done, a few words each.</param>
    /// <param name="warned">Told what the user should know; null tells it with <paramref name="progress"/>.</param>
    /// <param name="cancellationToken">Stops it; what was changed is put back first.</param>
    /// <returns>What was done and proved; a check of the client's may have failed, or the store of those who were to trust it (<see cref="SetupResult.Untrusted"/>).</returns>
    /// <exception cref="SqlTlsException">The server could not run with the settings and was put back, or the surroundings refuse.</exception>
    public static async Task<SetupResult> RunAsync(
        IInstance instance, SetupRequest request, Action<string>? progress = null, Action<Finding>? warned = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        KeptKeys? keys = Keys(request);
        ClientTrust.RefuseUnfit(request.Tls.Source, request.Trust, request.TrustIsForced);
        ITrustStore? trust = await OpenTrustAsync(request, cancellationToken);
        string? formerAuthority = ClientTrust.ReadAuthority(request.OutputFolder);
        using var files = new SetupFiles(new OutputFolder(request.OutputFolder), keys);
        VerificationResult? proved = null;
        await using var clients = new ReadyClients();
        clients.Guess(files.Authority);
        var provisioner = new Provisioner(instance, progress) { Proving = clients.StartAsync, Warned = warned };
        ProvisionResult done = await provisioner.UpAsync(
            request.Tls with { Source = request.Tls.Source with { Keys = keys } },
            async (state, limit) =>
            {
                progress?.Invoke("verifying");
                files.Write(state);
                proved = await SetupProof.RunAsync(clients, request, state, files, limit);
                return SetupProof.RefusalIn(proved);
            },
            cancellationToken);
        if (proved is null)
        {
            files.Write(done.State);
        }

        files.Keep();
        await TryForgetAsync(request.OutputFolder, formerAuthority, new Steps(progress, Boundary: null) { Warned = warned }, cancellationToken);
        SqlTlsException? untrusted = null;
        if (trust is not null)
        {
            progress?.Invoke("trusting");
            untrusted = await TryTrustAsync(trust, done.State.Certificate, formerAuthority, request.TrustIsForced, cancellationToken);
        }

        ReadyString? ready = proved is null ? null : SetupProof.StringFor(request, files, done.State, proved.Probe);
        return new SetupResult(instance.Kind, instance.Name, done, proved, ready, Stopwatch.GetElapsedTime(start)) { Untrusted = untrusted };
    }

    /// <summary>Puts an instance back as it was before the first run, and takes away what clients were made to trust for it.</summary>
    /// <param name="instance">The server; the caller disposes it.</param>
    /// <param name="outputFolder">Full path of the folder that <see cref="SetupRequest.OutputFolder"/> named.</param>
    /// <param name="progress">Told what is being done, a few words each.</param>
    /// <param name="warned">Told what the user should know; null tells it with <paramref name="progress"/>.</param>
    /// <param name="cancellationToken">Stops it; it can be done again.</param>
    /// <exception cref="SqlTlsException">The server did not come up with its old settings, or the surroundings refuse.</exception>
    public static async Task<ProvisionResult> DownAsync(
        IInstance instance, string outputFolder, Action<string>? progress = null, Action<Finding>? warned = null, CancellationToken cancellationToken = default)
    {
        string? authority = ClientTrust.ReadAuthority(outputFolder) ?? await InstalledAuthorityAsync(instance, cancellationToken);
        ProvisionResult done;
        try
        {
            done = await new Provisioner(instance, progress) { Warned = warned }.DownAsync(cancellationToken);
        }
        catch (SqlTlsException)
        {
            await TryDistrustAsync(outputFolder, authority);
            throw;
        }

        bool distrusted = await ClientTrust.RemoveAsync(outputFolder, done.Changed ? authority : null, cancellationToken);
        return done with { Changed = done.Changed || distrusted };
    }

    /// <summary>What <c>RunAsync</c> would do. Changes nothing.</summary>
    /// <param name="instance">The server; the caller disposes it.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Told warnings, in words that begin with <c>warning</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">It would be refused, or the surroundings refuse.</exception>
    public static async Task<Plan> PlanAsync(IInstance instance, SetupRequest request, Action<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ClientTrust.RefuseUnfit(request.Tls.Source, request.Trust, request.TrustIsForced);
        _ = await OpenTrustAsync(request, cancellationToken);
        Plan plan = await new Provisioner(instance, progress).PlanAsync(request.Tls with { Source = request.Tls.Source with { Keys = Keys(request) } }, cancellationToken);
        return request.Trust is { } scope
            ? plan with { Steps = [.. plan.Steps, new PlanStep("trust", $"let clients trust the certificate's authority, scope {scope.ToString().ToLowerInvariant()}")] }
            : plan;
    }

    /// <summary>What <c>DownAsync</c> would do. Changes nothing.</summary>
    /// <param name="instance">The server; the caller disposes it.</param>
    /// <param name="outputFolder">Full path of the folder that <see cref="SetupRequest.OutputFolder"/> named.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">The surroundings refuse.</exception>
    public static async Task<IReadOnlyList<PlanStep>> PlanDownAsync(IInstance instance, string outputFolder, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<PlanStep> steps = await new Provisioner(instance).PlanDownAsync(cancellationToken);
        string? authority = steps.Count == 0 ? null : await InstalledAuthorityAsync(instance, cancellationToken);
        return await ClientTrust.ScopesAsync(outputFolder, authority, cancellationToken) is { Count: > 0 } scopes
            ? [.. steps, new PlanStep("trust", $"let clients trust the certificate's authority no longer, scope {string.Join(", ", scopes).ToLowerInvariant()}")]
            : steps;
    }

    // The folder may be another one than that of the run before, or be gone: what the server presents leads to its authority too.
    private static async Task<string?> InstalledAuthorityAsync(IInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            return ClientTrust.AuthorityOf((await instance.ReadAsync(cancellationToken)).Certificate)?.Thumbprint;
        }
        catch (SqlTlsException)
        {
            // A server that cannot be read is told by what follows.
            return null;
        }
    }

    // A server that does not come back is no reason to go on trusting its authority.
    private static async Task TryDistrustAsync(string outputFolder, string? authority)
    {
        try
        {
            _ = await ClientTrust.RemoveAsync(outputFolder, authority, CancellationToken.None);
        }
        catch (SqlTlsException)
        {
            // What is wrong with the server is the better answer.
        }
    }

    // The store that the request names, once it is known that it can be changed; null for none.
    private static async Task<ITrustStore?> OpenTrustAsync(SetupRequest request, CancellationToken cancellationToken)
    {
        if (request.Trust is not { } scope)
        {
            return null;
        }

        ITrustStore store = TrustStores.Open(scope, TrustStores.StepFolder(request.OutputFolder));
        await store.CheckAsync(cancellationToken);
        return store;
    }

    // The server is what was asked for by then: what its clients do not get is no reason to keep from the caller what was done.
    private static async Task<SqlTlsException?> TryTrustAsync(
        ITrustStore trust, InstalledCertificate? installed, string? formerAuthority, bool isForced, CancellationToken cancellationToken)
    {
        try
        {
            _ = await ClientTrust.AddAsync(trust, ClientTrust.AuthorityOf(installed), formerAuthority, isForced, cancellationToken);
            return null;
        }
        catch (SqlTlsException exception)
        {
            return exception;
        }
    }

    // Where the folder no longer holds the authority of the run before, 'down' would not find whom it was to let trust it no longer.
    private static async Task TryForgetAsync(string outputFolder, string? formerAuthority, Steps steps, CancellationToken cancellationToken)
    {
        if (formerAuthority is null || ClientTrust.ReadAuthority(outputFolder) is not null)
        {
            return;
        }

        try
        {
            _ = await ClientTrust.RemoveAsync(outputFolder, formerAuthority, cancellationToken);
        }
        catch (SqlTlsException exception)
        {
            steps.Warn(new Finding(exception.Code, Severity.Warning, $"The authority of the certificate before, {formerAuthority}, is still trusted: {exception.Message}", exception.Cure));
        }
    }

    private static KeptKeys? Keys(SetupRequest request)
    {
        var folder = new OutputFolder(request.OutputFolder);
        if (!request.OverwriteKeys)
        {
            folder.RefuseToOverwriteKeys((OutputFiles.Certificate, false), (OutputFiles.Authority, false));
        }

        if (!request.KeepKey && !request.KeepAuthorityKey)
        {
            return null;
        }

        var imported = request.Tls.Source as CertificateSource.Imported;
        if (imported is not null && request.KeepAuthorityKey)
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.NoPrivateKey,
                "The key of the authority cannot be kept: the certificate given was made elsewhere.",
                "Leave out --keep-authority-key, or let sqltls make the certificate.");
        }

        var keys = new KeptKeys(folder, request.KeepKey, request.KeepAuthorityKey, request.CertificatePassword);
        if (!request.OverwriteKeys)
        {
            keys.RefuseToOverwrite();
        }

        if (imported is not null)
        {
            keys.Take(imported.Certificate, maker: null);
        }

        return keys;
    }
}
