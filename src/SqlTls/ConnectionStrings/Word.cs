namespace SqlTls.ConnectionStrings;

/// <summary>What a keyword means, whatever its spelling.</summary>
internal enum Word
{
    Unknown,

    /// <summary>No driver of SQL Server knows it.</summary>
    Foreign,

    /// <summary>Other databases know it, and some drivers of SQL Server do.</summary>
    Doubtful,

    Port,
    Other,
    Telling,

    /// <summary>Tells or does not, by its value.</summary>
    Authentication,

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
