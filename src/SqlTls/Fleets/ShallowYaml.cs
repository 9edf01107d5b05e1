using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SqlTls.Fleets;

/// <summary>A parser that refuses what is nested deeper than any list is: the document model calls itself for each level.</summary>
/// <param name="parser">What it reads from.</param>
internal sealed class ShallowYaml(IParser parser) : IParser
{
    private const int Deepest = 16;

    private int _depth;

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        bool moved = parser.MoveNext();
        _depth += moved ? parser.Current!.NestingIncrease : 0;
        return _depth <= Deepest ? moved : throw new YamlException(parser.Current!.Start, parser.Current.End, "it is nested too deep");
    }
}
