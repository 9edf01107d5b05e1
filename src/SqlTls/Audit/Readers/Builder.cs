using System.Text.RegularExpressions;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>One <c>SqlConnectionStringBuilder</c>: its settings in the order in which they are given to it.</summary>
/// <param name="file">The source text.</param>
/// <param name="language">Its language.</param>
/// <param name="view">The same text as code.</param>
/// <param name="taken">Gets the literals that are a part of the builder, and of nothing else.</param>
internal sealed partial class Builder(string file, Language language, CodeView view, HashSet<int> taken)
{
    private readonly LiteralText _text = new();
    private readonly List<Pair> _pairs = [];
    private bool _isOpen;

    private string Code => view.Code;

    /// <summary>Reads it.</summary>
    /// <param name="start">Where it is made: its <c>new</c>.</param>
    /// <param name="made">Where the <c>new</c> and the type behind it end.</param>
    /// <param name="name">Its variable; empty where it has none.</param>
    /// <param name="end">From here on the variable is another one.</param>
    public Literal Read(int start, int made, string name, int end)
    {
        int at = view.SkipBlank(made);
        if (Is(at, '('))
        {
            int close = view.Close(at), argument = view.SkipBlank(at + 1);
            if (argument < close)
            {
                StartWith(argument, close);
            }

            at = view.SkipBlank(Math.Min(close + 1, Code.Length));
        }

        // What is found is told where the string stands; where there is none, where the builder is made.
        if (_text.Length == 0)
        {
            _text.Add(' ', start);
        }

        at = Code.AsSpan(at).StartsWith("With", StringComparison.OrdinalIgnoreCase) ? view.SkipBlank(at + "With".Length) : at;
        if (Is(at, '{'))
        {
            int close = view.Close(at);
            Initialise(at + 1, close);
            at = close;
        }

        foreach (int use in view.Uses(name, Math.Min(at, end), end).Select(use => use + name.Length))
        {
            if (!view.IsWord(view.SkipBlank(use)))
            {
                Assign(use, end);
            }
        }

        return _text.Done() with { Settings = _pairs, IsOpen = _isOpen };
    }

    // A literal, or a variable of which a literal is the last that was assigned to it.
    private void StartWith(int at, int close)
    {
        int literal = LiteralAt(at);
        if (literal < 0)
        {
            string variable = Code[at..close].Trim();
            literal = Assigned(variable, at);
            if (literal < 0)
            {
                _isOpen = true;
                return;
            }

            if (view.Uses(variable, literal, Math.Min(Code.Length, at + CodeView.Reach)).Count() == 1)
            {
                taken.Add(literal);
            }
        }
        else
        {
            taken.Add(literal);
        }

        var text = new LiteralText();
        int end = literal;
        JoinedLiteral.Read(file, ref end, language, text);
        Literal read = text.Done();
        _isOpen |= literal == LiteralAt(at) && view.SkipBlank(end) < close;
        string masked = Placeholders.Mask(read.Text);
        _isOpen |= masked.Contains(Placeholders.Hole, StringComparison.Ordinal);
        int by = _text.Length;
        _pairs.AddRange(KeyValueGrammar.Read(masked, 0, braces: false).Pairs.Select(pair => pair with { KeyStart = pair.KeyStart + by, ValueStart = pair.ValueStart + by }));
        Add(read);
    }

    // The literal that was assigned to a variable last before a place; -1 where none was.
    private int Assigned(string variable, int before)
    {
        if (variable.Length == 0 || !variable.All(c => char.IsLetterOrDigit(c) || c == '_'))
        {
            return -1;
        }

        int last = -1;
        foreach (int use in view.Uses(variable, Math.Max(0, before - CodeView.Reach), before))
        {
            int sign = view.SkipBlank(use + variable.Length), type = view.WordEnd(sign);
            sign = view.IsWord(sign, type, "as") ? view.SkipBlank(view.WordEnd(view.SkipBlank(type))) : sign;
            last = Is(sign, '=') && LiteralAt(view.SkipBlank(sign + 1)) is var literal and >= 0 ? literal : last;
        }

        return last;
    }

    private void Initialise(int at, int close)
    {
        while ((at = view.SkipBlank(at)) < close)
        {
            Assign(at, close);
            at = ExpressionEnd(at, close) + 1;
        }
    }

    // Key = value, .Key = value, ["Key"] = value, ("Key") = value, .Add("Key", value)
    private void Assign(int at, int end)
    {
        string? key = null;
        int keyStart = at = view.SkipBlank(at);
        if (IsWord(at) || Is(at, '.'))
        {
            keyStart = Is(at, '.') ? view.SkipBlank(at + 1) : at;
            int word = keyStart;
            while (IsWord(word))
            {
                word++;
            }

            key = Code[keyStart..word];
            at = view.SkipBlank(word);
        }

        char sign = '=';
        if (key is null or "Add" or "Item" && (Is(at, '[') || Is(at, '(')))
        {
            int literal = LiteralAt(view.SkipBlank(at + 1));
            if (literal < 0)
            {
                return;
            }

            Literal quoted = ReadLiteral(literal, out int after);
            sign = key == "Add" ? ',' : '=';
            key = quoted.Text;
            keyStart = literal;
            after = view.SkipBlank(after);
            at = sign == ',' ? after : view.SkipBlank(after + 1);
        }

        if (key is { Length: > 0 } && Is(at, sign) && !Is(at + 1, '='))
        {
            int value = view.SkipBlank(at + 1);
            Set(key, keyStart, value, ExpressionEnd(value, end));
        }
    }

    private void Set(string key, int keyStart, int start, int end)
    {
        end = start + Code[start..end].TrimEnd().Length;
        Literal value = LiteralAt(start) is var literal and >= 0 && ReadLiteral(literal, out int after) is var read && after >= end ? read
            : KnownWord().Match(Code[start..end]) is { Success: true } known ? Part(start + known.Groups["word"].Index, known.Groups["word"].Length)
            : new(new string(Placeholders.Hole, 1), [start]);
        int keyAt = _text.Length;
        _text.Add(' ', keyStart);
        _pairs.Add(new(key, Placeholders.Mask(value.Text) is { Length: > 0 } text ? text : null, keyAt, _text.Length, value.Text.Length));
        Add(value);
    }

    private void Add(Literal part)
    {
        for (int i = 0; i < part.Text.Length; i++)
        {
            _text.Add(part.Text[i], part.Offsets[i]);
        }
    }

    private Literal Part(int start, int length) => new(file.Substring(start, length), [.. Enumerable.Range(start, length)]);

    private Literal ReadLiteral(int start, out int end)
    {
        var text = new LiteralText();
        end = start;
        JoinedLiteral.Read(file, ref end, language, text);
        return text.Done();
    }

    // The quote of the literal that starts here, behind the signs that make it verbatim or interpolated; -1 where none does.
    private int LiteralAt(int at)
    {
        while (Is(at, '@') || Is(at, '$'))
        {
            at++;
        }

        return view.Literals.Contains(at) ? at : -1;
    }

    private int ExpressionEnd(int at, int end)
    {
        while (at < end && Code[at] is not (',' or ';' or '}' or ')') && !(Code[at] == '\n' && language == Language.VisualBasic))
        {
            at = Code[at] is '(' or '{' or '[' ? Math.Min(end, view.Close(at) + 1) : at + 1;
        }

        return at;
    }

    private bool Is(int at, char c) => view.Is(at, c);

    private bool IsWord(int at) => view.IsWord(at);

    [GeneratedRegex(@"\G(?:\w+\.)*SqlConnectionEncryptOption\.(?<word>\w+)$|\G(?<word>true|false)$", RegexOptions.IgnoreCase)]
    private static partial Regex KnownWord();
}
