using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SqlTls.Audit.Files;
using SqlTls.Audit.Readers;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>The changes that findings propose, as a diff for people. Passwords are <c>***</c>, so it is not for <c>patch</c>.</summary>
public static partial class AuditDiff
{
    // Of a long line, so much is shown before and behind its changes.
    private const int Near = 200;

    private const string Hidden = "***";

    /// <summary>The diff of one file: each changed line as it is and as it would be.</summary>
    /// <param name="file">The file's full path.</param>
    /// <param name="name">How to name it.</param>
    /// <param name="edits">The changes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Lines with their ends; empty where nothing would change.</returns>
    public static async Task<string> OfAsync(string file, string name, IEnumerable<AuditEdit> edits, CancellationToken cancellationToken = default)
    {
        WholeText text = WholeText.Of(await File.ReadAllBytesAsync(file, cancellationToken));
        List<Change> secrets = Secrets(file, text.Text);
        var diff = new StringBuilder();
        foreach (IGrouping<int, AuditEdit> line in edits.DistinctBy(edit => edit.Offset).GroupBy(edit => edit.Line).OrderBy(line => line.Key))
        {
            int lineStart = line.First().Offset - line.First().Column + 1;
            int lineEnd = text.Text.IndexOf('\n', lineStart) is var newLine and >= 0 ? newLine : text.Text.Length;
            int start = Math.Max(lineStart, line.Min(edit => edit.Offset) - Near);
            int end = Math.Min(lineEnd, line.Max(edit => edit.Offset) + Near);
            Change[] hidden = [.. secrets.Where(secret => secret.Offset < end && secret.Offset + secret.Length > start)];
            Change[] changes = [.. line.Select(edit => new Change(edit.Offset, edit.Old.Length, edit.New))];
            diff.Append(diff.Length == 0 ? $"--- {name}\n+++ {name}\n" : "")
                .Append(CultureInfo.InvariantCulture, $"@@ -{line.Key} +{line.Key} @@\n-{Shown(text.Text, start, end, hidden)}\n+{Shown(text.Text, start, end, [.. hidden, .. changes])}\n");
        }

        return diff.ToString();
    }

    private static string Shown(string text, int start, int end, Change[] changes)
    {
        var line = new StringBuilder();
        foreach (Change change in changes.OrderBy(change => change.Offset).ThenByDescending(change => change.Length))
        {
            if (change.Offset + change.Length <= start)
            {
                continue;
            }

            line.Append(text, start, Math.Max(0, change.Offset - start)).Append(change.New);
            start = change.Offset + change.Length;
        }

        return line.Append(text, start, Math.Max(0, end - start)).ToString().TrimEnd('\r');
    }

    // Every password of the file, wherever it stands in its strings.
    private static List<Change> Secrets(string file, string text) =>
    [
        .. AuditReader.Read(file, new TextPiece(text, 0, 1, 1, IsLast: true), new Token())
            .SelectMany(literal => literal.ConnectionStrings(), (literal, found) => (Literal: literal, found.Pairs))
            .SelectMany(found => found.Pairs.Where(pair => pair.Word == Word.Password && pair.ValueLength > 0), (found, pair) => (found.Literal.Offsets, Pair: pair))
            .Select(found => (Start: found.Offsets[found.Pair.ValueStart], End: found.Offsets[found.Pair.ValueStart + found.Pair.ValueLength - 1] + 1))
            .Select(secret => new Change(secret.Start, secret.End - secret.Start, Hidden)),
        .. Password().Matches(text).Select(match => new Change(match.Groups[1].Index, match.Groups[1].Length, Hidden)),
    ];

    // What looks like a password is hidden too where no string could be read.
    [GeneratedRegex("""(?:password|pwd)["']?\s*[=:]\s*["'{]?([^;"'}\s]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    private sealed record Change(int Offset, int Length, string New);
}
