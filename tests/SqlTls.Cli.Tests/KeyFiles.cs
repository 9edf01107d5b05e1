using System.Text.RegularExpressions;

namespace SqlTls.Cli.Tests;

/// <summary>Files of secrets are for their owner alone from the moment they exist, which their mode afterwards does not show: the kernel is asked.</summary>
public sealed partial class KeyFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("strace")]
    public async Task Of_certificate_create_are_private_from_their_first_byte() =>
        AssertPrivate(await CreatedAsync("certificate create --dns-name sql.test --keep-authority-key --output out"), "server.key", "server.pfx", "authority.key");

    [RequiresFact("strace")]
    public async Task Of_certificate_request_are_private_from_their_first_byte() =>
        AssertPrivate(await CreatedAsync("certificate request --dns-name sql.test --output out"), "server.key");

    [RequiresFact("strace")]
    public async Task Of_certificate_import_and_export_are_private_from_their_first_byte()
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.File("made"));

        AssertPrivate(await CreatedAsync("certificate import made/server.pfx --output in"), "server.key", "server.pfx");
        AssertPrivate(await CreatedAsync("certificate export made/server.pfx --format pfx --output out"), "server.pfx");
    }

    [RequiresFact("strace")]
    public async Task Of_up_are_private_from_their_first_byte() =>
        AssertPrivate(await CreatedAsync("up --endpoint --keep-key --keep-authority-key --output out"), "server.key", "server.pfx", "authority.key");

    [RequiresFact("strace")]
    public async Task Of_passwords_are_private_from_their_first_byte() => AssertPrivate(
        await CreatedAsync("up --endpoint --keep-running --output out", "& while [ ! -s out/sa-password ]; do sleep 0.1; done; kill -TERM $!; wait"), "sa-password");

    [RequiresFact("strace", "docker")]
    public async Task Of_a_new_container_are_private_from_their_first_byte()
    {
        string name = $"sqltls-test-{Guid.NewGuid():N}";
        try
        {
            AssertPrivate(
                await CreatedAsync($"up --image sqltls/standin:test --name {name} --accept-eula --publish 0 --keep-key --output out"), "sa-password", "server.key", "server.pfx");
        }
        finally
        {
            _ = await Tool.RunAsync("docker", ["rm", "--force", "--volumes", name]);
        }
    }

    private static void AssertPrivate(IReadOnlyList<(string Name, string Mode)> created, params string[] expected)
    {
        Assert.Empty(expected.Except(created.Select(file => file.Name)));
        Assert.All(created, file => Assert.Contains(file.Mode, (string[])["0600", "0400"]));
    }

    // A file is written beside its place, as .NAME.SOMETHING.new, and moved there when it is whole.
    private async Task<List<(string Name, string Mode)>> CreatedAsync(string words, string then = "")
    {
        string script = $"dotnet '{typeof(CommandLine).Assembly.Location}' {words} {then}";
        Tool run = await Tool.RunAsync(
            "strace",
            ["-f", "-qq", "-s", "4096", "-e", "trace=open,openat,creat", "-o", _folder.File("trace"), "sh", "-c", script],
            environment: [new(SecretVariables.Password, null), new(SecretVariables.ServerPassword, null)],
            workingFolder: _folder.Path,
            seconds: 120);
        string trace = await File.ReadAllTextAsync(_folder.File("trace"));
        List<(string, string)> created = [.. Creation().Matches(trace).Select(match => (match.Groups["name"].Value, match.Groups["mode"].Value))];
        return created.Count > 0 ? created : throw new InvalidOperationException(run.Everything);
    }

    [GeneratedRegex("""/\.?(?<name>[\w-]+\.(?:key|pfx)|sa-password)[^"/]*", [^)\n]*O_CREAT[^,)\n]*, (?<mode>\d+)""")]
    private static partial Regex Creation();
}
