using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace SqlTlsTasks.Tests;

/// <summary>
/// Somebody who has the README, the .NET SDK and a folder with the two packages, and nothing else: a clean container without a network, in which the
/// README's own lines are run.
/// </summary>
[Collection(SharedPackages.Name)]
public class NewUser(Packages packages, ITestOutputHelper output)
{
    private static readonly string Sdk = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
    private static readonly string[] Readme = [.. File.ReadAllLines(Repository.File("README.md")).Select(line => line.Trim())];

    [RequiresFact("docker")]
    public async Task Comes_by_the_README_alone_from_nothing_to_a_verified_connection_and_an_audited_build()
    {
        await Packages.PackAsync("src/SqlTls.Cli", packages.Feed);
        using var folder = new TemporaryFolder();
        _ = folder.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                {Line("<PackageReference ")}
              </ItemGroup>
            </Project>
            """);
        _ = folder.Write("app/appsettings.json", Project.Settings(Project.Unsafe));
        _ = folder.Write("app/nuget.config", """<configuration><packageSources><clear /><add key="feed" value="/root/feed" /></packageSources></configuration>""");
        string script = $"""
            set -ex
            cd /root
            {Line("dotnet tool install --global sqltls --source ")}
            sqltls {Line("dotnet run --project src/SqlTls.Cli -- ").Split('#')[0].Split(" -- ")[1].Trim()}
            cp -r /given/app . && cd app
            dotnet build
            """;
        var watch = Stopwatch.StartNew();

        Tool run = await Tool.RunAsync(
            "docker",
            [
                "run", "--rm", "--interactive", "--network", "none",
                "--volume", $"{Sdk}:/usr/share/dotnet:ro", "--volume", $"{packages.Feed}:/root/feed:ro", "--volume", $"{folder.Path}:/given:ro",
                "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/dotnet:/root/.dotnet/tools",
                "--env", "DOTNET_ROOT=/usr/share/dotnet", "--env", "DOTNET_CLI_TELEMETRY_OPTOUT=1", "--env", "DOTNET_NOLOGO=1",
                "sqltls/base:test", "/bin/sh", "-c", script.ReplaceLineEndings("\n"),
            ],
            seconds: 600);

        output.WriteLine($"From nothing to a verified connection and an audited build: {watch.Elapsed.TotalSeconds:F0} s.");
        output.WriteLine(run.Everything);
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Matches(@"encrypted-connection\s+passed", run.Output);
        Assert.Contains("appsettings.json(3,14): warning SQLTLS1002: ", run.Output);
    }

    private static string Line(string beginning) => Assert.Single(Readme, line => line.StartsWith(beginning, StringComparison.Ordinal));
}
