using System.Buffers;

namespace SqlTls.Audit.Readers;

/// <summary>How a language writes comments and strings: the one table of the literal scanner.</summary>
internal sealed record Language(string Quotes, string RawQuotes, char Escape, bool Doubled, string LineComment, string BlockOpen, string BlockClose, string Joins, char HoleOpen)
{
    /// <summary>What starts a comment or a literal; all else is passed over.</summary>
    public SearchValues<char> Marks { get; } = SearchValues.Create(
        [.. Quotes, .. RawQuotes, .. LineComment.AsSpan(0, Math.Min(1, LineComment.Length)), .. BlockOpen.AsSpan(0, Math.Min(1, BlockOpen.Length))]);

    public static Language Json { get; } = new("\"", "", '\\', false, "//", "/*", "*/", "", '\0');
    public static Language CSharp { get; } = new("\"'", "", '\\', false, "//", "/*", "*/", "+", '{');
    public static Language VisualBasic { get; } = new("\"", "", '\0', true, "'", "", "", "&+", '{');
    public static Language FSharp { get; } = new("\"", "", '\\', false, "//", "(*", "*)", "+", '{');
    public static Language Java { get; } = new("\"'", "", '\\', false, "//", "/*", "*/", "+", '\0');
    public static Language Go { get; } = new("\"'", "`", '\\', false, "//", "/*", "*/", "+", '\0');
    public static Language Python { get; } = new("\"'", "", '\\', false, "#", "", "", "+", '\0');
    public static Language JavaScript { get; } = new("\"'`", "", '\\', false, "//", "/*", "*/", "+", '\0');
    public static Language PowerShell { get; } = new("\"", "'", '`', true, "#", "<#", "#>", "+", '\0');
    public static Language Shell { get; } = new("\"", "'", '\\', false, "#", "", "", "", '\0');
    public static Language Sql { get; } = new("'", "", '\0', true, "--", "/*", "*/", "+", '\0');

    public static Language Toml { get; } = new("\"", "'", '\\', false, "#", "", "", "", '\0');

    public static Language? Of(string extension) => extension.ToLowerInvariant() switch
    {
        ".json" or ".jsonc" => Json,
        ".cs" or ".cshtml" or ".razor" or ".csx" => CSharp,
        ".vb" => VisualBasic,
        ".fs" or ".fsx" => FSharp,
        ".java" or ".kt" or ".scala" or ".groovy" or ".gradle" => Java,
        ".go" => Go,
        ".py" => Python,
        ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".cjs" => JavaScript,
        ".ps1" or ".psm1" or ".psd1" => PowerShell,
        ".sh" or ".bash" => Shell,
        ".sql" => Sql,
        ".toml" => Toml,
        _ => null,
    };
}
