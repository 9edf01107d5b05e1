namespace SqlTls.Tests.Tds;

/// <summary>The first flight of a TLS server, byte by byte.</summary>
internal static class Flight
{
    public static byte[] Record(byte type, params byte[] content) => [type, 3, 3, .. Number16(content.Length), .. content];

    public static byte[] Message(byte type, params byte[] body) => [type, 0, .. Number16(body.Length), .. body];

    /// <summary>ServerHello; a chosen version goes into the extension, as TLS 1.3 has it.</summary>
    public static byte[] Hello(int version, int cipherSuite, int? chosen = null)
    {
        byte[] extensions = chosen is { } number ? [0, 43, 0, 2, .. Number16(number)] : [];
        return [.. Number16(version), .. new byte[32], 2, 7, 7, .. Number16(cipherSuite), 0, .. Number16(extensions.Length), .. extensions];
    }

    public static byte[] Certificates(params byte[][] certificates)
    {
        byte[] list = [.. certificates.SelectMany(certificate => (byte[])[0, .. Number16(certificate.Length), .. certificate])];
        return [0, .. Number16(list.Length), .. list];
    }

    private static byte[] Number16(int number) => [(byte)(number >> 8), (byte)number];
}
