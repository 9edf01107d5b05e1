using System.Security.Cryptography;
using System.Text.Json;
using SqlTls.Audit.Files;

namespace SqlTls.Audit;

/// <summary>What a project wants of the audit: <c>.sqltls.json</c>.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Rules">Severities; the last that covers a finding counts.</param>
/// <param name="Exceptions">What is not told.</param>
/// <param name="Fingerprint">Changes when the file changes; 64 hex digits.</param>
public sealed record AuditSettings(string File, IReadOnlyList<RuleSeverity> Rules, IReadOnlyList<RuleWaiver> Exceptions, string Fingerprint)
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".sqltls.json";

    /// <summary>Nothing is set.</summary>
    public static AuditSettings None { get; } = new("", [], [], "");

    /// <summary>Where the settings stand that hold for folders: for each in the nearest folder upwards that has some, up to the repository's root.</summary>
    /// <param name="folders">Full paths.</param>
    /// <returns>Full paths, each once, in order; none of them is read.</returns>
    public static IReadOnlyList<string> FilesOf(IEnumerable<string> folders)
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        string? Of(string folder) => known.TryGetValue(folder, out string? file) ? file : known[folder] = FileIn(folder)
            ?? (IsRoot(folder) || Path.GetDirectoryName(folder) is not { } parent ? null : Of(parent));
        return [.. folders.Select(Of).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Settings that stand in a folder itself; null where there are none.</summary>
    internal static string? FileIn(string folder) => Path.Combine(folder, FileName) is var file && System.IO.File.Exists(file) ? file : null;

    /// <summary>Settings above it are those of another repository.</summary>
    internal static bool IsRoot(string folder) => Path.Exists(Path.Combine(folder, ".git"));

    /// <summary>Reads settings.</summary>
    /// <param name="file">Their full path.</param>
    /// <exception cref="SqlTlsException">SQLTLS1012: they cannot be understood, or are a link or larger than 16 MB.</exception>
    public static AuditSettings Read(string file)
    {
        byte[] bytes = SideFile.Bytes(file) ?? throw Refused(file, "They are a link, or larger than 16 MB.", null);
        try
        {
            SettingsFile read = JsonSerializer.Deserialize(Unmarked(bytes), AuditFileContext.Default.SettingsFile) ?? throw new JsonException("It is null.");
            int[] lines = LinesOfExceptions(Unmarked(bytes));
            return new(
                file,
                [.. (read.Rules ?? []).Select(Entry).Select(rule => new RuleSeverity(Known(rule.Rule), rule.Files, Level(rule.Severity)))],
                [.. (read.Ignore ?? []).Select(Entry).Select((ignore, index) => new RuleWaiver(
                    Known(ignore.Rule), ignore.Files, string.IsNullOrWhiteSpace(ignore.Reason) ? null : ignore.Reason, ignore.Until, lines[index]))],
                Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (JsonException exception)
        {
            throw Refused(exception.LineNumber is { } line ? $"{file}({line + 1})" : file, exception.Message, exception);
        }
    }

    /// <summary>The finding as the settings want it; null where they silence it.</summary>
    /// <param name="finding">A finding.</param>
    /// <param name="file">Its file's full path.</param>
    /// <param name="today">Exceptions that end before it do not count.</param>
    internal AuditFinding? Apply(AuditFinding finding, string file, DateOnly today)
    {
        string folder = Path.GetDirectoryName(File) ?? "";
        if (Exceptions.Any(exception => !(exception.Until < today) && exception.Covers(finding.Rule, folder, file)))
        {
            return null;
        }

        return Rules.LastOrDefault(rule => rule.Covers(finding.Rule, folder, file)) is not { } rule
            ? finding.Rule == AuditCodes.PasswordInFile ? null : finding
            : rule.Severity is { } severity ? finding with { Severity = severity } : null;
    }

    /// <summary>What is to be said of the settings themselves.</summary>
    /// <param name="baseFolder">The audit's <see cref="AuditOptions.BaseFolder"/>.</param>
    /// <param name="today">The day against which end dates are held.</param>
    internal IEnumerable<AuditFinding> Judge(string baseFolder, DateOnly today)
    {
        string name = Path.GetRelativePath(baseFolder, File.Length == 0 ? baseFolder : File).Replace('\\', '/');
        foreach (RuleWaiver exception in Exceptions)
        {
            string what = exception.Rule ?? "every rule";
            if (exception.Reason is null)
            {
                yield return new(AuditCodes.ExceptionWithoutReason, Severity.Warning, name, exception.Line, 1, $"The exception from {what} has no reason.", "Add a \"reason\".");
            }

            if (exception.Until < today)
            {
                yield return new(AuditCodes.ExceptionEnded, Severity.Warning, name, exception.Line, 1, $"The exception from {what} ended on {exception.Until:yyyy-MM-dd}.", "Cure what it silenced, or give it a later end and say why.");
            }
        }
    }

    private static T Entry<T>(T? entry)
        where T : class => entry ?? throw new JsonException("An entry is null.");

    private static SqlTlsException Refused(string where, string why, Exception? cause) =>
        new(Failure.Input, AuditCodes.BadSettings, $"{where}: the settings cannot be understood. {why}", "docs/audit.md shows what may stand there.", cause);

    private static string? Known(string? rule) => rule is null || AuditRule.Of(rule) is not null ? rule : throw new JsonException($"There is no rule '{rule}'.");

    private static Severity? Level(string? word) => word switch
    {
        "error" => Severity.Error,
        "warning" => Severity.Warning,
        "note" => Severity.Note,
        "off" => null,
        _ => throw new JsonException("A \"severity\" is one of error, warning, note and off."),
    };

    private static ReadOnlySpan<byte> Unmarked(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;

    private static int[] LinesOfExceptions(ReadOnlySpan<byte> json)
    {
        var lines = new List<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        bool within = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                within = reader.ValueTextEquals("ignore");
            }
            else if (within && reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 2)
            {
                lines.Add(1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n'));
            }
        }

        return [.. lines];
    }
}
