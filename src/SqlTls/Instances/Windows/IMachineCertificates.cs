using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>The machine's certificate stores.</summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> (SQLTLS3214) where Windows refuses.</remarks>
public interface IMachineCertificates
{
    /// <summary>A certificate of LocalMachine\My; null where it is not there.</summary>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    StoredCertificate? Find(string thumbprint);

    /// <summary>Is it in the own store of an account? False also where that cannot be seen.</summary>
    /// <param name="account">The account that a service runs as.</param>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    bool IsInStoreOf(string account, string thumbprint);

    /// <summary>The issuers that the machine knows, trusted or not: LocalMachine\CA and LocalMachine\Root.</summary>
    IReadOnlyList<X509Certificate2> Issuers();

    /// <summary>Installs a certificate in LocalMachine\My, its private key in the machine's key store, not exportable.</summary>
    /// <param name="certificate">Certificate and key.</param>
    /// <param name="storage">What is to keep the key: a legacy provider (AT_KEYEXCHANGE) or a CNG one.</param>
    void Install(ServerCertificate certificate, KeyStorage storage);

    /// <summary>Removes a certificate from LocalMachine\My, and its key. Nothing where it is not there.</summary>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    void Remove(string thumbprint);

    /// <summary>Takes away the private key that <see cref="Install"/> gave to a certificate which was in LocalMachine\My without one. The certificate stays.</summary>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    void RemoveKey(string thumbprint);

    /// <summary>Is it in LocalMachine\CA?</summary>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    bool HasIssuer(string thumbprint);

    /// <summary>Is it in LocalMachine\CA, and was put there by <see cref="AddIssuer"/>?</summary>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    bool IsOurIssuer(string thumbprint);

    /// <summary>Puts an issuer into LocalMachine\CA, where Schannel finds what it sends along. That is no trust.</summary>
    /// <param name="issuer">A root or intermediate.</param>
    void AddIssuer(X509Certificate2 issuer);

    /// <summary>Removes an issuer from LocalMachine\CA. Nothing where it is not there.</summary>
    /// <param name="thumbprint">40 hex digits, lower case.</param>
    void RemoveIssuer(string thumbprint);
}
