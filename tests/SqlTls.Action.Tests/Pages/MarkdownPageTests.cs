using CsCheck;
using SqlTls.Reports.Pages;

namespace SqlTls.Action.Tests.Pages;

public class MarkdownPageTests
{
    [Fact]
    public void Says_first_how_it_went() => Assert.StartsWith("## ✅ Connections to mssql are encrypted and validated\n", MarkdownPage.Write(Runs.Good));

    [Fact]
    public void Shows_the_diagnosis_before_all_else()
    {
        string page = MarkdownPage.Write(Runs.Bad);

        Assert.StartsWith("## ❌ 1 check of mssql failed\n\n> ❌ **The certificate is for other names than the one asked for.**", page);
        Assert.Contains("pre-login handshake", page);
        Assert.True(page.IndexOf("for other names") < page.IndexOf("accepts TLS 1.0 or 1.1"));
        Assert.True(page.IndexOf("accepts TLS 1.0 or 1.1") < page.IndexOf("### Server"));
    }

    [Fact]
    public void Has_server_certificate_checks_and_strings()
    {
        string page = MarkdownPage.Write(Runs.Good);

        Assert.Contains("127.0.0.1,1433", page);
        Assert.Contains("6 days left", page);
        Assert.Contains("➖ skipped", page);
        Assert.Contains("```\nServer=127.0.0.1,1433;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False;", page);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[link](https://evil.example)")]
    [InlineData("a | b\n\n# heading")]
    [InlineData("**bold** @someone #12")]
    [InlineData("&lt;b&gt; ![x](y)")]
    public void Takes_what_others_wrote_for_text(string text)
    {
        string page = WithoutFences(MarkdownPage.Write(Runs.Hostile(text)));

        Assert.DoesNotContain(text.Split('\n')[0], page);
        Assert.DoesNotContain("# heading", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("(https://evil", page);
    }

    [Theory]
    [InlineData("`")]
    [InlineData("```\n# out")]
    [InlineData("a````b")]
    public void Keeps_a_string_inside_its_fence(string text)
    {
        string[] lines = MarkdownPage.Write(Runs.Hostile(text)).Split('\n');

        string[] fences = [.. lines.Where(line => line.Length > 2 && line.All(letter => letter == '`'))];
        Assert.True(fences.Length >= 2, "No fence.");
        Assert.True(fences[0].Length > text.Split('\n')[0].Count(letter => letter == '`'));
        Assert.DoesNotContain("# out", lines);
    }

    [Fact]
    public void Is_never_broken_out_of() => Gen.String.Sample(
        text => !WithoutFences(MarkdownPage.Write(Runs.Hostile(text + "<b>"))).Contains("<b>"),
        iter: 200);

    // In a fence everything is text.
    private static string WithoutFences(string page)
    {
        string? open = null;
        var kept = new List<string>();
        foreach (string line in page.Split('\n'))
        {
            bool fence = line.Length > 2 && line.All(letter => letter == '`');
            if (fence && (open is null || open == line))
            {
                open = open is null ? line : null;
            }
            else if (open is null)
            {
                kept.Add(line);
            }
        }

        return string.Join('\n', kept);
    }
}
