namespace SqlTls.Trust;

/// <summary>Codes of what can be wrong with trust stores.</summary>
public static class TrustCodes
{
    /// <summary>The machine's trust store can only be changed by root or an administrator.</summary>
    public const string NoRights = "SQLTLS5101";

    /// <summary>The certificate is no authority.</summary>
    public const string NoAuthority = "SQLTLS5102";

    /// <summary>The system is none whose trust store is known.</summary>
    public const string UnknownSystem = "SQLTLS5103";

    /// <summary>This system has no such scope.</summary>
    public const string NoSuchScope = "SQLTLS5104";

    /// <summary>The program that keeps the trust store failed.</summary>
    public const string StoreRefused = "SQLTLS5105";

    /// <summary>The files of a trust store cannot be written.</summary>
    public const string NotWritable = "SQLTLS5106";
}
