namespace SqlTls.Audit.Readers;

/// <summary>A literal in the making.</summary>
internal sealed class LiteralText
{
    private char[] _text = new char[256];
    private int[] _offsets = new int[256];

    public int Length { get; private set; }

    public void Add(char c, int offset)
    {
        Grow(1);
        _text[Length] = c;
        _offsets[Length++] = offset;
    }

    /// <summary>Adds a part of the file as it stands.</summary>
    public void Add(ReadOnlySpan<char> part, int offset)
    {
        Grow(part.Length);
        part.CopyTo(_text.AsSpan(Length));
        for (int i = 0; i < part.Length; i++)
        {
            _offsets[Length + i] = offset + i;
        }

        Length += part.Length;
    }

    public void Clear() => Length = 0;

    public Literal Done(string? provider = null) => new(new string(_text, 0, Length), _offsets[..Length], provider);

    /// <summary>Can a connection string stand in it?</summary>
    public bool IsCandidate => Files.Candidates.MayBeIn(_text.AsSpan(0, Length));

    private void Grow(int by)
    {
        if (Length + by > _text.Length)
        {
            int size = Math.Max(Length + by, 2 * _text.Length);
            Array.Resize(ref _text, size);
            Array.Resize(ref _offsets, size);
        }
    }
}
