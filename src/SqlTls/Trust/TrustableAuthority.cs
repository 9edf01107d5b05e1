using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Trust;

/// <summary>What a whole machine may be made to trust.</summary>
public static class TrustableAuthority
{
    /// <summary>Refuses a certificate that does not say that it is an authority.</summary>
    /// <param name="certificate">What is to be trusted.</param>
    /// <param name="scope">By whom; only the machine is refused.</param>
    /// <param name="isForced">The user wants it nevertheless.</param>
    /// <exception cref="SqlTlsException">It is none (SQLTLS5102).</exception>
    public static void Check(X509Certificate2 certificate, TrustScope scope, bool isForced = false)
    {
        if (scope == TrustScope.Machine && !isForced && !CertificatePurposes.IsAuthority(certificate))
        {
            throw new SqlTlsException(
                Failure.Input,
                TrustCodes.NoAuthority,
                $"The certificate of {certificate.Subject} is no authority, and a machine should trust authorities alone.",
                "Name the authority's file, or where it has to be this one, force it: --force.");
        }
    }
}
