using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>The short talks of which a probe consists: each a connection of its own, with a time limit of its own.</summary>
internal sealed class Talk(string host, int port, TimeSpan timeout)
{
    // What SqlClient 7 would say; servers only write it to their traces.
    private static readonly Version ClientVersion = new(7, 1, 0);

    /// <summary>PRELOGIN, and then, where a version is named and the server will, a ClientHello inside TDS.</summary>
    public Task<Greeting> InTdsAsync(EncryptionOption wish, TlsVersion? hello, CancellationToken cancellationToken) =>
        LimitedAsync(
            async (stream, seen, limit) =>
            {
                byte[] request = new PreLogin(ClientVersion, wish).ToRequest();
                await TdsMessage.WriteAsync(stream, PacketType.PreLogin, request, TdsMessage.DefaultPacketSize, limit);
                TdsMessage answer = await TdsMessage.ReadAsync(stream, PreLogin.Limit, limit)
                    ?? throw new TdsProtocolException("It closed the connection without an answer to PRELOGIN.");
                seen = seen with { Answer = PreLogin.Parse(answer.Payload.Span) };
                return hello is { } version && seen.Answer!.Encryption is not (null or EncryptionOption.NotSupported)
                    ? await HelloAsync(new TlsInTdsStream(stream), version, strict: false, seen, limit)
                    : seen;
            },
            cancellationToken);

    /// <summary>A ClientHello before anything else, as TDS 8.0 has it.</summary>
    public Task<Greeting> StrictAsync(TlsVersion hello, CancellationToken cancellationToken) =>
        LimitedAsync((stream, seen, limit) => HelloAsync(stream, hello, strict: true, seen, limit), cancellationToken);

    /// <summary>TDS 8.0 up to the PRELOGIN inside TLS: the only proof that the server speaks it.</summary>
    public async Task<StrictTalk> FullStrictAsync(CancellationToken cancellationToken)
    {
        var sent = new List<byte[]>();
        try
        {
            using var limit = Limit(cancellationToken);
            using Socket socket = await ConnectAsync(limit.Token);
            await using var network = new NetworkStream(socket, ownsSocket: false);
            await using var tls = new SslStream(network, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsClientAsync(StrictOptions(sent), limit.Token);
            byte[] request = new PreLogin(ClientVersion, EncryptionOption.On).ToRequest();
            await TdsMessage.WriteAsync(tls, PacketType.PreLogin, request, TdsMessage.DefaultPacketSize, limit.Token);
            TdsMessage? answer = await TdsMessage.ReadAsync(tls, PreLogin.Limit, limit.Token);
            PreLogin? preLogin = answer is { } message ? PreLogin.Parse(message.Payload.Span) : null;
            return new StrictTalk(preLogin, tls.SslProtocol, tls.NegotiatedCipherSuite.ToString(), sent);
        }
        catch (Exception exception) when (IsEnd(exception, cancellationToken))
        {
            return new StrictTalk(null, SslProtocols.None, null, sent);
        }
    }

    private async Task<Greeting> HelloAsync(Stream stream, TlsVersion version, bool strict, Greeting seen, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(ClientHello.Create(version, host, strict), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            ServerFlight flight = await ServerFlight.ReadAsync(stream, cancellationToken);
            return seen with { Flight = flight.Hello.Version == version ? flight : null };
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            return seen with { Failure = exception };
        }
    }

    private async Task<Greeting> LimitedAsync(Func<Stream, Greeting, CancellationToken, Task<Greeting>> talk, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = Limit(cancellationToken);
            using Socket socket = await ConnectAsync(limit.Token);
            await using var network = new NetworkStream(socket, ownsSocket: false);
            Greeting seen = await talk(network, new Greeting(null, null, null), limit.Token);
            // A hello that the caller ended is no hello that the server left unanswered.
            cancellationToken.ThrowIfCancellationRequested();
            return seen;
        }
        catch (Exception exception) when (IsEnd(exception, cancellationToken))
        {
            return new Greeting(null, null, exception);
        }
    }

    // SslStream lets CryptographicException through where an extension of the certificate is no DER.
    private static bool IsEnd(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is IOException or SocketException or OperationCanceledException or AuthenticationException or CryptographicException;

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        return limit;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(await HostNames.ResolveAsync(host, cancellationToken), port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private SslClientAuthenticationOptions StrictOptions(List<byte[]> sent) => new()
    {
        TargetHost = host,
        ApplicationProtocols = [new SslApplicationProtocol(Encoding.ASCII.GetBytes(ClientHello.StrictProtocol))],
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        // Trust is judged afterwards: reading the system's authorities here would be for nothing.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        },
        RemoteCertificateValidationCallback = (_, certificate, built, _) => See(certificate, built, sent),
    };

    // A probe looks at bad certificates too: it sends no secret, and judges what it saw afterwards.
    private static bool See(X509Certificate? certificate, X509Chain? built, List<byte[]> sent)
    {
        if (certificate is not null)
        {
            sent.Add(certificate.GetRawCertData());
        }

        foreach (X509Certificate2 above in built?.ChainPolicy.ExtraStore ?? [])
        {
            if (!sent.Any(known => known.AsSpan().SequenceEqual(above.RawDataMemory.Span)))
            {
                sent.Add(above.RawData);
            }
        }

        return true;
    }
}
