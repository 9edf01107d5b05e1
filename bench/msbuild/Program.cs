// Builds 100 projects that have SqlTlsTasks and MinVer side by side, sums up the time of each package's targets from the binary log, and prints rows of a table.
using System.Diagnostics;
using Microsoft.Build.Logging.StructuredLogger;

const int Projects = 100;
string repository = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
string folder = Directory.CreateTempSubdirectory("sqltls-bench-").FullName;
try
{
    Run(repository, "dotnet", "pack", "src/SqlTlsTasks", "-c", "Release", "-o", Path.Combine(folder, "feed"), "-v", "quiet");
    Generate();
    Run(folder, "git", "init", "-q");
    Run(folder, "git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "--allow-empty", "-m", "bench");
    Run(folder, "dotnet", "restore", "All.slnx", "-v", "quiet");
    Measure("full build", "full", 10);
    Measure("nothing changed", "again", 2);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

void Generate()
{
    Write("Directory.Build.props", """
        <Project>
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>$(MSBuildThisFileDirectory)packages</RestorePackagesPath></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="SqlTlsTasks" Version="*" PrivateAssets="all" />
            <PackageReference Include="MinVer" Version="8.0.0" PrivateAssets="all" />
          </ItemGroup>
        </Project>
        """);
    Write("nuget.config", $"""<configuration><packageSources><add key="packed" value="{folder}/feed" /></packageSources></configuration>""");
    for (int number = 1; number <= Projects; number++)
    {
        Write($"P{number}/P{number}.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        Write($"P{number}/Code.cs", $"public static class Code{number} {{ public const string Server = \"sql.example.com\"; }}");
        Write($"P{number}/appsettings.json", """{ "ConnectionStrings": { "Main": "Server=sql.example.com;Database=shop;Encrypt=true;TrustServerCertificate=true" } }""");
    }

    Write("All.slnx", $"<Solution>{string.Concat(Enumerable.Range(1, Projects).Select(number => $"""<Project Path="P{number}/P{number}.csproj" />"""))}</Solution>");
}

void Measure(string what, string name, double most)
{
    string log = Path.Combine(folder, $"{name}.binlog");
    Run(folder, "dotnet", "build", "All.slnx", "--no-restore", "-nodeReuse:false", "-v", "quiet", $"-bl:{log}");
    Target[] targets = [.. BinaryLog.ReadBuild(log).FindChildrenRecursive<Target>()];
    (double ours, double ourStart) = PerProject(targets, "sqltlstasks");
    (double peer, double peerStart) = PerProject(targets, "minver");
    Row($"MSBuild audit, ms a project of {Projects}, {what}; beside MinVer 8", ours, peer, most);
    Row("the same, with the start-up of each node", ours + ourStart / Projects, peer + peerStart / Projects, most);
}

static void Row(string what, double ours, double peer, double most) => Console.WriteLine(
    $"| {what} | {ours:0.0} ms | {peer:0.0} ms | {ours / peer:0.00} | 0.2, {most} ms | {most} ms {(ours <= most ? "yes" : "no")}, 0.2 {(ours <= peer / 5 ? "yes" : "no")} |");

// The first project of each node pays for loading and compiling the task: that is start-up.
static (double PerProject, double StartUp) PerProject(Target[] targets, string package)
{
    var projects = targets
        .Where(target => target.SourceFilePath?.Contains($"/packages/{package}/", StringComparison.OrdinalIgnoreCase) == true)
        .GroupBy(target => target.Project)
        .Select(group => (Node: group.First().NodeId, Start: group.Min(target => target.StartTime), Time: group.Sum(target => target.Duration.TotalMilliseconds)))
        .ToList();
    var first = projects.GroupBy(project => project.Node).Select(node => node.MinBy(project => project.Start)).ToList();
    return (projects.Except(first).Sum(project => project.Time) / (projects.Count - first.Count), first.Sum(project => project.Time));
}

void Write(string file, string content)
{
    string path = Path.Combine(folder, file);
    _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, content);
}

static void Run(string where, string program, params string[] words)
{
    var start = new ProcessStartInfo(program, words) { WorkingDirectory = where, RedirectStandardOutput = true };
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    using Process process = Process.Start(start)!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {process.ExitCode}: {output}");
    }
}
