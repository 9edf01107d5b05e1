using SqlTls.Audit.Files;
using SqlTls.Audit.Readers;

namespace SqlTls.Audit;

/// <summary>Which reader reads which file.</summary>
internal static class AuditReader
{
    public static bool Knows(string file) => Language.Of(Path.GetExtension(file)) is not null || IsXml(file) || IsYaml(file) || IsLines(file);

    public static IEnumerable<Literal> Read(string file, TextPiece piece, Token token) =>
        Language.Of(Path.GetExtension(file)) is { } language ? SourceReader.Read(piece.Text, language, token)
        : IsXml(file) ? XmlTextReader.Read(piece.Text, token)
        : IsYaml(file) && piece.IsWhole ? YamlTextReader.Read(piece.Text, token)
        : LineReader.Read(piece.Text, token);

    private static bool IsXml(string file) => Path.GetExtension(file).ToLowerInvariant()
        is ".config" or ".xml" or ".csproj" or ".vbproj" or ".fsproj" or ".sqlproj" or ".props" or ".targets" or ".pubxml"
        or ".settings" or ".rdl" or ".rds" or ".rdlc" or ".dtsx" or ".conmgr" or ".edmx" or ".dbml" or ".aspx" or ".ascx" or ".resx";

    private static bool IsYaml(string file) => Path.GetExtension(file).ToLowerInvariant() is ".yml" or ".yaml";

    private static bool IsLines(string file)
    {
        string name = Path.GetFileName(file);
        return name.StartsWith(".env", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase)
            || Path.GetExtension(name).ToLowerInvariant() is ".env" or ".properties" or ".ini" or ".dsn" or ".udl" or ".conf" or ".cfg";
    }
}
