using System.Text;

namespace SqlTls.Audit.Files;

/// <summary>A small file's text at once, read as <see cref="TextFile"/> reads it.</summary>
internal sealed record WholeText(string Text, Encoding Encoding, ReadOnlyMemory<byte> Mark)
{
    /// <summary>Decodes a file.</summary>
    public static WholeText Of(byte[] bytes)
    {
        (Encoding encoding, int mark) = TextFile.EncodingOf(bytes);
        try
        {
            return new(encoding.GetString(bytes.AsSpan(mark)), encoding, bytes.AsMemory(0, mark));
        }
        catch (DecoderFallbackException)
        {
            return new(Encoding.Latin1.GetString(bytes), Encoding.Latin1, default);
        }
    }

    /// <summary>Encodes it again: the same bytes where the text is the same.</summary>
    public byte[] ToBytes() => [.. Mark.Span, .. Encoding.GetBytes(Text)];
}
