using System.Text.Json;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class DotnetTool(Packages packages)
{
    [Fact]
    public async Task Works_when_it_is_installed_from_a_folder_connector_and_all()
    {
        using var folder = new TemporaryFolder();
        await Packages.PackAsync("src/SqlTls.Cli", packages.Feed);

        Tool install = await Dotnet.RunAsync(
            folder.Path, "tool", "install", "sqltls", "--tool-path", folder.File("tool"), "--source", packages.Feed, "--version", "0.1.0");
        Assert.True(install.ExitCode == 0, install.Everything);
        Tool up = await Tool.RunAsync(folder.File($"tool/sqltls{(OperatingSystem.IsWindows() ? ".exe" : "")}"), ["up", "--endpoint", "--json"], workingFolder: folder.Path);

        Assert.True(up.ExitCode == 0, up.Everything);
        using var report = JsonDocument.Parse(up.Output);
        Assert.Equal("passed", report.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == "encrypted-connection").GetProperty("outcome").GetString());
    }
}
