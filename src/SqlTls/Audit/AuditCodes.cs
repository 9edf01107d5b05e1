namespace SqlTls.Audit;

/// <summary>Codes of the audit's rules.</summary>
public static class AuditCodes
{
    /// <summary>Encryption is switched off.</summary>
    public const string EncryptionOff = "SQLTLS1001";

    /// <summary>The certificate is not validated.</summary>
    public const string NotValidated = "SQLTLS1002";

    /// <summary>Encryption is not stated, and the driver's default is off or not known.</summary>
    public const string NotStated = "SQLTLS1003";

    /// <summary>Strict encryption ignores TrustServerCertificate.</summary>
    public const string StrictIgnoresTrust = "SQLTLS1004";

    /// <summary>A password stands in the file; off unless the settings ask for it.</summary>
    public const string PasswordInFile = "SQLTLS1005";

    /// <summary>ServerCertificate or HostNameInCertificate has no effect.</summary>
    public const string NoEffect = "SQLTLS1006";

    /// <summary>The driver would refuse the string.</summary>
    public const string Refused = "SQLTLS1007";

    /// <summary>An exception has no reason.</summary>
    public const string ExceptionWithoutReason = "SQLTLS1008";

    /// <summary>An exception has reached its end date.</summary>
    public const string ExceptionEnded = "SQLTLS1009";

    /// <summary>A file or folder cannot be read.</summary>
    public const string Unreadable = "SQLTLS1010";

    /// <summary>A part of a file was not read as what it is: it is too long, broken, or nested without end.</summary>
    public const string ReadInPart = "SQLTLS1011";

    /// <summary>The settings cannot be understood.</summary>
    public const string BadSettings = "SQLTLS1012";

    /// <summary>The baseline cannot be understood.</summary>
    public const string BadBaseline = "SQLTLS1013";

    /// <summary>A path that was to be audited is not there.</summary>
    public const string NoSuchPath = "SQLTLS1014";
}
