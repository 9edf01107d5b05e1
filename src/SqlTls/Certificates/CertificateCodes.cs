namespace SqlTls.Certificates;

/// <summary>Codes of what is wrong with a certificate (20xx), and with the words and files that certificates are made from (21xx).</summary>
public static class CertificateCodes
{
    /// <summary>There is no private key, or it does not belong to the certificate.</summary>
    public const string KeyMissing = "SQLTLS2001";

    /// <summary>It has expired.</summary>
    public const string Expired = "SQLTLS2002";

    /// <summary>It is not valid yet.</summary>
    public const string NotYetValid = "SQLTLS2003";

    /// <summary>A name that clients use is not in it.</summary>
    public const string NameNotCovered = "SQLTLS2004";

    /// <summary>It is not for Server Authentication.</summary>
    public const string NoServerAuthentication = "SQLTLS2005";

    /// <summary>Its key usage lacks keyEncipherment or digitalSignature.</summary>
    public const string KeyUsage = "SQLTLS2006";

    /// <summary>Its key is not RSA.</summary>
    public const string KeyNotRsa = "SQLTLS2007";

    /// <summary>Its key is shorter than 2048 bits.</summary>
    public const string KeyTooShort = "SQLTLS2008";

    /// <summary>It is signed with MD5 or SHA-1, or otherwise than with SHA-256, SHA-384 or SHA-512.</summary>
    public const string WeakSignature = "SQLTLS2009";

    /// <summary>Its key is of the legacy kind that may only sign.</summary>
    public const string SignatureOnlyKey = "SQLTLS2010";

    /// <summary>Its key is in a CNG provider.</summary>
    public const string CngKey = "SQLTLS2011";

    /// <summary>It is self-signed.</summary>
    public const string SelfSigned = "SQLTLS2012";

    /// <summary>Its CN is none of the names that clients use.</summary>
    public const string CommonName = "SQLTLS2013";

    /// <summary>It holds a wildcard.</summary>
    public const string Wildcard = "SQLTLS2014";

    /// <summary>It expires soon.</summary>
    public const string ExpiresSoon = "SQLTLS2015";

    /// <summary>It is the certificate of an authority.</summary>
    public const string IsAuthority = "SQLTLS2016";

    /// <summary>An issuer between it and the root is missing.</summary>
    public const string ChainIncomplete = "SQLTLS2017";

    /// <summary>It has no subject alternative name.</summary>
    public const string NoAlternativeName = "SQLTLS2018";

    /// <summary>An issuer of the chain is not valid now, or is no authority.</summary>
    public const string IssuerUnfit = "SQLTLS2019";

    /// <summary>An issuer may not vouch for it: its name constraints, its path length or its signature say otherwise.</summary>
    public const string NotVouchedFor = "SQLTLS2020";

    /// <summary>An extension of it is damaged.</summary>
    public const string ExtensionUnreadable = "SQLTLS2021";

    /// <summary>A file is no certificate, no key and no PFX, or is damaged.</summary>
    public const string Unreadable = "SQLTLS2101";

    /// <summary>The password is wrong or missing.</summary>
    public const string Password = "SQLTLS2102";

    /// <summary>A certificate came without its private key.</summary>
    public const string NoPrivateKey = "SQLTLS2103";

    /// <summary>The private key belongs to another certificate.</summary>
    public const string KeyMismatch = "SQLTLS2104";

    /// <summary>A word is neither a DNS name nor an IP address.</summary>
    public const string NotAName = "SQLTLS2105";

    /// <summary>The number of days is out of range.</summary>
    public const string Days = "SQLTLS2106";

    /// <summary>The key size is none of those that can be made.</summary>
    public const string KeySize = "SQLTLS2107";

    /// <summary>A private key is there already and would be overwritten.</summary>
    public const string WouldOverwriteKey = "SQLTLS2108";

    /// <summary>A file holds no certificate.</summary>
    public const string NoCertificate = "SQLTLS2109";

    /// <summary>The folder for certificates and keys cannot be written.</summary>
    public const string FolderNotWritable = "SQLTLS2110";

    /// <summary>A text is no thumbprint.</summary>
    public const string NotAThumbprint = "SQLTLS2111";

    /// <summary>A file that is to hold one authority holds several certificates.</summary>
    public const string SeveralAuthorities = "SQLTLS2112";
}
