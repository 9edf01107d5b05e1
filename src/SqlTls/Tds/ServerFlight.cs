using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Tds;

/// <summary>What a server answers to a ClientHello, as far as it is in the clear.</summary>
/// <param name="Hello">Its choice of version and cipher suite.</param>
/// <param name="Chain">The certificates as sent, the server's own first; empty from TLS 1.3 on, which encrypts them.</param>
internal sealed record ServerFlight(ServerHello Hello, IReadOnlyList<X509Certificate2> Chain)
{
    private const int RecordHeaderSize = 5;
    private const int MessageHeaderSize = 4;
    private const byte WarningLevel = 1;
    private const int RecordLimit = 16384 + 2048;
    private const int FlightLimit = 256 * 1024;

    /// <summary>Reads records until the certificates are there, or ServerHello alone where they are encrypted.</summary>
    /// <param name="stream">The bare TLS records.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TlsAlertException">The server refuses.</exception>
    /// <exception cref="TdsProtocolException">What comes is no TLS, or does not end.</exception>
    public static async Task<ServerFlight> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var received = new ArrayBufferWriter<byte>();
        int consumed = 0;
        ServerHello? hello = null;
        while (true)
        {
            await ReadRecordAsync(stream, received, cancellationToken);
            while (NextMessage(received.WrittenSpan[consumed..]) is { } message)
            {
                ReadOnlySpan<byte> body = received.WrittenSpan.Slice(consumed + MessageHeaderSize, message.Length);
                consumed += MessageHeaderSize + message.Length;
                switch (message.Type)
                {
                    case HandshakeType.ServerHello:
                        hello = ServerHello.Parse(body);
                        if (hello.Version == TlsVersion.Tls13)
                        {
                            return new ServerFlight(hello, []);
                        }

                        break;
                    case HandshakeType.Certificate when hello is not null:
                        return new ServerFlight(hello, Certificates(body));
                    case HandshakeType.ServerHelloDone when hello is not null:
                        return new ServerFlight(hello, []);
                    default:
                        break;
                }
            }
        }
    }

    /// <summary>The certificates of a Certificate message up to TLS 1.2 (RFC 5246 7.4.2).</summary>
    public static IReadOnlyList<X509Certificate2> Certificates(ReadOnlySpan<byte> body)
    {
        var certificates = new List<X509Certificate2>();
        var outer = new WireReader(body);
        var list = new WireReader(outer.Bytes(outer.Number24()));
        while (!list.IsAtEnd)
        {
            ReadOnlySpan<byte> certificate = list.Bytes(list.Number24());
            try
            {
                certificates.Add(Load(certificate));
            }
            catch (CryptographicException)
            {
                throw new TdsProtocolException($"Certificate {certificates.Count + 1} of the chain as sent is no X.509 certificate.");
            }
        }

        return certificates;
    }

    // A certificate is loaded before its names and times are looked at: what cannot be read is found here, and not later.
    private static X509Certificate2 Load(ReadOnlySpan<byte> bytes)
    {
        X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(bytes);
        _ = (certificate.Subject, certificate.Issuer, certificate.NotBefore, certificate.NotAfter);
        return certificate;
    }

    private static (HandshakeType Type, int Length)? NextMessage(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MessageHeaderSize)
        {
            return null;
        }

        int length = (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
        return bytes.Length - MessageHeaderSize >= length ? ((HandshakeType)bytes[0], length) : null;
    }

    private static async Task ReadRecordAsync(Stream stream, ArrayBufferWriter<byte> handshake, CancellationToken cancellationToken)
    {
        byte[] header = new byte[RecordHeaderSize];
        await ReadWholeAsync(stream, header, cancellationToken);
        int length = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3));
        var type = (TlsContentType)header[0];
        if (header[1] != 3 || length > RecordLimit || type is not (TlsContentType.Handshake or TlsContentType.Alert))
        {
            throw new TdsProtocolException($"This is no TLS: it starts with {Convert.ToHexStringLower(header)}.");
        }

        if (handshake.WrittenCount + length > FlightLimit)
        {
            throw new TdsProtocolException($"The server's first flight has more than {FlightLimit} bytes.");
        }

        byte[] content = new byte[length];
        await ReadWholeAsync(stream, content, cancellationToken);
        if (type == TlsContentType.Handshake)
        {
            handshake.Write(content);
        }
        else if (content is not [WarningLevel, ..])
        {
            throw new TlsAlertException(length >= 2 ? content[1] : (byte)0);
        }
    }

    private static async Task ReadWholeAsync(Stream stream, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (read < bytes.Length)
        {
            throw new TdsProtocolException("The connection was closed in the middle of the TLS handshake.");
        }
    }
}
