namespace SqlTls.Verification;

/// <summary>Codes of checks (40xx), of the causes of failed connections (41xx) and of what verification itself needs (50xx).</summary>
public static class VerificationCodes
{
    /// <summary>The check <c>listening</c>.</summary>
    public const string Listening = "SQLTLS4001";

    /// <summary>The check <c>certificate-presented</c>.</summary>
    public const string CertificatePresented = "SQLTLS4002";

    /// <summary>The check <c>names-covered</c>.</summary>
    public const string NamesCovered = "SQLTLS4003";

    /// <summary>The check <c>chain-sent</c>.</summary>
    public const string ChainSent = "SQLTLS4004";

    /// <summary>The check <c>encrypted-connection</c>.</summary>
    public const string EncryptedConnection = "SQLTLS4005";

    /// <summary>The check <c>strict-connection</c>.</summary>
    public const string StrictConnection = "SQLTLS4006";

    /// <summary>The check <c>untrusted-authority-refused</c>.</summary>
    public const string UntrustedAuthorityRefused = "SQLTLS4007";

    /// <summary>The check <c>wrong-name-refused</c>.</summary>
    public const string WrongNameRefused = "SQLTLS4008";

    /// <summary>The check <c>plaintext-refused</c>.</summary>
    public const string PlaintextRefused = "SQLTLS4009";

    /// <summary>The check <c>old-tls-refused</c>.</summary>
    public const string OldTlsRefused = "SQLTLS4010";

    /// <summary>The check <c>not-expiring</c>.</summary>
    public const string NotExpiring = "SQLTLS4011";

    /// <summary>The client does not trust the authority.</summary>
    public const string UntrustedAuthority = "SQLTLS4101";

    /// <summary>An intermediate certificate is not sent.</summary>
    public const string MissingIntermediate = "SQLTLS4102";

    /// <summary>The name that was asked for is not in the certificate.</summary>
    public const string WrongName = "SQLTLS4103";

    /// <summary>The certificate has expired.</summary>
    public const string Expired = "SQLTLS4104";

    /// <summary>The certificate is not valid yet.</summary>
    public const string NotYetValid = "SQLTLS4105";

    /// <summary>The certificate is not for server authentication.</summary>
    public const string NoServerAuthentication = "SQLTLS4106";

    /// <summary>Client and server have no version of TLS in common.</summary>
    public const string TlsVersion = "SQLTLS4107";

    /// <summary>The server has no TLS.</summary>
    public const string NoEncryption = "SQLTLS4108";

    /// <summary>The server did not answer in time.</summary>
    public const string TimedOut = "SQLTLS4111";

    /// <summary>The login failed.</summary>
    public const string LoginFailed = "SQLTLS4112";

    /// <summary>The certificate is not the one of the <c>ServerCertificate</c> keyword.</summary>
    public const string OtherCertificate = "SQLTLS4113";

    /// <summary>The server does not speak TDS 8.0.</summary>
    public const string NoStrict = "SQLTLS4115";

    /// <summary>SqlClient does not take the connection string.</summary>
    public const string ConnectionString = "SQLTLS4116";

    /// <summary>The server takes strict connections alone.</summary>
    public const string StrictOnly = "SQLTLS4117";

    /// <summary>An issuer in the chain is not valid now, is no authority, or may not vouch for the certificate.</summary>
    public const string IssuerUnfit = "SQLTLS4118";

    /// <summary>The server broke the TLS handshake off.</summary>
    public const string Interrupted = "SQLTLS4119";

    /// <summary>The server shows no certificate.</summary>
    public const string NoCertificate = "SQLTLS4120";

    /// <summary>None of the known causes.</summary>
    public const string Unknown = "SQLTLS4199";

    /// <summary>The connector is not beside the library.</summary>
    public const string ConnectorMissing = "SQLTLS5004";

    /// <summary>The connector ended early.</summary>
    public const string ConnectorDied = "SQLTLS5005";
}
