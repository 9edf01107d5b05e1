using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SqlTls.Audit.Files;
using SqlTls.Audit.Readers;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>
/// The changes that findings propose, as a diff for people: of each line the connection string alone, with <c>***</c> for every value that may
/// be a secret. So it is not for <c>patch</c>.
/// </summary>
public static partial class AuditDiff
{
    private const string Hidden = "***";

    /// <summary>The diff of one file: each changed string as it is and as it would be.</summary>
    /// <param name="file">The file's full path.</param>
    /// <param name="name">How to name it.</param>
    /// <param name="edits">The changes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Lines with their ends; empty where nothing would change.</returns>
    public static async Task<string> OfAsync(string file, string name, IEnumerable<AuditEdit> edits, CancellationToken cancellationToken = default)
    {
        string text = WholeText.Of(await File.ReadAllBytesAsync(file, cancellationToken)).Text;
        Shown[] strings = [.. Strings(file, text)];
        var diff = new StringBuilder();
        foreach (IGrouping<(int Line, Shown Part), AuditEdit> hunk in edits.DistinctBy(edit => edit.Offset).OrderBy(edit => edit.Offset).GroupBy(edit => (edit.Line, PartOf(edit, text, strings))))
        {
            Shown part = hunk.Key.Part;
            Change[] changes = [.. hunk.Select(edit => new Change(edit.Offset, edit.Old.Length, edit.New))];
            diff.Append(diff.Length == 0 ? $"--- {PlainText.Of(name)}\n+++ {PlainText.Of(name)}\n" : "")
                .Append(CultureInfo.InvariantCulture, $"@@ -{hunk.Key.Line} +{hunk.Key.Line} @@\n-{part.With([], text)}\n+{part.With(changes, text)}\n");
        }

        return diff.ToString();
    }

    // What of the edit's line belongs to its string.
    private static Shown PartOf(AuditEdit edit, string text, Shown[] strings)
    {
        Shown whole = Array.Find(strings, shown => shown.Start <= edit.Offset && edit.Offset < shown.End) ?? new(edit.Offset, edit.Offset + edit.Old.Length, []);
        int lineStart = edit.Offset - edit.Column + 1;
        int lineEnd = text.IndexOf('\n', edit.Offset) is var newLine and >= 0 ? newLine : text.Length;
        return whole with { Start = Math.Max(whole.Start, lineStart), End = Math.Min(whole.End, lineEnd) };
    }

    private static IEnumerable<Shown> Strings(string file, string text)
    {
        foreach (Literal literal in AuditReader.Read(file, new TextPiece(text, 0, 1, 1, IsLast: true), new Token()))
        {
            foreach (ConnectionString found in literal.ConnectionStrings())
            {
                Change[] secrets = [.. found.Pairs.Where(MayBeSecret).Select(pair => new Change(literal.Offsets[pair.ValueStart], literal.Offsets[pair.ValueStart + pair.ValueLength - 1] + 1 - literal.Offsets[pair.ValueStart], Hidden))];
                if (literal.Settings is null)
                {
                    yield return new(literal.Offsets[found.Start], literal.Offsets[found.End - 1] + 1, secrets);
                }
                else
                {
                    foreach (Pair pair in found.Pairs.Where(pair => pair.ValueLength > 0 && !MayBeSecret(pair)))
                    {
                        int key = literal.Offsets[pair.KeyStart], value = literal.Offsets[pair.ValueStart];
                        yield return new(key < value ? key : value, literal.Offsets[pair.ValueStart + pair.ValueLength - 1] + 1, []);
                    }
                }
            }
        }
    }

    private static bool MayBeSecret(Pair pair) => pair.ValueLength > 0 && pair.Word is Word.Password or Word.Unknown or Word.Foreign;

    // What looks like a secret is hidden too where a string was read in another way.
    [GeneratedRegex("""(?:password|pwd|secret|passphrase|token|accesskey)["']?\s{0,20}[=:]\s{0,20}["'{]?([^;"'}\s]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    private sealed record Change(int Offset, int Length, string New);

    private sealed record Shown(int Start, int End, Change[] Secrets)
    {
        public string With(Change[] changes, string text)
        {
            var line = new StringBuilder();
            int at = Start;
            foreach (Change change in Secrets.Concat(changes).Where(change => change.Offset >= Start && change.Offset < End).OrderBy(change => change.Offset))
            {
                line.Append(text, at, Math.Max(0, change.Offset - at)).Append(change.New);
                at = Math.Max(at, change.Offset + change.Length);
            }

            string shown = line.Append(text, Math.Min(at, End), Math.Max(0, End - at)).ToString().TrimEnd('\r');
            return PlainText.Of(Secret().Replace(shown, match => match.Value[..^match.Groups[1].Length] + Hidden));
        }
    }
}
