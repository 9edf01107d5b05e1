using SqlTls.ConnectionStrings;
using SqlTls.Instances;
using SqlTls.Verification;

namespace SqlTls.Provisioning;

/// <summary>What <c>up</c> came to on one instance.</summary>
/// <param name="Kind">As <see cref="IInstance.Kind"/>.</param>
/// <param name="Name">As <see cref="IInstance.Name"/>.</param>
/// <param name="Provisioned">What was changed.</param>
/// <param name="Proof">What was proved; null where the server waits for its owner to restart it (<see cref="InstanceState.Held"/>).</param>
/// <param name="Ready">What connection strings are made of, without a password; null where nothing was proved.</param>
/// <param name="Elapsed">How long all of it took.</param>
public sealed record SetupResult(string Kind, string Name, ProvisionResult Provisioned, VerificationResult? Proof, ReadyString? Ready, TimeSpan Elapsed)
{
    /// <summary>Why the clients that were to trust the server's authority do not; null where they do, or none were to. The server is what was asked for.</summary>
    public SqlTlsException? Untrusted { get; init; }
}
