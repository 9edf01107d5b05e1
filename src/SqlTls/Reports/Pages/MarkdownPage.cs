using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SqlTls.Reports.Pages;

/// <summary>The page of a run as GitHub's Markdown, for a job's summary.</summary>
public static partial class MarkdownPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="run">What is shown. Whatever stands in it is text: it can make neither markup nor links.</param>
    public static string Write(RunReport run) => string.Concat(PageContent.Of(run).Select(Render));

    private static string Render(Block block) => block switch
    {
        Block.Title title => $"## {Sign(title.Tone)} {Escape(title.Text)}\n\n",
        Block.Heading heading => $"### {Escape(heading.Text)}\n\n",
        Block.Sentence sentence => $"{Escape(sentence.Text)}\n\n",
        Block.Diagnosis diagnosis => Render(diagnosis),
        Block.Facts facts => Table(["", ""], facts.Lines.Select(line => new[] { $"**{Escape(line.Name)}**", Inline(line.Value) })),
        Block.Table table => Table(table.Columns, table.Rows.Select(row => row.Select(Inline))),
        Block.Snippet snippet => $"{Escape(snippet.Name)}\n\n{Fenced(snippet.Text)}\n\n",
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };

    private static string Render(Block.Diagnosis diagnosis)
    {
        string raw = diagnosis.Raw is null ? "" : $"> <details><summary>What the client said</summary>{Escape(diagnosis.Raw)}</details>\n";
        return $"> {Sign(diagnosis.Tone)} **{Escape(diagnosis.What)}**\n>\n> {Escape(diagnosis.Cure)} {Inline(diagnosis.Code)}\n{(raw.Length > 0 ? ">\n" : "")}{raw}\n";
    }

    private static string Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        string[] heads = [.. columns.Select(Escape)];
        var text = new StringBuilder($"| {string.Join(" | ", heads)} |\n|{string.Concat(heads.Select(_ => "---|"))}\n");
        foreach (IEnumerable<string> row in rows)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }

        return $"{text}\n";
    }

    private static string Inline(Cell cell)
    {
        string text = cell.Tone is { } tone ? $"{Sign(tone)} {Escape(cell.Text)}" : Escape(cell.Text);
        string linked = cell.Link is null ? text : $"[{text}]({cell.Link})";
        return cell.Detail is not [_, ..] detail
            ? linked
            : $"{linked}<details><summary>evidence</summary>{string.Join("<br>", detail.Select(line => $"{Escape(line.Name)}&#58; {Escape(line.Value)}"))}</details>";
    }

    private static string Fenced(string text)
    {
        string fence = new('`', Math.Max(3, Ticks().Matches(text).Select(match => match.Length + 1).DefaultIfEmpty().Max()));
        return $"{fence}\n{text.ReplaceLineEndings(" ")}\n{fence}";
    }

    private static string Sign(Tone tone) => tone switch { Tone.Good => "✅", Tone.Bad => "❌", Tone.Warning => "⚠️", _ => "➖" };

    // As a character reference nothing is markup, wherever it stands.
    private static string Escape(string text) => Markup().Replace(text.ReplaceLineEndings(" "), match => $"&#{(int)match.Value[0]};");

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}\p{Cs} .,;/=()+'-]")]
    private static partial Regex Markup();

    [GeneratedRegex("`+")]
    private static partial Regex Ticks();
}
