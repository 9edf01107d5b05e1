namespace SqlTls.Tds;

/// <summary>
/// TDS 7.x carries the TLS handshake inside PRELOGIN packets and everything after it bare (MS-TDS 3.2.5.3).
/// This stream lies between the socket and an SslStream: it wraps and unwraps until <see cref="EndHandshake"/>.
/// </summary>
internal sealed class TlsInTdsStream(Stream inner) : Stream
{
    private readonly byte[] _header = new byte[PacketHeader.Size];
    private bool _wraps = true;
    private int _unread;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From here on both directions are bare.</summary>
    public void EndHandshake() => _wraps = false;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A peer that leaves wrapping behind early may send its last packet's rest after the handshake ended here.
        if (!_wraps && _unread == 0)
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }

        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_unread == 0)
        {
            int headerBytes = await inner.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellationToken);
            if (headerBytes == 0)
            {
                return 0;
            }

            _unread = headerBytes == _header.Length
                ? HandshakePayload(PacketHeader.Parse(_header))
                : throw new TdsProtocolException("The connection was closed in the middle of a TDS packet.");
        }

        int read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _unread)], cancellationToken);
        _unread -= read;
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> bytes = _wraps ? TdsMessage.Frame(PacketType.PreLogin, buffer.Span, TdsMessage.DefaultPacketSize) : buffer;
        await inner.WriteAsync(bytes, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("TDS is read asynchronously here.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("TDS is written asynchronously here.");

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int HandshakePayload(PacketHeader header) => header.Type is PacketType.PreLogin or PacketType.TabularResult
        ? header.PayloadLength
        : throw new TdsProtocolException($"A {header.Type} packet came in the middle of the TLS handshake.");
}
