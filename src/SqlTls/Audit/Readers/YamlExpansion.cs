using YamlDotNet.Core.Tokens;
using YamlToken = YamlDotNet.Core.Tokens.Token;

namespace SqlTls.Audit.Readers;

/// <summary>How many values a YAML document would hold if every alias were replaced by what it stands for.</summary>
internal sealed class YamlExpansion
{
    /// <summary>More values than a file that people write stands for.</summary>
    public const long Most = 1_000_000;

    private readonly Dictionary<string, long> _anchored = new(StringComparer.Ordinal);
    private readonly Stack<Collection> _open = new([new(null, IsIndentless: false)]);
    private string? _anchor;

    public bool IsTooLarge => _open.Peek().Values > Most;

    public void Take(YamlToken token)
    {
        switch (token)
        {
            case Anchor anchor:
                _anchor = anchor.Value.Value;
                break;
            case AnchorAlias alias:
                Add(null, _anchored.GetValueOrDefault(alias.Value.Value));
                break;
            case Scalar:
                Add(TakeAnchor(), 1);
                break;
            case BlockMappingStart or BlockSequenceStart or FlowMappingStart or FlowSequenceStart:
                _open.Push(new(TakeAnchor(), IsIndentless: false));
                break;
            // A sequence that is indented as its key is has neither start nor end.
            case BlockEntry when _anchor is not null:
                _open.Push(new(TakeAnchor(), IsIndentless: true));
                break;
            case Key:
                CloseIndentless();
                break;
            case BlockEnd or FlowMappingEnd or FlowSequenceEnd:
                CloseIndentless();
                Close();
                break;
            default:
                break;
        }
    }

    private string? TakeAnchor()
    {
        string? anchor = _anchor;
        _anchor = null;
        return anchor;
    }

    private void CloseIndentless()
    {
        if (_open.Peek().IsIndentless)
        {
            Close();
        }
    }

    private void Close()
    {
        if (_open.Count > 1)
        {
            Collection closed = _open.Pop();
            Add(closed.Anchor, closed.Values);
        }
    }

    private void Add(string? anchor, long values)
    {
        _open.Peek().Values = Math.Min(Most + 1, _open.Peek().Values + values);
        if (anchor is not null)
        {
            _anchored[anchor] = values;
        }
    }

    private sealed record Collection(string? Anchor, bool IsIndentless)
    {
        public long Values { get; set; }
    }
}
