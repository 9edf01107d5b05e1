namespace SqlTls.Tds;

/// <summary>The server answered a ClientHello with an alert (RFC 8446 6).</summary>
/// <param name="description">The alert's number, such as 70: protocol version.</param>
internal sealed class TlsAlertException(byte description) : IOException($"The server answered with TLS alert {description}.")
{
    public byte Description { get; } = description;
}
