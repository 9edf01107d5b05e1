namespace SqlTls.Probing;

/// <summary>Codes of what a probe finds, beyond the certificate's own (SQLTLS2xxx).</summary>
public static class ProbeCodes
{
    /// <summary>The text is no server address.</summary>
    public const string Address = "SQLTLS4201";

    /// <summary>Nothing answers at the address.</summary>
    public const string Unreachable = "SQLTLS4202";

    /// <summary>Something answers, but not SQL Server.</summary>
    public const string NotSqlServer = "SQLTLS4203";

    /// <summary>The server went silent, or closed, in the middle of the talk.</summary>
    public const string Interrupted = "SQLTLS4204";

    /// <summary>The server does not encrypt.</summary>
    public const string NoEncryption = "SQLTLS4205";

    /// <summary>The server accepts clients that do not encrypt.</summary>
    public const string PlaintextAccepted = "SQLTLS4206";

    /// <summary>The server accepts TLS 1.0 or 1.1.</summary>
    public const string OldTls = "SQLTLS4207";

    /// <summary>The certificate is the one that SQL Server makes for itself.</summary>
    public const string FallbackCertificate = "SQLTLS4208";

    /// <summary>No authority that is trusted here vouches for the certificate.</summary>
    public const string Untrusted = "SQLTLS4209";

    /// <summary>SQL Server Browser does not know the instance, or does not answer.</summary>
    public const string Browser = "SQLTLS4210";

    /// <summary>The server takes no version of TLS that this probe offers.</summary>
    public const string NoCommonTls = "SQLTLS4211";

    /// <summary>The server answered the TLS handshake, and no certificate was seen.</summary>
    public const string NoCertificate = "SQLTLS4212";
}
