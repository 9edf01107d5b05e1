namespace SqlTls.Certificates;

/// <summary>What keeps a private key. Only Windows tells kinds apart, and a PFX that was exported there.</summary>
public enum KeyStorage
{
    /// <summary>Not known, or a file.</summary>
    Unknown,

    /// <summary>A legacy provider, key of AT_KEYEXCHANGE kind: what SQL Server's documentation asks for.</summary>
    LegacyExchange,

    /// <summary>A legacy provider, key of AT_SIGNATURE kind: SQL Server cannot use it.</summary>
    LegacySignature,

    /// <summary>A CNG key storage provider.</summary>
    Cng,
}
