using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SqlTls.Reports.Pages;

namespace SqlTls.Action.Tests.Pages;

/// <summary>The page as a browser shows it: in a frame as wide as a phone or a screen, measured from the outside, since it runs no script itself.</summary>
public sealed partial class BrowserTests : IDisposable
{
    private const int Phone = 375;
    private const int Screen = 1280;

    // WCAG 2.2, 1.4.3.
    private const double LeastContrast = 4.5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresTheory("chromium")]
    [InlineData(Phone)]
    [InlineData(Screen)]
    public async Task Nothing_has_to_be_scrolled_sideways(int width)
    {
        double measured = await MeasureAsync(width, dark: false, "page.documentElement.scrollWidth");

        Assert.InRange(measured, 1, width);
    }

    [RequiresTheory("chromium")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_text_stands_out_from_the_page(bool dark)
    {
        double measured = await MeasureAsync(Screen, dark, "leastContrast(page)");

        Assert.InRange(measured, LeastContrast, 21);
    }

    [RequiresFact("chromium")]
    public async Task It_is_dark_where_the_reader_has_it_dark()
    {
        Assert.InRange(await MeasureAsync(Screen, dark: true, "luminance(style(page.body).backgroundColor)"), 0, 0.1);
        Assert.InRange(await MeasureAsync(Screen, dark: false, "luminance(style(page.body).backgroundColor)"), 0.9, 1);
    }

    private async Task<double> MeasureAsync(int width, bool dark, string what)
    {
        string file = _folder.Write("frame.html", $$"""
            <!DOCTYPE html><iframe style="width:{{width}}px;height:900px;border:0" srcdoc="{{WebUtility.HtmlEncode(HtmlPage.Write(Runs.Bad))}}"></iframe><output></output>
            <script>
            const style = element => element.ownerDocument.defaultView.getComputedStyle(element);
            const luminance = color => color.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
              .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
              .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
            const behind = element => !/, 0\)$/.test(style(element).backgroundColor) ? style(element).backgroundColor : behind(element.parentElement);
            const contrast = element => {
              const [light, dark] = [style(element).color, behind(element)].map(luminance).sort((one, other) => other - one);
              return (light + 0.05) / (dark + 0.05);
            };
            const leastContrast = page => Math.min(...[...page.body.querySelectorAll('*')]
              .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(contrast));
            onload = () => {
              const page = document.querySelector('iframe').contentDocument;
              document.querySelector('output').textContent = {{what}};
            };
            </script>
            """);
        Tool run = await Tool.RunAsync("chromium",
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", $"--user-data-dir={_folder.File("profile")}",
            $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}", "--virtual-time-budget=5000", "--dump-dom", new Uri(file).AbsoluteUri,
        ]);
        Match measured = Measured().Match(run.Output);
        Assert.True(measured.Success, run.Everything);
        return double.Parse(measured.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<output>([\\d.e-]+)</output>")]
    private static partial Regex Measured();
}
