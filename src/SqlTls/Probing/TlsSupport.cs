namespace SqlTls.Probing;

/// <summary>Versions of TLS, such as those that a server answers to.</summary>
/// <param name="Tls10">TLS 1.0.</param>
/// <param name="Tls11">TLS 1.1.</param>
/// <param name="Tls12">TLS 1.2.</param>
/// <param name="Tls13">TLS 1.3.</param>
public sealed record TlsSupport(bool Tls10, bool Tls11, bool Tls12, bool Tls13)
{
    /// <summary>None at all.</summary>
    public static TlsSupport None { get; } = new(false, false, false, false);

    /// <summary>TLS 1.0 and 1.1, as far as they are among them, with "and" between; empty where neither is.</summary>
    internal string Old => string.Join(" and ", new[] { Tls10 ? "TLS 1.0" : "", Tls11 ? "TLS 1.1" : "" }.Where(name => name.Length > 0));
}
