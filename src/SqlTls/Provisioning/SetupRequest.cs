namespace SqlTls.Provisioning;

/// <summary>What <c>up</c> is to do with an instance: settings, and what verification needs.</summary>
/// <param name="Tls">The settings wanted.</param>
/// <param name="OutputFolder">Full path of the folder for certificates and report; it is made, with a <c>.gitignore</c> of <c>*</c>.</param>
public sealed record SetupRequest(TlsRequest Tls, string OutputFolder)
{
    /// <summary>The login's name.</summary>
    public string User { get; init; } = "sa";

    /// <summary>The login's password; without one, a validated handshake that ends in "login failed" is the proof.</summary>
    public string? Password { get; init; }

    /// <summary>How long one attempt to connect may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
