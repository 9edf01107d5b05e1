using System.Buffers;

namespace SqlTls.Audit.Readers;

/// <summary>How a language writes comments and strings: the one table of the literal scanner.</summary>
/// <param name="Quotes">Each of them opens a literal.</param>
/// <param name="LineComment">Opens a comment that ends with its line; empty without.</param>
/// <param name="BlockOpen">Opens a comment; empty without.</param>
/// <param name="BlockClose">Closes it.</param>
/// <param name="Joins">Signs that join literals.</param>
internal sealed record Language(string Quotes, string LineComment, string BlockOpen = "", string BlockClose = "", string Joins = "")
{
    private SearchValues<char>? _marks;

    public static Language Json { get; } = new("\"", "//", "/*", "*/");
    public static Language CSharp { get; } = new("\"'", "//", "/*", "*/", "+") { HasHoles = true };
    public static Language VisualBasic { get; } = new("\"", "'", Joins: "&+") { Escape = '\0', Doubled = true, HasHoles = true, SpansLines = true, WordComment = "rem" };
    public static Language FSharp { get; } = new("\"", "//", "(*", "*)", "+") { HasHoles = true, SpansLines = true, NestsComments = true };
    public static Language Java { get; } = new("\"'", "//", "/*", "*/", "+");
    public static Language Groovy { get; } = Java with { HoleBrackets = "{" };
    public static Language Kotlin { get; } = Groovy with { NestsComments = true };
    public static Language Go { get; } = new("\"'", "//", "/*", "*/", "+") { RawQuotes = "`" };
    public static Language Python { get; } = new("\"'", "#", Joins: "+") { Prefixes = "fFrRbBuU" };
    public static Language JavaScript { get; } = new("\"'`", "//", "/*", "*/", "+") { HoleBrackets = "{" };
    public static Language PowerShell { get; } = new("\"", "#", "<#", "#>", "+") { RawQuotes = "'", Escape = '`', Doubled = true, SpansLines = true, HoleBrackets = "(" };
    public static Language Shell { get; } = new("\"", "#") { RawQuotes = "'", SpansLines = true, HoleBrackets = "({" };
    public static Language Sql { get; } = new("'", "--", "/*", "*/", "+") { Escape = '\0', Doubled = true, SpansLines = true, NestsComments = true };
    public static Language Toml { get; } = new("\"", "#") { RawQuotes = "'" };
    public static Language Terraform { get; } = new("\"", "//", "/*", "*/") { OtherLineComment = "#", HoleBrackets = "{" };
    public static Language Bicep { get; } = new("'", "//", "/*", "*/") { HoleBrackets = "{" };
    public static Language Php { get; } = new("\"'", "//", "/*", "*/", ".") { OtherLineComment = "#", PlainQuotes = "'", HoleSign = '{', HoleBrackets = "$", OperandSigns = "_([$?!->:\\" };
    public static Language Ruby { get; } = new("\"'", "#", Joins: "+") { PlainQuotes = "'", HoleSign = '#', HoleBrackets = "{", OperandSigns = "_.([$?!@:" };
    public static Language Rust { get; } = new("\"", "//", "/*", "*/") { Prefixes = "rbc#", SpansLines = true, NestsComments = true };
    public static Language R { get; } = new("\"'", "#") { SpansLines = true };
    public static Language Prisma { get; } = new("\"", "//");

    /// <summary>Each of them opens a literal in which nothing is escaped.</summary>
    public string RawQuotes { get; init; } = "";

    /// <summary>Each of them opens a literal in which nothing but itself is escaped, and that has no holes.</summary>
    public string PlainQuotes { get; init; } = "";

    /// <summary>Takes the next character's meaning away; NUL without.</summary>
    public char Escape { get; init; } = '\\';

    /// <summary>Two quotes in a literal are one.</summary>
    public bool Doubled { get; init; }

    /// <summary>A <c>$</c> before a literal makes holes of its braces.</summary>
    public bool HasHoles { get; init; }

    /// <summary>Stands before a bracket that opens a hole within a literal.</summary>
    public char HoleSign { get; init; } = '$';

    /// <summary>Brackets that open a hole behind that sign; empty without.</summary>
    public string HoleBrackets { get; init; } = "";

    /// <summary>Every literal may go on over a line's end.</summary>
    public bool SpansLines { get; init; }

    /// <summary>A comment may hold comments.</summary>
    public bool NestsComments { get; init; }

    /// <summary>Opens a comment that ends with its line as well; empty without.</summary>
    public string OtherLineComment { get; init; } = "";

    /// <summary>A word that opens a comment, in lower case; empty without.</summary>
    public string WordComment { get; init; } = "";

    /// <summary>What may stand directly before a literal and say what kind it is.</summary>
    public string Prefixes { get; init; } = "@$";

    /// <summary>What a name, a member or a call that is joined to a literal is made of, beside letters and digits.</summary>
    public string OperandSigns { get; init; } = "_.([$?!";

    /// <summary>What starts a comment or a literal; all else is passed over.</summary>
    public SearchValues<char> Marks => _marks ??= SearchValues.Create(
        [.. Quotes, .. RawQuotes, .. LineComment.Take(1), .. OtherLineComment.Take(1), .. BlockOpen.Take(1), .. WordComment.Take(1), .. WordComment.ToUpperInvariant().Take(1)]);

    /// <summary>Does a comment start here with a word?</summary>
    public bool StartsWordComment(ReadOnlySpan<char> text) => WordComment.Length > 0
        && text.StartsWith(WordComment, StringComparison.OrdinalIgnoreCase) && text[WordComment.Length..] is [' ' or '\t', ..];

    public static Language? Of(string extension) => extension switch
    {
        ".json" or ".jsonc" or ".ipynb" or ".code-workspace" => Json,
        ".cs" or ".cshtml" or ".razor" or ".csx" or ".linq" => CSharp,
        ".vb" or ".asp" => VisualBasic,
        ".fs" or ".fsx" => FSharp,
        ".java" => Java,
        ".kt" or ".kts" or ".scala" => Kotlin,
        ".groovy" or ".gradle" => Groovy,
        ".go" => Go,
        ".py" => Python,
        ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".cjs" or ".mts" or ".cts" => JavaScript,
        ".ps1" or ".psm1" or ".psd1" => PowerShell,
        ".sh" or ".bash" or ".zsh" or ".ksh" => Shell,
        ".sql" => Sql,
        ".toml" => Toml,
        ".tf" or ".tfvars" or ".hcl" => Terraform,
        ".bicep" or ".bicepparam" => Bicep,
        ".php" => Php,
        ".rb" => Ruby,
        ".rs" => Rust,
        ".r" => R,
        ".prisma" => Prisma,
        _ => null,
    };
}
