namespace SqlTls.Tds;

/// <summary>The first byte of a TLS handshake message (RFC 8446 4).</summary>
internal enum HandshakeType : byte
{
    ClientHello = 1,
    ServerHello = 2,
    Certificate = 11,
    ServerHelloDone = 14,
}
