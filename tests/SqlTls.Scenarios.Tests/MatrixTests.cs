using System.Text;
using SqlTls.Endpoint.Scenarios;

namespace SqlTls.Scenarios.Tests;

/// <summary>Who notices what: every scenario before every client. The verdicts stand in docs/scenarios.md; SQLTLS_WRITE_DOCS=1 writes them anew.</summary>
public sealed class MatrixTests
{
    private const string Begin = "<!-- matrix: written by the tests -->";
    private const string End = "<!-- end of matrix -->";
    private static readonly string Page = Repository.File("docs/scenarios.md");

    [RequiresFact("freetds", "tedious", "nmap", "openssl")]
    public async Task The_verdicts_are_those_on_the_page()
    {
        string[] rows = await RowsAsync();
        string matrix = Table(rows);
        string page = await File.ReadAllTextAsync(Page);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);

        if (Environment.GetEnvironmentVariable("SQLTLS_WRITE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(Page, $"{page[..begin]}\n\n{matrix}\n{page[end..]}");
            return;
        }

        Assert.Equal(page[begin..end].Trim(), matrix.Trim());
    }

    private static async Task<string[]> RowsAsync()
    {
        using var room = new SemaphoreSlim(6);
        return await Task.WhenAll(ScenarioCatalog.All.Select(async scenario =>
        {
            await using ScenarioServer server = await ScenarioServer.StartAsync(scenario);
            string[] verdicts = await Task.WhenAll(Judges.All.Select(async judge =>
            {
                await room.WaitAsync();
                try
                {
                    return await judge.Judge(server);
                }
                finally
                {
                    _ = room.Release();
                }
            }));
            Assert.True(IsSound(scenario, verdicts), $"{scenario.Name}: {string.Join(", ", verdicts)}");
            return $"| `{scenario.Name}` | {Word(scenario.Verdict)} | {string.Join(" | ", verdicts)} |";
        }));
    }

    // What no page may say, whoever writes it: the columns are probe, verify, and SqlClient's two ways.
    private static bool IsSound(Scenario scenario, string[] verdicts) => scenario.Verdict switch
    {
        ScenarioVerdict.Accept => verdicts is ["good", "passed", Judges.Accepts, Judges.Accepts, ..],
        ScenarioVerdict.AcceptStrict => verdicts is ["good", "passed", not Judges.Accepts, Judges.Accepts, ..],
        ScenarioVerdict.Doubtful => verdicts is [not "good", not "passed", ..],
        _ => verdicts is [not "good", not "passed", not Judges.Accepts, not Judges.Accepts, ..],
    };

    private static string Word(ScenarioVerdict verdict) => verdict switch
    {
        ScenarioVerdict.Accept => "good",
        ScenarioVerdict.AcceptStrict => "good, strict",
        ScenarioVerdict.Doubtful => "doubtful",
        _ => "bad",
    };

    private static string Table(IEnumerable<string> rows)
    {
        var table = new StringBuilder();
        _ = table.Append("| scenario | is | ").AppendJoin(" | ", Judges.All.Select(judge => judge.Name)).Append(" |\n");
        _ = table.Append("|---|---|").Insert(table.Length, "---|", Judges.All.Count).Append('\n');
        foreach (string row in rows)
        {
            _ = table.Append(row).Append('\n');
        }

        return table.ToString();
    }
}
