namespace SqlTls.Tds;

/// <summary>The other side sent bytes that are no TDS, or no TLS, or too many of them.</summary>
internal sealed class TdsProtocolException(string message) : IOException(message);
