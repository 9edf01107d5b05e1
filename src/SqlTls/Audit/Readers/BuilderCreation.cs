namespace SqlTls.Audit.Readers;

/// <summary>A place where a builder is made: <c>x = new T(…)</c>, <c>T x = new(…)</c>, <c>Dim x As New T</c>.</summary>
/// <param name="Name">Its variable; empty where it has none.</param>
/// <param name="Namespace">What stands before the type; empty where nothing does.</param>
/// <param name="Start">Where its <c>new</c> starts.</param>
/// <param name="End">Where the <c>new</c>, and the type behind it, end.</param>
internal sealed record BuilderCreation(string Name, string Namespace, int Start, int End)
{
    public const string TypeName = "SqlConnectionStringBuilder";

    /// <summary>Every place, in order.</summary>
    public static IEnumerable<BuilderCreation> In(CodeView view)
    {
        string code = view.Code;
        for (int at = 0; (at = code.IndexOf(TypeName, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += TypeName.Length)
        {
            if (view.IsWord(at - 1) || view.IsWord(at + TypeName.Length))
            {
                continue;
            }

            int qualified = at;
            while (view.IsWord(qualified - 1) || view.Is(qualified - 1, '.'))
            {
                qualified--;
            }

            if (Made(view, qualified, at) is { } made)
            {
                yield return made;
            }
        }
    }

    private static BuilderCreation? Made(CodeView view, int qualified, int type)
    {
        string name = view.Code[qualified..type].TrimEnd('.');
        int before = view.WordBefore(qualified);
        if (view.IsWord(before, qualified, "new"))
        {
            return new(Variable(view, before), name, before, type + TypeName.Length);
        }

        // T x = new(…)
        int variable = view.SkipBlank(type + TypeName.Length), variableEnd = view.WordEnd(variable);
        int sign = view.SkipBlank(variableEnd);
        int made = view.SkipBlank(sign + 1), end = view.WordEnd(made);
        return variableEnd > variable && view.Is(sign, '=') && view.IsWord(made, end, "new") && (view.Is(view.SkipBlank(end), '(') || view.Is(view.SkipBlank(end), '{'))
            ? new(view.Code[variable..variableEnd], name, made, end)
            : null;
    }

    // x = new, Dim x As New, Dim x As T = New
    private static string Variable(CodeView view, int start)
    {
        int sign = view.LastBefore(start);
        int before = start;
        if (view.Is(sign, '='))
        {
            before = view.WordBefore(sign);
            int declared = before;
            while (view.Is(declared - 1, '.') || view.IsWord(declared - 1))
            {
                declared--;
            }

            int word = view.WordBefore(declared);
            before = view.IsWord(word, declared, "as") ? word : sign;
        }
        else if (view.WordBefore(start) is var word && view.IsWord(word, start, "as"))
        {
            before = word;
        }
        else
        {
            return "";
        }

        int name = view.WordBefore(before);
        return view.Code[name..view.WordEnd(name)];
    }
}
