using System.Diagnostics;
using System.Net;
using SqlTls.ConnectionStrings;
using SqlTls.Instances;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Provisioning;

/// <summary>The proof of a server that was set up: what is asked of it, and what its clients get.</summary>
internal static class SetupProof
{
    private static readonly TimeSpan AnotherStart = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Proves it.</summary>
    /// <remarks>
    /// SQL Server may start again by itself right after it was up, as after an upgrade; an engine that publishes its port answers meanwhile. What went away
    /// between the probe and a connection leaves one that nothing explains. Both are looked at again, for as long as another start takes.
    /// </remarks>
    public static async Task<VerificationResult> RunAsync(ReadyClients clients, SetupRequest request, InstanceState state, SetupFiles files, CancellationToken cancellationToken)
    {
        VerificationRequest asked = AskedOf(request, state, files);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            VerificationResult result = await clients.VerifyAsync(asked, cancellationToken);
            bool isWhole = result.Probe.Reachable && !result.Checks.Any(check => check.Evidence.GetValueOrDefault("diagnosis") == VerificationCodes.Unknown);
            if (isWhole || Stopwatch.GetElapsedTime(start) > AnotherStart)
            {
                return result;
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>What says that the server is not what was asked for; null where nothing does.</summary>
    public static Finding? RefusalIn(VerificationResult result) => result.Checks
        .Where(check => check is { Outcome: CheckOutcome.Failed, Decides: Decision.Server })
        .Select(check => new Finding(check.Code, Severity.Error, check.Message, check.Cure))
        .FirstOrDefault();

    /// <summary>What clients are given, without the password.</summary>
    public static ReadyString StringFor(SetupRequest request, SetupFiles files, InstanceState state, ProbeResult probe) => new(
        probe.Server.Host,
        probe.Server.Port!.Value,
        request.User,
        Password: null,
        state.Settings.ForceStrict == true || probe.StrictAlone,
        state.Certificate is null ? null : files.Certificate,
        state.Certificate?.Authority is null ? null : files.Authority);

    private static VerificationRequest AskedOf(SetupRequest request, InstanceState state, SetupFiles files) => new()
    {
        Server = state.Servers.Count > 0
            ? state.Servers[0]
            : throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.NoAddress,
                "The server has no address that can be reached from here.",
                "Publish its port 1433, or run this where the server can be reached."),
        User = request.User,
        Password = request.Password,
        Names = Names(request.Tls, state),
        ExpectedThumbprint = state.Certificate?.Description.Thumbprint,
        Authority = state.Certificate?.Authority,
        Intermediates = state.Certificate?.Intermediates ?? [],
        CertificateFile = state.Certificate is null ? null : files.Certificate,
        ForceEncryption = state.Settings.ForceEncryption == true,
        ForceStrict = state.Settings.ForceStrict == true,
        TlsProtocols = state.Settings.Protocols,
        RenewBefore = request.Tls.RenewalTime,
        Timeout = request.Timeout,
    };

    // A certificate made elsewhere is for the names that somebody else chose; one made here has all that clients may use.
    private static IReadOnlyList<string> Names(TlsRequest request, InstanceState state)
    {
        IEnumerable<string> asked = request.Names.Select(name => name.Value);
        return request.Source is not CertificateSource.Made && state.Certificate is { } given
            ? request.Names.Count > 0 ? [.. asked] : [.. given.Description.Names.Where(name => !name.StartsWith('*'))]
            : [.. state.DefaultNames.Where(IsLasting).Concat(asked).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // A container's address is handed out by its engine, and may be another one at each start.
    private static bool IsLasting(string name) => !IPAddress.TryParse(name, out IPAddress? address) || IPAddress.IsLoopback(address);
}
