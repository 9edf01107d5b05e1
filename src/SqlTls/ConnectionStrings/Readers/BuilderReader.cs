using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings.Readers;

/// <summary>
/// <c>SqlConnectionStringBuilder</c> in C# and Visual Basic: the string that it starts with, its initialiser, and what is assigned to its
/// variable further down in the file. A value that is no literal is a hole.
/// </summary>
internal sealed partial class BuilderReader
{
    private const string TypeName = "SqlConnectionStringBuilder";

    private readonly string _file;
    private readonly Language _language;
    private readonly CodeView _view;
    private readonly HashSet<int> _taken = [];
    private readonly List<Literal> _literals = [];

    private BuilderReader(string file, Language language, string? provider)
    {
        (_file, _language, _view) = (file, language, CodeView.Of(file, language));
        List<Match> creations = Creation().Matches(_view.Code).ToList();
        foreach (Match creation in creations)
        {
            string name = creation.Groups["name"].Value;
            int end = creations.Find(next => next.Index > creation.Index && next.Groups["name"].Value == name)?.Index ?? file.Length;
            _literals.Add(new Builder(this).Read(creation, name, end) with
            {
                Provider = creation.Groups["namespace"] is { Success: true } named ? named.Value.TrimEnd('.') : provider,
            });
        }
    }

    /// <summary>Each builder as one connection string.</summary>
    public IReadOnlyList<Literal> Literals => _literals;

    /// <summary>The builders of a file; null where it has none.</summary>
    public static BuilderReader? For(string file, Language language, string? provider) =>
        (language == Language.CSharp || language == Language.VisualBasic) && file.Contains(TypeName, StringComparison.Ordinal) ? new(file, language, provider) : null;

    /// <summary>Is the literal that starts here a part of a builder, and of nothing else?</summary>
    public bool Has(int start) => _taken.Contains(start);

    // new X { … }, new X(…), X name = new(…), Dim name As New X(…)
    [GeneratedRegex(@"(?:(?<name>\w+)\s*(?:\s+As\s+|(?:\s+As\s+[\w.]+\s*)?=\s*))?(?<start>\bnew\s+(?<namespace>(?:\w+\.)+)?SqlConnectionStringBuilder\b)|\b(?<namespace>(?:\w+\.)+)?SqlConnectionStringBuilder\s+(?<name>\w+)\s*=\s*(?<start>new\s*)(?=[({])", RegexOptions.IgnoreCase)]
    private static partial Regex Creation();

    [GeneratedRegex(@"\G(?:\w+\.)*SqlConnectionEncryptOption\.(?<word>\w+)$|\G(?<word>true|false)$", RegexOptions.IgnoreCase)]
    private static partial Regex KnownWord();

    /// <summary>One builder in the making.</summary>
    private sealed class Builder(BuilderReader reader)
    {
        private readonly LiteralText _text = new();
        private readonly List<Pair> _pairs = [];
        private bool _isOpen;

        private string Code => reader._view.Code;

        public Literal Read(Match creation, string name, int end)
        {
            int start = creation.Groups["start"].Index;
            int at = reader._view.SkipBlank(start + creation.Groups["start"].Length);
            if (Is(at, '('))
            {
                int close = reader._view.Close(at), argument = reader._view.SkipBlank(at + 1);
                if (argument < close)
                {
                    StartWith(argument, close);
                }

                at = reader._view.SkipBlank(close + 1);
            }

            // What is found is told where the string stands; where there is none, where the builder is made.
            if (_text.Length == 0)
            {
                _text.Add(' ', start);
            }

            at = Code.AsSpan(at).StartsWith("With", StringComparison.OrdinalIgnoreCase) ? reader._view.SkipBlank(at + "With".Length) : at;
            if (Is(at, '{'))
            {
                int close = reader._view.Close(at);
                Initialise(at + 1, close);
                at = close;
            }

            for (int use = at; name.Length > 0 && (use = Code.IndexOf(name, use, end - use, StringComparison.Ordinal)) >= 0;)
            {
                bool whole = !IsWord(use - 1) && !Is(use - 1, '.') && !IsWord(use + name.Length);
                use += name.Length;
                if (whole && !IsWord(reader._view.SkipBlank(use)))
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
                Match assigned = variable.Length > 0 && variable.All(c => char.IsLetterOrDigit(c) || c == '_')
                    ? Regex.Match(Code[..at], $@"(?<![\w.]){variable}\s*(?:As\s+\w+\s*)?=\s*[@$]*(?<literal>{CodeView.Quote})", RegexOptions.RightToLeft)
                    : Match.Empty;
                if (!assigned.Success)
                {
                    _isOpen = true;
                    return;
                }

                literal = assigned.Groups["literal"].Index;
                if (Regex.Count(Code[literal..], $@"\b{variable}\b") == 1)
                {
                    reader._taken.Add(literal);
                }
            }
            else
            {
                reader._taken.Add(literal);
            }

            var text = new LiteralText();
            int end = literal;
            SourceReader.ReadJoined(reader._file, ref end, reader._language, text);
            Literal read = text.Done();
            _isOpen |= literal == LiteralAt(at) && reader._view.SkipBlank(end) < close;
            string masked = Placeholders.Mask(read.Text);
            _isOpen |= masked.Contains(Placeholders.Hole, StringComparison.Ordinal);
            int by = _text.Length;
            _pairs.AddRange(KeyValueGrammar.Read(masked, 0, braces: false).Pairs.Select(pair => pair with { KeyStart = pair.KeyStart + by, ValueStart = pair.ValueStart + by }));
            Add(read);
        }

        private void Initialise(int at, int close)
        {
            while ((at = reader._view.SkipBlank(at)) < close)
            {
                Assign(at, close);
                at = ExpressionEnd(at, close) + 1;
            }
        }

        // Key = value, .Key = value, ["Key"] = value, ("Key") = value, .Add("Key", value)
        private void Assign(int at, int end)
        {
            string? key = null;
            int keyStart = at = reader._view.SkipBlank(at);
            if (IsWord(at) || Is(at, '.'))
            {
                keyStart = Is(at, '.') ? reader._view.SkipBlank(at + 1) : at;
                int word = keyStart;
                while (IsWord(word))
                {
                    word++;
                }

                key = Code[keyStart..word];
                at = reader._view.SkipBlank(word);
            }

            char sign = '=';
            if (key is null or "Add" or "Item" && (Is(at, '[') || Is(at, '(')))
            {
                int literal = LiteralAt(reader._view.SkipBlank(at + 1));
                if (literal < 0)
                {
                    return;
                }

                Literal quoted = ReadLiteral(literal, out int after);
                sign = key == "Add" ? ',' : '=';
                key = quoted.Text;
                keyStart = literal;
                after = reader._view.SkipBlank(after);
                at = sign == ',' ? after : reader._view.SkipBlank(after + 1);
            }

            if (key is { Length: > 0 } && Is(at, sign) && !Is(at + 1, '='))
            {
                int value = reader._view.SkipBlank(at + 1);
                Set(key, keyStart, value, ExpressionEnd(value, end));
            }
        }

        private void Set(string key, int keyStart, int start, int end)
        {
            end = start + Code[start..end].TrimEnd().Length;
            Literal value = LiteralAt(start) is var literal and >= 0 && ReadLiteral(literal, out int after) is var read && after >= end ? read
                : KnownWord().Match(Code[..end], start) is { Success: true } known ? Part(known.Groups["word"].Index, known.Groups["word"].Length)
                : new(new string(Placeholders.Hole, 1), [start]);
            int from = _text.Length;
            _pairs.Add(new(key, Placeholders.Mask(value.Text) is { Length: > 0 } text ? text : null, Math.Max(0, from - 1), from, value.Text.Length));
            Add(value);
            _text.Add(' ', keyStart);
        }

        private void Add(Literal part)
        {
            for (int i = 0; i < part.Text.Length; i++)
            {
                _text.Add(part.Text[i], part.Offsets[i]);
            }
        }

        private Literal Part(int start, int length) => new(reader._file.Substring(start, length), [.. Enumerable.Range(start, length)]);

        private Literal ReadLiteral(int start, out int end)
        {
            var text = new LiteralText();
            end = start;
            SourceReader.ReadJoined(reader._file, ref end, reader._language, text);
            return text.Done();
        }

        // The quote of the literal that starts here, behind the signs that make it verbatim or interpolated; -1 where none does.
        private int LiteralAt(int at)
        {
            while (Is(at, '@') || Is(at, '$'))
            {
                at++;
            }

            return reader._view.Literals.Contains(at) ? at : -1;
        }

        private int ExpressionEnd(int at, int end)
        {
            while (at < end && Code[at] is not (',' or ';' or '}' or ')') && !(Code[at] == '\n' && reader._language == Language.VisualBasic))
            {
                at = Code[at] is '(' or '{' or '[' ? Math.Min(end, reader._view.Close(at) + 1) : at + 1;
            }

            return at;
        }

        private bool Is(int at, char c) => at >= 0 && at < Code.Length && Code[at] == c;

        private bool IsWord(int at) => at >= 0 && at < Code.Length && (char.IsLetterOrDigit(Code[at]) || Code[at] == '_');
    }
}
