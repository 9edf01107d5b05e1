using SqlTls.Audit.Files;
using SqlTls.Audit.Readers;

namespace SqlTls.Audit;

/// <summary>Which reader reads which file.</summary>
internal static class AuditReader
{
    private static readonly string[] Templates = [".example", ".template", ".sample", ".dist", ".tmpl"];

    public static bool Knows(string file) => Extension(file) is var extension && (Language.Of(extension) is not null || IsXml(extension) || IsYaml(extension) || IsLines(file, extension));

    public static IEnumerable<Literal> Read(string file, TextPiece piece, Token token) => Extension(file) is var extension && Language.Of(extension) is { } language
        ? language == Language.Shell ? ShellReader.Read(piece.Text, token)
            : language == Language.Json ? ReadJson(piece, token)
            : SourceReader.Read(piece.Text, language, token)
        : IsXml(extension) ? XmlTextReader.Read(piece.Text, token)
        : NeedsWhole(file) && piece.IsWhole ? YamlTextReader.Read(piece.Text, token)
        : LineReader.Read(piece.Text, token, quotesSpanLines: IsEnvironment(file, extension));

    private static IEnumerable<Literal> ReadJson(TextPiece piece, Token token)
    {
        IEnumerable<Literal> strings = SourceReader.Read(piece.Text, Language.Json, token).SelectMany(TemplateExpression.Texts);
        return piece.IsWhole ? strings.Concat(JsonSettings.Read(piece.Text)) : strings;
    }

    /// <summary>Why a file was not read as what it is; null where it was.</summary>
    /// <param name="file">Its name or path.</param>
    /// <param name="whole">All of it.</param>
    /// <param name="token">Where it was read to.</param>
    public static Flaw? FlawIn(string file, TextPiece whole, Token token) => Extension(file) switch
    {
        _ when Flaw.IsTemplate(whole.Text) => null,
        ".aspx" or ".ascx" or ".asax" or ".master" or ".odc" => null,
        var extension when Language.Of(extension) == Language.Json => JsonFlaw.In(whole.Text),
        var extension when IsXml(extension) => XmlFlaw.In(whole),
        _ => token.Flaw,
    };

    /// <summary>The extension that says what a file holds, in lower case: a template is what it is a template of.</summary>
    public static string Extension(string file)
    {
        string name = Path.GetFileName(file), last = Path.GetExtension(name);
        return (Templates.Contains(last, StringComparer.OrdinalIgnoreCase) ? Path.GetExtension(name[..^last.Length]) : last).ToLowerInvariant();
    }

    private static bool IsXml(string extension) => extension
        is ".config" or ".xml" or ".props" or ".targets" or ".pubxml" or ".publishsettings" or ".user" or ".settings" or ".rdl" or ".rds" or ".rdlc"
        or ".dtsx" or ".dtsconfig" or ".params" or ".conmgr" or ".edmx" or ".dbml" or ".aspx" or ".ascx" or ".asax" or ".master" or ".resx"
        or ".runsettings" or ".scmp" or ".odc" or ".ds"
        || extension.EndsWith("proj", StringComparison.Ordinal);

    /// <summary>Is it read as what it is only where it comes in one piece? YAML's scanner takes all of it.</summary>
    public static bool NeedsWhole(string file) => IsYaml(Extension(file));

    private static bool IsYaml(string extension) => extension is ".yml" or ".yaml";

    private static bool IsLines(string file, string extension) => IsEnvironment(file, extension)
        || Path.GetFileName(file).StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase)
        || Path.GetFileName(file).StartsWith("Containerfile", StringComparison.OrdinalIgnoreCase)
        || extension is ".dockerfile" or ".containerfile" or ".properties" or ".ini" or ".dsn" or ".udl" or ".conf" or ".cfg" or ".cmd" or ".bat";

    private static bool IsEnvironment(string file, string extension) =>
        extension == ".env" || Path.GetFileName(file).StartsWith(".env", StringComparison.OrdinalIgnoreCase);
}
