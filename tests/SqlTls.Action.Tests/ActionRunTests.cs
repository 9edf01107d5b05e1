using SqlTls.Action.Tests.Pages;
using SqlTls.Action.Workflow;
using SqlTls.ConnectionStrings;
using SqlTls.Reports;
using SqlTls.Reports.Pages;


namespace SqlTls.Action.Tests;

public class ActionRunTests
{
    [Fact]
    public async Task What_nobody_foresaw_is_told_without_its_words()
    {
        using var output = new StringWriter();
        var step = new Step(name => name == "GITHUB_WORKSPACE" ? throw new InvalidOperationException("Canary\n::set-output name=x::y") : null, output);

        int exitCode = await new ActionRun(step).RunAsync([], CancellationToken.None);

        Assert.Equal(3, exitCode);
        Assert.Contains($"::error title={SurroundingsCodes.Unforeseen}::", output.ToString());
        Assert.Contains(nameof(InvalidOperationException), output.ToString());
        Assert.DoesNotContain("Canary", output.ToString());
    }

    [Theory]
    [InlineData("up", "Set one of container, image, instance, service and endpoint; or audit, or verify.")]
    [InlineData("down", "Set container, image, instance or service.")]
    public async Task Nothing_to_do_is_told_with_the_inputs_that_there_are(string way, string cure)
    {
        using var folder = new TemporaryFolder();
        using var log = new Log(("GITHUB_WORKSPACE", folder.Path));

        int exitCode = await new ActionRun(log.Step).RunAsync(way == "down" ? [way] : [], CancellationToken.None);

        Assert.Equal(2, exitCode);
        Assert.Contains(cure, log.Text);
    }

    [Fact]
    public async Task What_is_secret_is_masked_before_anything_is_looked_at()
    {
        using var log = new Log(("INPUT_VERIFY", "Server=a;Password='Canary;1'\nServer=b;Pwd=Canary-2"), ("INPUT_SA-PASSWORD", "Canary-3"));

        await new ActionRun(log.Step).RunAsync([], CancellationToken.None);

        string[] masks = [.. log.Text.Split(Environment.NewLine).TakeWhile(line => line.StartsWith("::add-mask::")).Select(line => line["::add-mask::".Length..])];
        Assert.Superset(new HashSet<string> { "Canary;1", "Canary-2", "Canary-3", "Server=a;Password='Canary;1'", "Server=b;Pwd=Canary-2" }, masks.ToHashSet());
    }

    [Fact]
    public void A_server_that_waits_for_its_restart_is_reported_without_strings()
    {
        using var log = new Log();
        UpReport held = Runs.Unproved;

        UpReport report = ServerSetup.HandOut(log.Step, new Place(false, "/w", "/w"), held, new ReadyString("", 0, "sa", "Canary", false, null, null), reach: null);

        Assert.Equal("true", log.Outputs["changed"]);
        Assert.Equal("", log.Outputs["tls-version"]);
        Assert.DoesNotContain("connection-string", log.Outputs.Keys);
        Assert.StartsWith("## ⚠️ Nothing is proved yet of MSSQLSERVER", MarkdownPage.Write(new RunReport(DateTimeOffset.UtcNow) { Setup = report }));
    }
}
