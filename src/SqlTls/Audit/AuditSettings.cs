using System.Security.Cryptography;
using System.Text.Json;

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

    /// <summary>Reads the settings that hold for a folder: those of the nearest folder upwards that has some, up to the repository's root.</summary>
    /// <param name="folder">A full path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns><see cref="None"/> where there are none.</returns>
    /// <exception cref="SqlTlsException">SQLTLS1012: they cannot be understood.</exception>
    public static async Task<AuditSettings> FindAsync(string folder, CancellationToken cancellationToken = default) =>
        FileOf(folder) is { } file ? await ReadAsync(file, cancellationToken) : None;

    /// <summary>Where the settings stand that hold for a folder: in the nearest folder upwards that has some, up to the repository's root.</summary>
    /// <param name="folder">A full path.</param>
    /// <returns>A full path; null where there are none.</returns>
    public static string? FileOf(string folder)
    {
        for (string? next = folder; next is not null; next = Path.GetDirectoryName(next))
        {
            string file = Path.Combine(next, FileName);
            if (System.IO.File.Exists(file))
            {
                return file;
            }

            if (Path.Exists(Path.Combine(next, ".git")))
            {
                break;
            }
        }

        return null;
    }

    /// <summary>Reads settings.</summary>
    /// <param name="file">Their full path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SqlTlsException">SQLTLS1012: they cannot be understood.</exception>
    public static async Task<AuditSettings> ReadAsync(string file, CancellationToken cancellationToken = default)
    {
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(file, cancellationToken);
        try
        {
            SettingsFile read = JsonSerializer.Deserialize(Unmarked(bytes), AuditFileContext.Default.SettingsFile) ?? throw new JsonException("It is null.");
            int[] lines = LinesOfExceptions(Unmarked(bytes));
            return new(
                file,
                [.. (read.Rules ?? []).Select(rule => new RuleSeverity(Known(rule.Rule), rule.Files, Level(rule.Severity)))],
                [.. (read.Ignore ?? []).Select((ignore, index) => new RuleWaiver(
                    Known(ignore.Rule), ignore.Files, string.IsNullOrWhiteSpace(ignore.Reason) ? null : ignore.Reason, ignore.Until, lines[index]))],
                Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (JsonException exception)
        {
            string where = exception.LineNumber is { } line ? $"{file}({line + 1})" : file;
            throw new SqlTlsException(Failure.Input, AuditCodes.BadSettings, $"{where}: the settings cannot be understood. {exception.Message}", "docs/audit.md shows what may stand there.", exception);
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
    /// <param name="options">The audit that they are for.</param>
    internal IEnumerable<AuditFinding> Judge(AuditOptions options)
    {
        string name = Path.GetRelativePath(options.BaseFolder, File.Length == 0 ? options.BaseFolder : File).Replace('\\', '/');
        foreach (RuleWaiver exception in Exceptions)
        {
            string what = exception.Rule ?? "every rule";
            if (exception.Reason is null)
            {
                yield return new(AuditCodes.ExceptionWithoutReason, Severity.Warning, name, exception.Line, 1, $"The exception from {what} has no reason.", "Add a \"reason\".");
            }

            if (exception.Until < options.Today)
            {
                yield return new(AuditCodes.ExceptionEnded, Severity.Warning, name, exception.Line, 1, $"The exception from {what} ended on {exception.Until:yyyy-MM-dd}.", "Cure what it silenced, or give it a later end and say why.");
            }
        }
    }

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
