namespace SqlTls.Audit.Readers;

/// <summary>
/// <c>SqlConnectionStringBuilder</c> in C# and Visual Basic: the string that it starts with, its initialiser, and what is assigned to its
/// variable further down. A value that is no literal is a hole.
/// </summary>
internal sealed class BuilderReader
{
    private readonly HashSet<int> _taken = [];
    private readonly List<Literal> _literals = [];

    private BuilderReader(string file, Language language, Lazy<string?> provider)
    {
        var view = CodeView.Of(file, language);
        BuilderCreation[] creations = [.. BuilderCreation.In(view)];
        var ends = new Dictionary<string, int>();
        int[] endOf = new int[creations.Length];
        for (int i = creations.Length - 1; i >= 0; i--)
        {
            endOf[i] = ends.GetValueOrDefault(creations[i].Name, file.Length);
            ends[creations[i].Name] = creations[i].Start;
        }

        for (int i = 0; i < creations.Length; i++)
        {
            BuilderCreation creation = creations[i];
            int end = Math.Min(endOf[i], Math.Min(file.Length, creation.End + CodeView.Reach));
            _literals.Add(new Builder(file, language, view, _taken).Read(creation.Start, creation.End, creation.Name, end) with
            {
                Provider = creation.Namespace.Length > 0 ? creation.Namespace : provider.Value,
            });
        }
    }

    /// <summary>Each builder as one connection string.</summary>
    public IReadOnlyList<Literal> Literals => _literals;

    /// <summary>The builders of a file; null where it has none.</summary>
    public static BuilderReader? For(string file, Language language, Lazy<string?> provider) =>
        (language == Language.CSharp || language == Language.VisualBasic) && file.Contains(BuilderCreation.TypeName, StringComparison.OrdinalIgnoreCase) ? new(file, language, provider) : null;

    /// <summary>Is the literal that starts here a part of a builder, and of nothing else?</summary>
    public bool Has(int start) => _taken.Contains(start);
}
