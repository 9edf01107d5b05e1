using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>An expression in a template of ARM: in <c>"[concat('a', parameters('b'), 'c')]"</c> what is joined is one text, and what it takes from elsewhere a hole in it.</summary>
internal sealed class TemplateExpression
{
    private const string Join = "concat(";

    private readonly Literal _literal;
    private readonly LiteralText _joined = new();
    private readonly LiteralText _rest = new();
    private readonly List<Literal> _texts = [];

    // Of every bracket that is open: are the texts in it parts of the one that is joined?
    private readonly Stack<bool> _open = new();
    private int _joins;

    private TemplateExpression(Literal literal)
    {
        _literal = literal;
        for (int at = 0, end; at < literal.Text.Length; at = end)
        {
            end = TokenEnd(at);
            Take(at, end);
        }

        AddText(_joined);
        AddText(_rest);
    }

    /// <summary>What is joined in a string of JSON, and what stands in it beside; the string itself where it is no expression.</summary>
    public static IEnumerable<Literal> Texts(Literal literal) => literal.Text.StartsWith('[') && literal.Text.Contains(Join, StringComparison.OrdinalIgnoreCase)
        ? new TemplateExpression(literal)._texts
        : [literal];

    private void Take(int at, int end)
    {
        bool isPart = _open.TryPeek(out bool joins) && joins;
        if (isPart && _literal.Text[at] == '\'')
        {
            AddPart(at + 1, end);
            return;
        }

        switch (_literal.Text[end - 1])
        {
            case '(':
                bool opensJoin = end - at > 1 && (isPart || _joins == 0);
                _open.Push(opensJoin);
                _joins += opensJoin ? 1 : 0;
                break;
            case ')':
                _joins -= _open.TryPop(out _) && isPart ? 1 : 0;
                if (isPart && _joins == 0)
                {
                    AddText(_joined);
                }

                break;
            case var c when isPart && c != ',' && !char.IsWhiteSpace(c):
                _joined.Add(Placeholders.Hole, _literal.Offsets[at]);
                break;
            default:
                break;
        }

        for (; at < end; at++)
        {
            _rest.Add(_literal.Text[at], _literal.Offsets[at]);
        }
    }

    // Of two apostrophes in a text the second stands for both.
    private void AddPart(int at, int end)
    {
        for (; at < end; at++)
        {
            at += _literal.Text[at] == '\'' ? 1 : 0;
            if (at < end)
            {
                _joined.Add(_literal.Text[at], _literal.Offsets[at]);
            }
        }
    }

    private void AddText(LiteralText text)
    {
        if (text.IsCandidate)
        {
            Literal done = text.Done();
            _texts.Add(_literal with { Text = done.Text, Offsets = done.Offsets });
        }

        text.Clear();
    }

    // A text in apostrophes, a word, what opens a join, or any other character.
    private int TokenEnd(int at)
    {
        string text = _literal.Text;
        if (text.AsSpan(at).StartsWith(Join, StringComparison.OrdinalIgnoreCase))
        {
            return at + Join.Length;
        }

        int end = at + 1;
        if (text[at] == '\'')
        {
            while ((end = text.IndexOf('\'', end) + 1) > 0 && end < text.Length && text[end] == '\'')
            {
                end++;
            }

            return end > 0 ? end : text.Length;
        }

        while (char.IsLetterOrDigit(text[at]) && end < text.Length && char.IsLetterOrDigit(text[end]))
        {
            end++;
        }

        return end;
    }
}
