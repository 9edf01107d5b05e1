namespace SqlTls.Fleets;

/// <summary>How verification of a fleet logs in where the list has no connection string.</summary>
/// <param name="User">The login's name; null for <c>sa</c>.</param>
/// <param name="Password">Its password; without one, a validated handshake that ends in "login failed" is the proof.</param>
public sealed record FleetLogin(string? User, string? Password)
{
    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{User ?? "sa"}, password {(Password is null ? "not given" : "***")}";
}
