namespace SqlTls.Tds;

/// <summary>A version of TLS, as it stands on the wire.</summary>
internal enum TlsVersion
{
    Tls10 = 0x0301,
    Tls11 = 0x0302,
    Tls12 = 0x0303,
    Tls13 = 0x0304,
}
