using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SqlTls.Audit.Files;

/// <summary>A file's text, read in pieces of bounded size and decoded so that encoding it again gives the same bytes.</summary>
internal sealed class TextFile : IDisposable
{
    /// <summary>Characters in a piece, at the most; most files are one piece.</summary>
    public const int PieceLength = 1024 * 1024;

    private const int BlockLength = 64 * 1024;

    // What a decoder may hold back from one block and give with the next.
    private const int MostCarried = 4;

    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SafeFileHandle _handle;

    // All its bytes, where they were read for the first look: most files are no longer than a block.
    private readonly byte[]? _whole;

    private TextFile(SafeFileHandle handle, byte[]? whole, Encoding encoding, int markLength) => (_handle, _whole, Encoding, MarkLength) = (handle, whole, encoding, markLength);

    /// <summary>How its bytes are read; a file that is no UTF-8 after all is Latin-1, in which every byte is kept.</summary>
    public Encoding Encoding { get; private set; }

    /// <summary>Bytes of its byte-order mark.</summary>
    public int MarkLength { get; private set; }

    /// <summary>What the first bytes say.</summary>
    public static (Encoding Encoding, int MarkLength) EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => (Utf16, 2),
        [0xFE, 0xFF, ..] => (Utf16BigEndian, 2),
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        _ => (Utf8, 0),
    };

    /// <summary>Opens a file in which a connection string may be; null for a binary file, and for one in which none can be.</summary>
    /// <param name="path">Its full path.</param>
    public static TextFile? OpenCandidate(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        char[] characters = ArrayPool<char>.Shared.Rent(BlockLength);
        try
        {
            int length = RandomAccess.Read(handle, block.AsSpan(0, BlockLength), 0);
            (Encoding encoding, int mark) = EncodingOf(block.AsSpan(0, length));
            bool binary = encoding == Utf8 && block.AsSpan(0, Math.Min(8192, length)).Contains((byte)0);
            long size = RandomAccess.GetLength(handle);
            if (!binary && MayHold(handle, size, encoding, block, length, characters))
            {
                var file = new TextFile(handle, length >= size ? block[..length] : null, encoding, mark);
                handle = null!;
                return file;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
            ArrayPool<char>.Shared.Return(characters);
            handle?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>Lets it be read from the start once more: what is no UTF-8 a byte as a character, what is no UTF-16 with signs for what is broken.</summary>
    /// <returns>Encoding its text again gives the same bytes.</returns>
    public bool ReadLoosely()
    {
        bool isBytes = Encoding == Utf8;
        (Encoding, MarkLength) = isBytes ? (Encoding.Latin1, 0) : (Loose(Encoding), MarkLength);
        return isBytes;
    }

    private static Encoding Loose(Encoding encoding) => encoding == Utf8 ? Encoding.Latin1 : encoding == Utf16 ? Encoding.Unicode : Encoding.BigEndianUnicode;

    /// <summary>Its pieces. Each starts where the caller says that it was done with the one before.</summary>
    /// <param name="done">Takes a piece; gives how many of its characters are done with, more than none.</param>
    /// <exception cref="DecoderFallbackException">It is not of its encoding after all: <see cref="ReadLoosely"/>.</exception>
    public void ReadPieces(Func<TextPiece, int> done)
    {
        if (_whole is not null)
        {
            ReadWhole(_whole.AsSpan(MarkLength), done);
            return;
        }

        Decoder decoder = Encoding.GetDecoder();
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        char[] characters = ArrayPool<char>.Shared.Rent(PieceLength);
        try
        {
            long position = MarkLength;
            int length = 0;
            var piece = new TextPiece("", 0, 1, 1, IsLast: false);
            while (!piece.IsLast)
            {
                bool end = false;
                while (!end && PieceLength - length > BlockLength + MostCarried)
                {
                    int read = RandomAccess.Read(_handle, block.AsSpan(0, BlockLength), position);
                    position += read;
                    end = read == 0;
                    length += decoder.GetChars(block.AsSpan(0, read), characters.AsSpan(length), flush: end);
                }

                // Most files that go on to here hold no connection string, and need no string of their own: a large one is cleared, and collected, at a price.
                if (end && piece.Offset == 0 && !Candidates.MayBeInFile(characters.AsSpan(0, length)))
                {
                    return;
                }

                piece = new(new string(characters, 0, length), piece.Offset, piece.Line, piece.Column, end);
                int taken = done(piece);
                if (!end)
                {
                    (int line, int column) = piece.Place(taken);
                    characters.AsSpan(taken, length - taken).CopyTo(characters);
                    length -= taken;
                    piece = new("", piece.Offset + taken, line, column, IsLast: false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    private void ReadWhole(ReadOnlySpan<byte> bytes, Func<TextPiece, int> done)
    {
        char[] characters = ArrayPool<char>.Shared.Rent(Encoding.GetMaxCharCount(bytes.Length));
        try
        {
            ReadOnlySpan<char> text = characters.AsSpan(0, Encoding.GetChars(bytes, characters));
            if (Candidates.MayBeInFile(text))
            {
                _ = done(new(new string(text), 0, 1, 1, IsLast: true));
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    // Blocks stay in the processor's cache; keywords are ASCII, so that every byte may stand for a character.
    private static bool MayHold(SafeFileHandle handle, long size, Encoding encoding, byte[] block, int length, char[] characters)
    {
        Encoding plain = Loose(encoding);
        int overlap = encoding == Utf8 ? Candidates.Overlap : 2 * Candidates.Overlap;
        for (long position = 0; ;)
        {
            int count = plain.GetChars(block.AsSpan(0, length), characters);
            if (Candidates.MayBeIn(characters.AsSpan(0, count)))
            {
                return true;
            }

            if (length == 0 || position + length >= size)
            {
                return false;
            }

            position += Math.Max(2, length - overlap);
            length = RandomAccess.Read(handle, block.AsSpan(0, BlockLength), position);
        }
    }
}
