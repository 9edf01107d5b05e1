using System.Diagnostics;

namespace SqlTlsTasks.Tests;

/// <summary>A project in a folder of its own that refers to the package.</summary>
internal sealed class Project
{
    public const string Unsafe = "Server=db.example.com;Database=shop;Encrypt=true;TrustServerCertificate=true";
    public const string Safe = "Server=db.example.com;Database=shop;Encrypt=true";

    private readonly string _name;
    private readonly string _packages;
    private int _logs;

    public Project(string folder, string name, string packages)
    {
        (Folder, _name, _packages) = (folder, name, packages);
        Directory.CreateDirectory(folder);
    }

    public string Folder { get; }

    public string File => Path.Combine(Folder, $"{_name}.csproj");

    /// <summary>Writes the project's file.</summary>
    public Project With(string content = "", string framework = "net10.0", string sdk = "Microsoft.NET.Sdk", string? reference = null) => Write($"{_name}.csproj", $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <TargetFramework{(framework.Contains(';') ? "s" : "")}>{framework}</TargetFramework{(framework.Contains(';') ? "s" : "")}>
          </PropertyGroup>
          <ItemGroup>
            {reference ?? """<PackageReference Include="SqlTlsTasks" Version="*" />"""}
          </ItemGroup>
          {content}
        </Project>
        """);

    public Project WithSettings(string connectionString) => Write("appsettings.json", Settings(connectionString));

    public static string Settings(string connectionString) => $$"""
        {
          "ConnectionStrings": {
            "Main": "{{connectionString}}"
          }
        }
        """;

    public Project Write(string file, string content)
    {
        string path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return this;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary><c>dotnet build</c> with more words.</summary>
    public Task<Build> BuildAsync(params string[] arguments) => RunAsync("build", [], arguments);

    /// <summary>Starts a build that the test interrupts.</summary>
    public Process Start(string verb, params string[] arguments)
    {
        ProcessStartInfo start = Interruptible.Dotnet(verb, [.. arguments, "-tl:off", "-nodeReuse:false"]);
        start.WorkingDirectory = Folder;
        foreach ((string name, string? value) in Dotnet.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["NUGET_PACKAGES"] = _packages;
        return Process.Start(start)!;
    }

    public async Task<Build> RunAsync(string verb, IEnumerable<KeyValuePair<string, string?>> environment, params string[] arguments)
    {
        string log = Path.Combine(Folder, $"{++_logs}.binlog");
        Tool run = await Dotnet.RunAsync(
            Folder, [new("NUGET_PACKAGES", _packages), .. environment], [verb, .. arguments, "-tl:off", "-nodeReuse:false", $"-bl:{log}"]);
        return new Build(run, log);
    }
}
