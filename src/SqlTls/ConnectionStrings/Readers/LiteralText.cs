using System.Text;

namespace SqlTls.ConnectionStrings.Readers;

/// <summary>A literal in the making.</summary>
internal sealed class LiteralText
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _offsets = [];

    public int Length => _text.Length;

    public void Add(char c, int offset)
    {
        _text.Append(c);
        _offsets.Add(offset);
    }

    public void Clear()
    {
        _text.Clear();
        _offsets.Clear();
    }

    public Literal Done(string? provider = null) => new(_text.ToString(), [.. _offsets], provider);
}
