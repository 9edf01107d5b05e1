using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>What was proved of one server of a fleet.</summary>
/// <param name="Server">The server, and its place in the list.</param>
/// <param name="Result">Its checks; "listening" alone where it could not be asked.</param>
public sealed record FleetVerified(FleetServer Server, VerificationResult Result);
