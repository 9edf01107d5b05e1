using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>The TLS settings of an endpoint, prepared once for all handshakes.</summary>
/// <param name="InTds">For TDS 7.x; null where no version of TLS is left for it.</param>
/// <param name="Strict">For TDS 8.0.</param>
internal sealed record ServerTls(SslServerAuthenticationOptions? InTds, SslServerAuthenticationOptions Strict)
{
    /// <summary>Prepares them while the caller goes on: a certificate's context is had only by reading every authority of the machine, which handshakes need to wait for and a listener does not.</summary>
    /// <exception cref="SqlTlsException">A cipher list names nothing that is known (SQLTLS3902).</exception>
    public static Task<ServerTls> PrepareAsync(ServerCertificate certificate, TdsEndpointOptions options)
    {
        if (options.TlsCiphers is { } list && OpenSslCiphers.Ignored(list) is { Count: > 0 } ignored)
        {
            options.Log?.Invoke($"These entries of the cipher list are left out, since this endpoint does not know them: {string.Join(", ", ignored)}.");
        }

        CipherSuitesPolicy? ciphers = options.TlsCiphers is null || OperatingSystem.IsWindows() ? null : OpenSslCiphers.Parse(options.TlsCiphers);
        return Task.Run(() => Create(certificate, options, ciphers));
    }

    /// <summary>The server's side of a handshake.</summary>
    /// <exception cref="AuthenticationException">The client said something else than TLS, or nothing that both sides know.</exception>
    public static async Task AuthenticateAsync(SslStream stream, SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await stream.AuthenticateAsServerAsync(options, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            // SslStream looks for the server's name in a ClientHello before OpenSSL does, and runs over the end of one that is cut off.
            throw new AuthenticationException("The ClientHello is cut off.", exception);
        }
    }

    private static ServerTls Create(ServerCertificate certificate, TdsEndpointOptions options, CipherSuitesPolicy? ciphers)
    {
        SslStreamCertificateContext chain = SslStreamCertificateContext.Create(
            certificate.Leaf,
            [.. certificate.Intermediates],
            offline: true);
        SslProtocols older = options.TlsProtocols & ~SslProtocols.Tls13;
        return new ServerTls(
            older == SslProtocols.None ? null : Options(chain, older, ciphers, options.AllowsWeakTls),
            StrictOptions(chain, options.TlsProtocols, ciphers, options.AllowsWeakTls));
    }

    private static SslServerAuthenticationOptions StrictOptions(SslStreamCertificateContext chain, SslProtocols protocols, CipherSuitesPolicy? ciphers, bool weak)
    {
        SslServerAuthenticationOptions options = Options(chain, protocols, ciphers, weak);
        options.ApplicationProtocols = [new SslApplicationProtocol(Encoding.ASCII.GetBytes(ClientHello.StrictProtocol))];
        return options;
    }

    private static SslServerAuthenticationOptions Options(SslStreamCertificateContext chain, SslProtocols protocols, CipherSuitesPolicy? ciphers, bool weak) => new()
    {
        ServerCertificateContext = chain,
        EnabledSslProtocols = protocols,
        CipherSuitesPolicy = ciphers,
#pragma warning disable SYSLIB0040 // The one way by which .NET lowers OpenSSL's security level for a handshake, to 0 (pal_ssl.c).
        EncryptionPolicy = weak ? EncryptionPolicy.AllowNoEncryption : EncryptionPolicy.RequireEncryption,
#pragma warning restore SYSLIB0040
        ClientCertificateRequired = false,
        // A session ticket sent after the handshake would still be wrapped in TDS, where the client no longer looks for it.
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };
}
