using System.Net;

namespace SqlTls.Reports.Pages;

/// <summary>A page as one HTML file that loads nothing: readable in light and dark, on a screen and on a phone.</summary>
public static class HtmlPage
{
    /// <summary>Writes the page of a run.</summary>
    /// <param name="run">What is shown. Whatever stands in it is text.</param>
    public static string Write(RunReport run) => Write([.. PageContent.Of(run)], run.At);

    /// <summary>Writes the page of many servers.</summary>
    /// <param name="fleet">What is shown. Whatever stands in it is text.</param>
    public static string Write(FleetPage fleet) => Write([.. FleetContent.Of(fleet)], fleet.At);

    private static string Write(Block[] blocks, DateTimeOffset at) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>{Escape(blocks.OfType<Block.Title>().First().Text)}</title>
        <style>{HtmlStyle.Sheet}</style>
        </head>
        <body>
        <main>
        {string.Join('\n', blocks.Select(Render))}
        </main>
        <footer>sqltls, {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC</footer>
        </body>
        </html>

        """;

    private static string Render(Block block) => block switch
    {
        Block.Title title => $"<h1><span class=\"sign {Class(title.Tone)}\">{Sign(title.Tone)}</span> {Escape(title.Text)}</h1>",
        Block.Heading heading => $"<h2>{Escape(heading.Text)}</h2>",
        Block.Sentence sentence => $"<p>{Escape(sentence.Text)}</p>",
        Block.Diagnosis diagnosis => Render(diagnosis),
        Block.Facts facts => $"<dl>{string.Concat(facts.Lines.Select(line => $"<dt>{Escape(line.Name)}</dt><dd>{Inline(line.Value)}</dd>"))}</dl>",
        Block.Table table => Render(table),
        Block.Snippet snippet => $"<figure><figcaption>{Escape(snippet.Name)}</figcaption><pre tabindex=\"0\">{Escape(snippet.Text)}</pre></figure>",
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };

    private static string Render(Block.Diagnosis diagnosis)
    {
        string raw = diagnosis.Raw is null ? "" : $"<details><summary>What the client said</summary><p>{Escape(diagnosis.Raw)}</p></details>";
        return $"<section class=\"diagnosis {Class(diagnosis.Tone)}\"><p><strong>{Escape(diagnosis.What)}</strong></p><p>{Escape(diagnosis.Cure)} {Inline(diagnosis.Code)}</p>{raw}</section>";
    }

    private static string Render(Block.Table table)
    {
        string head = string.Concat(table.Columns.Select(column => $"<th scope=\"col\">{Escape(column)}</th>"));
        string rows = string.Concat(table.Rows.Select(row =>
            $"<tr>{string.Concat(row.Select(cell => $"<td>{Inline(cell)}</td>"))}</tr>\n"));
        return $"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>";
    }

    private static string Inline(Cell cell)
    {
        string text = cell.Link is null ? Escape(cell.Text) : $"<a href=\"{Escape(cell.Link)}\">{Escape(cell.Text)}</a>";
        string toned = cell.Tone is { } tone ? $"<span class=\"{Class(tone)}\"><span class=\"sign\">{Sign(tone)}</span> {text}</span>" : text;
        return cell.Detail is not [_, ..] detail
            ? toned
            : $"{toned}<details><summary>evidence</summary><dl>{string.Concat(detail.Select(line => $"<dt>{Escape(line.Name)}</dt><dd>{Escape(line.Value)}</dd>"))}</dl></details>";
    }

    private static string Sign(Tone tone) => tone switch { Tone.Good => "✓", Tone.Bad => "✗", Tone.Warning => "!", _ => "–" };

    private static string Class(Tone tone) => tone switch { Tone.Good => "good", Tone.Bad => "bad", Tone.Warning => "warning", _ => "quiet" };

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
