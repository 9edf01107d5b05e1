using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using SqlTls.Endpoint.Queries;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>One client, from its first byte to its last.</summary>
internal sealed class TdsSession(Socket socket, int id, SessionContext context) : IAsyncDisposable
{
    private const byte TlsHandshakeByte = 0x16;

    // What OpenSSL holds for a connection, measured. Without knowing of it, the collector leaves sessions that have ended where they are.
    private const int NativeTls = 40 * 1024;

    private readonly NetworkStream _network = new(socket, ownsSocket: true);
    private SslStream? _tls;

    private TdsEndpointOptions Options => context.Options;

    /// <summary>Serves the client until it leaves, misbehaves, or the endpoint stops. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            socket.NoDelay = true;
            await ServeAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The endpoint stops, and takes its clients along.
        }
        catch (OperationCanceledException)
        {
            context.Log($"The login packet was not received within {Options.LoginTimeout.TotalSeconds} s; the connection has been closed.");
        }
        catch (AuthenticationException exception)
        {
            context.Log($"The TLS handshake failed: {(exception.InnerException ?? exception).Message}");
        }
        catch (IOException exception)
        {
            context.Log($"The connection was closed: {exception.Message}");
        }
        catch (SocketException exception)
        {
            context.Log($"The connection was closed: {exception.Message}");
        }
#pragma warning disable CA1031 // One client's trouble, such as a certificate that no handshake can be made with, is no other client's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Log($"The connection was closed by an error of this server: {exception.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_tls is not null)
        {
            await _tls.DisposeAsync();
            GC.RemoveMemoryPressure(NativeTls);
        }

        await _network.DisposeAsync();
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        (Stream Stream, SessionFacts Facts)? session;
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(Options.LoginTimeout);
            session = await ConnectAsync(limit.Token);
        }

        if (session is { } open)
        {
            await new Conversation(open.Stream, open.Facts).RunAsync(cancellationToken);
        }
    }

    private async Task<(Stream Stream, SessionFacts Facts)?> ConnectAsync(CancellationToken cancellationToken)
    {
        byte[] first = new byte[1];
        if (await socket.ReceiveAsync(first, SocketFlags.Peek, cancellationToken) == 0)
        {
            return null;
        }

        return first[0] == TlsHandshakeByte
            ? await ConnectStrictAsync(cancellationToken)
            : await ConnectInTdsAsync(cancellationToken);
    }

    private async Task<(Stream Stream, SessionFacts Facts)?> ConnectStrictAsync(CancellationToken cancellationToken)
    {
        if (!Options.SupportsEncryption || !Options.SupportsStrict)
        {
            context.Log("Error: 17821, Severity: 20, State: 1. A client asked for strict encryption, which this server does not have.");
            return null;
        }

        ServerTls settings = await context.Tls;
        SslStream encrypted = TlsOver(_network);
        await ServerTls.AuthenticateAsync(encrypted, settings.Strict, cancellationToken);
        if (await TdsMessage.ReadAsync(encrypted, PreLogin.Limit, cancellationToken) is not { Type: PacketType.PreLogin } message)
        {
            return null;
        }

        _ = PreLogin.Parse(message.Payload.Span);
        await AnswerAsync(encrypted, EncryptionOption.On, cancellationToken);
        return await LogInAsync(encrypted, encrypted, isStrict: true, cancellationToken);
    }

    private async Task<(Stream Stream, SessionFacts Facts)?> ConnectInTdsAsync(CancellationToken cancellationToken)
    {
        if (await TdsMessage.ReadAsync(_network, PreLogin.Limit, cancellationToken) is not { Type: PacketType.PreLogin } message)
        {
            return null;
        }

        PreLogin request = PreLogin.Parse(message.Payload.Span);
        if (Options.ForceStrict)
        {
            context.Log("Error: 17819, Severity: 20, State: 1. A client without strict encryption was refused: this server accepts strict connections only.");
            return null;
        }

        EncryptionOption answer = Negotiation.Answer(request.Encryption ?? EncryptionOption.NotSupported, Options);
        await AnswerAsync(_network, answer, cancellationToken);
        if (Negotiation.Closes(request.Encryption, answer))
        {
            context.Log("Error: 17828, Severity: 20, State: 3. Encryption is required, and the client does not support it; the connection has been closed.");
            return null;
        }

        if (answer == EncryptionOption.NotSupported)
        {
            return await LogInAsync(_network, _network, isStrict: false, cancellationToken);
        }

        SslStream encrypted = await HandshakeInTdsAsync(cancellationToken);
        // With "off" the login alone is encrypted, and TLS is then dropped.
        return await LogInAsync(encrypted, answer == EncryptionOption.Off ? _network : encrypted, isStrict: false, cancellationToken);
    }

    private async Task<SslStream> HandshakeInTdsAsync(CancellationToken cancellationToken)
    {
        if ((await context.Tls).InTds is not { } options)
        {
            throw new AuthenticationException("No version of TLS is left for TDS 7.x.");
        }

        var wrapped = new TlsInTdsStream(_network);
        SslStream encrypted = TlsOver(wrapped);
        await ServerTls.AuthenticateAsync(encrypted, options, cancellationToken);
        wrapped.EndHandshake();
        return encrypted;
    }

    private SslStream TlsOver(Stream stream)
    {
        GC.AddMemoryPressure(NativeTls);
        return _tls = new SslStream(stream, leaveInnerStreamOpen: true);
    }

    private ValueTask AnswerAsync(Stream stream, EncryptionOption answer, CancellationToken cancellationToken)
    {
        byte[] response = new PreLogin(Options.ServerVersion, answer).ToResponse();
        return TdsMessage.WriteAsync(stream, PacketType.TabularResult, response, TdsMessage.DefaultPacketSize, cancellationToken);
    }

    private async Task<(Stream Stream, SessionFacts Facts)?> LogInAsync(Stream loginStream, Stream stream, bool isStrict, CancellationToken cancellationToken)
    {
        if (await TdsMessage.ReadAsync(loginStream, Login7.Limit, cancellationToken) is not { Type: PacketType.Login7 } message)
        {
            return null;
        }

        Login7 login = Login7.Parse(message.Payload.Span);
        SessionFacts facts = Facts(login, stream is SslStream, isStrict);
        SqlError? refusal = LoginAnswer.Refusal(login, Options.User, context.Password);
        if (refusal is not null)
        {
            context.Log($"Error: {refusal.Number}, Severity: {refusal.Class}, State: {refusal.State}. {refusal.Message} [CLIENT: {facts.ClientAddress}]");
        }

        ReadOnlyMemory<byte> answer = refusal is null ? LoginAnswer.Accept(login, facts) : LoginAnswer.Refuse(refusal, facts);
        await TdsMessage.WriteAsync(stream, PacketType.TabularResult, answer, TdsMessage.DefaultPacketSize, cancellationToken);
        return refusal is null ? (stream, facts) : null;
    }

    private SessionFacts Facts(Login7 login, bool isEncrypted, bool isStrict)
    {
        var local = (IPEndPoint)socket.LocalEndPoint!;
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        return new SessionFacts(
            id,
            isEncrypted,
            isStrict,
            Environment.MachineName,
            Options.ServerVersion,
            SessionContext.Program,
            login.UserName,
            login.HostName,
            login.ApplicationName,
            remote.Address.ToString(),
            local.Address.ToString(),
            local.Port,
            LoginAnswer.PacketSize(login),
            login.TdsVersion);
    }
}
