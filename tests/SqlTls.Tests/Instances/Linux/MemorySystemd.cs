namespace SqlTls.Tests.Instances.Linux;

/// <summary>A systemctl and a journalctl of the test's own, first on the path while the test runs: they note what they are asked, and answer as told.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class MemorySystemd : IDisposable
{
    private const string Script = """
        #!/bin/sh
        here=$(dirname "$0")
        echo "$(basename "$0") $*" >>"$here/calls"
        cat "$here/$1" 2>/dev/null
        [ ! -e "$here/$1.fails" ]

        """;

    private readonly TemporaryFolder _folder = new();

    public MemorySystemd()
    {
        foreach (string program in new[] { "systemctl", "journalctl" })
        {
            File.SetUnixFileMode(_folder.Write(program, Script), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    public IReadOnlyList<string> Calls => File.ReadAllLines(_folder.File("calls"));

    /// <summary>What it says when it is asked this, and whether it then fails.</summary>
    public void Answer(string verb, string answer, bool fails = false)
    {
        _folder.Write(verb, answer);
        if (fails)
        {
            _folder.Write($"{verb}.fails", "");
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", Environment.GetEnvironmentVariable("PATH")!.Replace($"{_folder.Path}:", "", StringComparison.Ordinal));
        _folder.Dispose();
    }
}
