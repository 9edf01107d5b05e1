using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using SqlTls.Reports.Pages;

namespace SqlTls.Action.Tests.Pages;

public partial class HtmlPageTests
{
    [Fact]
    public void Loads_nothing_from_elsewhere()
    {
        string page = HtmlPage.Write(Runs.Bad);

        Assert.Contains("default-src 'none'", page);
        Assert.Empty(Loading().Matches(page));
    }

    [Fact]
    public void Names_its_language_and_fits_a_phone()
    {
        string page = HtmlPage.Write(Runs.Good);

        Assert.Contains("<html lang=\"en\">", page);
        Assert.Contains("width=device-width", page);
        Assert.Contains("prefers-color-scheme: dark", page);
    }

    [Theory]
    [InlineData("</pre><script>alert(1)</script>")]
    [InlineData("\" onclick=\"alert(1)")]
    [InlineData("&amp; <b>")]
    public void Takes_what_others_wrote_for_text(string text)
    {
        XElement body = Body(HtmlPage.Write(Runs.Hostile(text)));

        Assert.Contains(text, body.Value);
        Assert.DoesNotContain(body.Descendants(), element => element.Name.LocalName is "script" or "b");
        Assert.DoesNotContain(body.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on"));
    }

    [Fact]
    public void Is_well_formed_whatever_it_shows() => Gen.Char[' ', '~'].Array.Select(letters => new string(letters)).Sample(
        text => Body(HtmlPage.Write(Runs.Hostile(text))).Value.Contains(text),
        iter: 200);

    [Fact]
    public void Shows_the_same_as_the_summary()
    {
        string page = Body(HtmlPage.Write(Runs.Bad)).Value;

        Assert.StartsWith("✗ 1 check of mssql failed", page.Trim());
        Assert.Contains("6 days left", page);
        Assert.Contains("src/appsettings.json:4", page);
    }

    private static XElement Body(string page) => XElement.Parse(page[page.IndexOf("<body>")..page.IndexOf("</html>")], LoadOptions.PreserveWhitespace);

    [GeneratedRegex("<(script|link|img|iframe|object|embed)|@import|url\\(|src=")]
    private static partial Regex Loading();
}
