using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SqlTls.Audit;

/// <summary>The findings of an old code base that are known and not told again. It holds no line numbers, so that it outlives edits around a finding.</summary>
/// <param name="Folder">Where its file lies, a full path; the names of files in it are relative to it.</param>
/// <param name="Findings">What is known.</param>
public sealed record AuditBaseline(string Folder, IReadOnlyList<KnownFinding> Findings)
{
    /// <summary>Nothing is known.</summary>
    public static AuditBaseline None { get; } = new("", []);

    /// <summary>Changes when what is known changes; 64 hex digits.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder + '\n' + Write())));

    /// <summary>A baseline of everything that an audit found.</summary>
    /// <param name="result">What it found.</param>
    /// <param name="baseFolder">The audit's <see cref="AuditOptions.BaseFolder"/>.</param>
    /// <param name="folder">Where the baseline's file will lie, a full path.</param>
    public static AuditBaseline Of(AuditResult result, string baseFolder, string folder) => new(folder, [.. result.Findings
        .Where(finding => finding.Fingerprint.Length > 0)
        .GroupBy(finding => (finding.Rule, File: Relative(folder, Path.GetFullPath(finding.File, baseFolder)), finding.Fingerprint))
        .Select(group => new KnownFinding(group.Key.Rule, group.Key.File, group.Key.Fingerprint, group.Count()))
        .OrderBy(known => known.File, StringComparer.Ordinal)
        .ThenBy(known => known.Rule, StringComparer.Ordinal)
        .ThenBy(known => known.Fingerprint, StringComparer.Ordinal)]);

    /// <summary>Reads a baseline.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SqlTlsException">SQLTLS1013: it is not there, or not one.</exception>
    public static async Task<AuditBaseline> ReadAsync(string file, CancellationToken cancellationToken = default)
    {
        const string Cure = "Make it again with 'sqltls audit --write-baseline FILE'.";
        try
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            return JsonSerializer.Deserialize(bytes, AuditFileContext.Default.BaselineFile) is { Schema: 1, Findings: { } findings } && findings.All(IsWhole)
                ? new(Path.GetDirectoryName(file)!, [.. findings.OfType<KnownFinding>()])
                : throw new SqlTlsException(Failure.Input, AuditCodes.BadBaseline, $"'{file}' is no baseline of schema 1.", Cure);
        }
        catch (FileNotFoundException exception)
        {
            throw new SqlTlsException(Failure.Input, AuditCodes.BadBaseline, $"There is no baseline '{file}'.", "Make one with 'sqltls audit --write-baseline FILE'.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(Failure.Input, AuditCodes.BadBaseline, $"'{file}' cannot be read as a baseline: {exception.Message}", "Name a file that this user may read.", exception);
        }
        catch (JsonException exception)
        {
            throw new SqlTlsException(Failure.Input, AuditCodes.BadBaseline, $"'{file}' is no baseline: line {exception.LineNumber + 1} cannot be read.", Cure, exception);
        }
    }

    /// <summary>The baseline as the file that <see cref="ReadAsync"/> reads; it holds no secret.</summary>
    public string Write() => JsonSerializer.Serialize(new(1, Findings), AuditFileContext.Default.BaselineFile) + "\n";

    /// <summary>One file's findings without those that are known.</summary>
    /// <param name="file">The file's full path.</param>
    /// <param name="findings">Its findings.</param>
    internal IReadOnlyList<AuditFinding> Remove(string file, IReadOnlyList<AuditFinding> findings)
    {
        if (Findings.Count == 0 || findings.Count == 0)
        {
            return findings;
        }

        string name = Relative(Folder, file);
        var left = Findings.Where(known => known.File == name)
            .GroupBy(known => (known.Rule, known.Fingerprint))
            .ToDictionary(group => group.Key, group => group.Sum(known => known.Count));
        return [.. findings.Where(finding => !Take(left, (finding.Rule, finding.Fingerprint)))];
    }

    private static bool IsWhole(KnownFinding? known) => known is { Rule: not null, File: not null, Fingerprint: not null };

    private static bool Take(Dictionary<(string, string), int> left, (string, string) key)
    {
        if (left.GetValueOrDefault(key) == 0)
        {
            return false;
        }

        left[key]--;
        return true;
    }

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');
}
