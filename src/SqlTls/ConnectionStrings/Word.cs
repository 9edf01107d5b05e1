namespace SqlTls.ConnectionStrings;

/// <summary>What a keyword means, whatever its spelling.</summary>
internal enum Word
{
    Unknown,
    Foreign,
    Other,
    Telling,
    Server,
    Database,
    User,
    Password,
    Encrypt,
    TrustServerCertificate,
    HostNameInCertificate,
    ServerCertificate,
    Driver,
    Provider,
    NetworkLibrary,
    Nested,
}
