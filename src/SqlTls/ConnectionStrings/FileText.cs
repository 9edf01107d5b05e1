using System.Buffers;
using System.Text;

namespace SqlTls.ConnectionStrings;

/// <summary>A file's text, decoded so that encoding it again gives the same bytes.</summary>
internal sealed record FileText(string Text, Encoding Encoding, int MarkLength)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<string> Candidates = SearchValues.Create(
        ["server", "data source", "datasource", "addr", "mssql", "initial catalog"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The text; null for a binary file, and for one in which no connection string can be.</summary>
    public static FileText? Decode(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Candidate(new(Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2), Encoding.Unicode, 2));
        }

        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Candidate(new(Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2), Encoding.BigEndianUnicode, 2));
        }

        if (bytes.AsSpan(0, Math.Min(8192, bytes.Length)).Contains((byte)0) || !MayHold(bytes))
        {
            return null;
        }

        int mark = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        try
        {
            return new(Utf8.GetString(bytes, mark, bytes.Length - mark), Utf8, mark);
        }
        catch (DecoderFallbackException)
        {
            // An old code page: one byte a character keeps every byte.
            return new(Encoding.Latin1.GetString(bytes), Encoding.Latin1, 0);
        }
    }

    private static FileText? Candidate(FileText text) => text.Text.AsSpan().ContainsAny(Candidates) ? text : null;

    // Most files hold no candidate: they are searched in pieces that stay in the cache, and never decoded.
    private static bool MayHold(byte[] bytes)
    {
        const int Piece = 16 * 1024, Overlap = 32;
        char[] characters = ArrayPool<char>.Shared.Rent(Piece);
        try
        {
            for (int at = 0; at < bytes.Length; at += Piece - Overlap)
            {
                int length = Math.Min(Piece, bytes.Length - at);
                Encoding.Latin1.GetChars(bytes.AsSpan(at, length), characters);
                if (characters.AsSpan(0, length).ContainsAny(Candidates))
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
