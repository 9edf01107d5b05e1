using System.Text.RegularExpressions;

namespace SqlTls.Audit.Readers;

/// <summary>
/// <c>SqlConnectionStringBuilder</c> in C# and Visual Basic: the string that it starts with, its initialiser, and what is assigned to its
/// variable further down in the file. A value that is no literal is a hole.
/// </summary>
internal sealed partial class BuilderReader
{
    private const string TypeName = "SqlConnectionStringBuilder";

    private readonly HashSet<int> _taken = [];
    private readonly List<Literal> _literals = [];

    private BuilderReader(string file, Language language, string? provider)
    {
        var view = CodeView.Of(file, language);
        List<Match> creations = Creation().Matches(view.Code).ToList();
        foreach (Match creation in creations)
        {
            string name = creation.Groups["name"].Value;
            int end = creations.Find(next => next.Index > creation.Index && next.Groups["name"].Value == name)?.Index ?? file.Length;
            Group start = creation.Groups["start"];
            _literals.Add(new Builder(file, language, view, _taken).Read(start.Index, start.Length, name, end) with
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
}
