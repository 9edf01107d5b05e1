// Builds projects that have SqlTlsTasks and MinVer side by side, several times in turns, and prints rows of a table: the time of each package's targets,
// by the binary log. Both are measured in the same builds, so a busy machine slows them alike.
using System.Diagnostics;
using Microsoft.Build.Logging.StructuredLogger;

string repository = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
int turns = args.Length > 1 ? int.Parse(args[1], null) : 5;
int projects = args.Length > 2 ? int.Parse(args[2], null) : 100;
string folder = Directory.CreateTempSubdirectory("sqltls-bench-").FullName;
try
{
    Run(repository, "dotnet", "pack", "src/SqlTlsTasks", "-c", "Release", "-o", Path.Combine(folder, "feed"), "-v", "quiet");
    Generate();
    Run(folder, "git", "init", "-q");
    Run(folder, "git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "--allow-empty", "-m", "bench");
    Run(folder, "dotnet", "restore", "All.slnx", "-v", "quiet");
    var full = new List<Times>();
    var again = new List<Times>();
    for (int turn = 1; turn <= turns; turn++)
    {
        ForgetBuilds();
        full.Add(Measure($"full{turn}"));
        again.Add(Measure($"again{turn}"));
    }

    Rows("full build", full, 10);
    Rows("nothing changed", again, 2);
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
    // What MSBuild itself takes for a target and a task, whatever the task does.
    Write("Directory.Build.targets", """<Project><Target Name="Nothing" BeforeTargets="CoreCompile"><Message Importance="low" Text="nothing" /></Target></Project>""");
    Write("nuget.config", $"""<configuration><packageSources><add key="packed" value="{folder}/feed" /></packageSources></configuration>""");
    for (int number = 1; number <= projects; number++)
    {
        Write($"P{number}/P{number}.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        Write($"P{number}/Code.cs", $"public static class Code{number} {{ public const string Server = \"sql.example.com\"; }}");
        Write($"P{number}/appsettings.json", """{ "ConnectionStrings": { "Main": "Server=sql.example.com;Database=shop;Encrypt=true;TrustServerCertificate=true" } }""");
    }

    Write("All.slnx", $"<Solution>{string.Concat(Enumerable.Range(1, projects).Select(number => $"""<Project Path="P{number}/P{number}.csproj" />"""))}</Solution>");
}

// All that a restore does not leave.
void ForgetBuilds()
{
    foreach (string project in Directory.EnumerateDirectories(folder, "P*").Where(project => Path.GetFileName(project) != "packages"))
    {
        foreach (string built in new[] { Path.Combine(project, "bin"), Path.Combine(project, "obj", "Debug") }.Where(Directory.Exists))
        {
            Directory.Delete(built, recursive: true);
        }

        File.Delete(Path.Combine(project, "obj", $"{Path.GetFileName(project)}.csproj.sqltls.cache"));
    }
}

Times Measure(string name)
{
    string log = Path.Combine(folder, $"{name}.binlog");
    Run(folder, "dotnet", "build", "All.slnx", "--no-restore", "-nodeReuse:false", "-v", "quiet", $"-bl:{log}");
    Target[] targets = [.. BinaryLog.ReadBuild(log).FindChildrenRecursive<Target>()];
    (double ours, double ourStart) = PerProject(targets.Where(IsOf("sqltlstasks")));
    (double peer, double peerStart) = PerProject(targets.Where(IsOf("minver")));
    (double nothing, _) = PerProject(targets.Where(target => target.Name == "Nothing"));
    return new(ours, ours + (ourStart / projects), peer, peer + (peerStart / projects), nothing);
}

void Rows(string what, List<Times> runs, double most)
{
    Row($"MSBuild audit, ms a project of {projects}, {what}, the median of {runs.Count} builds; beside MinVer 8", [.. runs.Select(run => (run.Ours, run.Peer))], most);
    Row("the same, with the start-up of each node", [.. runs.Select(run => (run.OursWithStart, run.PeerWithStart))], most);
    Console.WriteLine($"| for comparison: a target with one Message, in the same builds | {Median(runs.Select(run => run.Nothing)):0.00} ms | | | | |");
}

static Func<Target, bool> IsOf(string package) => target => target.SourceFilePath?.Contains($"/packages/{package}/", StringComparison.OrdinalIgnoreCase) == true;

static void Row(string what, (double Ours, double Peer)[] runs, double most)
{
    double ours = Median(runs.Select(run => run.Ours)), peer = Median(runs.Select(run => run.Peer)), ratio = Median(runs.Select(run => run.Ours / run.Peer));
    Console.WriteLine(
        $"| {what} | {ours:0.00} ms ({runs.Min(run => run.Ours):0.00} to {runs.Max(run => run.Ours):0.00}) | {peer:0.00} ms ({runs.Min(run => run.Peer):0.00} to {runs.Max(run => run.Peer):0.00}) " +
        $"| {ratio:0.00} | 0.2, {most} ms | {most} ms {(ours <= most ? "yes" : "no")}, 0.2 {(ratio <= 0.2 ? "yes" : "no")} |");
}

// The first project of each node pays for loading and compiling the task: that is start-up.
static (double PerProject, double StartUp) PerProject(IEnumerable<Target> targets)
{
    var times = targets
        .GroupBy(target => target.Project)
        .Select(group => (Node: group.First().NodeId, Start: group.Min(target => target.StartTime), Time: group.Sum(target => target.Duration.TotalMilliseconds)))
        .ToList();
    var first = times.GroupBy(project => project.Node).Select(node => node.MinBy(project => project.Start)).ToList();
    return (Median(times.Except(first).Select(project => project.Time)), first.Sum(project => project.Time));
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
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

/// <summary>Milliseconds a project, of our targets, of MinVer's, and of one that does nothing: of all projects but the first of each node, and with those.</summary>
internal sealed record Times(double Ours, double OursWithStart, double Peer, double PeerWithStart, double Nothing);
