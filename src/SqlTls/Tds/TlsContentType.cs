namespace SqlTls.Tds;

/// <summary>The first byte of a TLS record (RFC 8446 5.1).</summary>
internal enum TlsContentType : byte
{
    ChangeCipherSpec = 20,
    Alert = 21,
    Handshake = 22,
    ApplicationData = 23,
}
