using System.Net;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests;

/// <summary>Machines on which something is wrong: the tool works there, or says what is wrong in one line. docs/faults.md tells what happens in each.</summary>
public sealed class Faults : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresTheory("faketime")]
    [InlineData("-59m", "")]
    [InlineData("+1h", "")]
    [InlineData("-2d", "is not valid before")]
    [InlineData("+9d", "expired on")]
    public async Task A_clock_that_is_off(string by, string complaint)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Tool verify = await RunAsync($"faketime -m -f {by} dotnet {Program} verify --server {endpoint.Server} --authority {endpoint.AuthorityFile}");

        Assert.True(verify.ExitCode == (complaint.Length == 0 ? 0 : 1), verify.Everything);
        Assert.Contains(complaint, verify.Output);
    }

    [RequiresTheory("namespaces")]
    [InlineData("db.sqltls.test,1433")]
    [InlineData("db.sqltls.test\\NAMED")]
    public async Task A_DNS_server_that_says_nothing(string server)
    {
        await using var dns = DnsServer.Silent();

        Tool probe = await ResolvingAsync($"dotnet {Program} probe '{server}' --timeout 2");

        Assert.Contains("SQLTLS4202: Nobody says in time which address the name db.sqltls.test has.", probe.Everything);
        Assert.NotEqual(0, dns.Queries);
    }

    [RequiresFact("namespaces")]
    public async Task A_DNS_server_that_knows_no_name()
    {
        await using var dns = DnsServer.Ignorant();

        Tool probe = await ResolvingAsync($"dotnet {Program} probe db.sqltls.test");

        Assert.Contains("SQLTLS4202: The name db.sqltls.test cannot be resolved.", probe.Everything);
        Assert.Equal(1, probe.ExitCode);
    }

    [RequiresFact("namespaces")]
    public async Task A_DNS_server_that_names_another_machine()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using var dns = DnsServer.Lying();

        Tool verify = await ResolvingAsync($"dotnet {Program} verify --server db.sqltls.test,{endpoint.Port} --authority {endpoint.AuthorityFile}");

        Assert.Contains("SQLTLS4003: Not in the certificate: db.sqltls.test.", verify.Everything);
        Assert.Equal(1, verify.ExitCode);
    }

    [RequiresFact("namespaces")]
    public async Task IPv6_alone()
    {
        Tool up = await AloneAsync("ip link set lo up; ip -4 address flush dev lo", $"dotnet {Program} up --endpoint --force-encryption --output out", "--net");

        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.Contains("Server=::1,", up.Output);
    }

    [Fact]
    public async Task A_server_at_an_IPv6_address()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Address = IPAddress.IPv6Loopback });

        Cli probe = await Cli.RunAsync("probe", $"[::1],{endpoint.Port}", "--authority", endpoint.AuthorityFile);
        Cli verify = await Cli.RunAsync("verify", "--server", $"::1,{endpoint.Port}", "--authority", endpoint.AuthorityFile);

        Assert.True(probe.ExitCode == 0, probe.Output);
        Assert.True(verify.ExitCode == 0, verify.Output);
    }

    [RequiresFact("namespaces")]
    public async Task A_machine_without_ICU()
    {
        const string Hide = "ldconfig -p | grep -o '/.*libicu.*' | xargs readlink -f | sort -u | while read -r library; do mount --bind /dev/null \"$library\"; done";

        Tool certificate = await AloneAsync(Hide, $"dotnet {Program} certificate create --dns-name sql.test --output made");
        Tool up = await AloneAsync(Hide, $"dotnet {Program} up --endpoint --output out");

        Assert.True(certificate.ExitCode == 0, certificate.Everything);
        AssertOneLine(up, "SQLTLS5005", "Microsoft.Data.SqlClient needs ICU, and it is not installed.");
    }

    [RequiresFact("namespaces")]
    public async Task A_home_that_is_read_only()
    {
        const string Home = "mkdir home; mount -t tmpfs -o ro tmpfs home; export HOME=$PWD/home DOTNET_CLI_HOME=$PWD";

        Tool up = await AloneAsync(Home, $"dotnet {Program} up --endpoint --output out");
        Tool trust = await AloneAsync(Home.Replace("mkdir home; ", "", StringComparison.Ordinal), $"dotnet {Program} trust add --authority out/authority.crt --scope user");

        Assert.True(up.ExitCode == 0, up.Everything);
        AssertOneLine(trust, "SQLTLS5106", "Set HOME to a folder that this user may write");
    }

    [RequiresTheory("linux")]
    [InlineData("up --endpoint --output out")]
    [InlineData("endpoint")]
    [InlineData("verify --server 127.0.0.1,1433")]
    public async Task A_folder_for_temporary_files_that_is_not_there(string words) => AssertOneLine(
        await Tool.RunAsync("sh", ["-c", $"TMPDIR=$PWD/nowhere exec dotnet {Program} {words}"], workingFolder: _folder.Path), "SQLTLS5007", _folder.File("nowhere"));

    [RequiresFact("namespaces")]
    public async Task Four_megabytes_of_disk()
    {
        Tool up = await AloneAsync("mkdir disk; mount -t tmpfs -o size=4m tmpfs disk; cd disk; mkdir t; export TMPDIR=$PWD/t", $"dotnet {Program} up --endpoint");

        Assert.True(up.ExitCode == 0, up.Everything);
    }

    [RequiresFact("namespaces")]
    public async Task A_disk_that_is_full()
    {
        Tool up = await AloneAsync(
            "mkdir disk; mount -t tmpfs -o size=8k tmpfs disk; cd disk; mkdir t; export TMPDIR=$PWD/t; trap 'find . -mindepth 2' EXIT", $"dotnet {Program} up --endpoint", exec: "");

        AssertOneLine(up, "SQLTLS5003", "Make room on that disk.");
        Assert.Equal("", up.Output);
    }

    private static string Program => typeof(CommandLine).Assembly.Location;

    private static void AssertOneLine(Tool run, string code, string words)
    {
        Assert.True(run.ExitCode == 3, run.Everything);
        string line = Assert.Single(run.Error.Split('\n'), line => line.StartsWith("sqltls: error ", StringComparison.Ordinal));
        Assert.StartsWith($"sqltls: error {code}: ", line);
        Assert.Contains(words, line);
        Assert.DoesNotContain("   at ", run.Error);
    }

    private Task<Tool> RunAsync(string command) => Tool.RunAsync("sh", ["-c", command], workingFolder: _folder.Path);

    // What is mounted or taken away there, is so for this one command alone.
    private Task<Tool> AloneAsync(string prepare, string command, string also = "--mount", string exec = "exec ") =>
        Tool.RunAsync("unshare", ["--mount", also, "sh", "-c", $"set -e; {prepare}; {exec}{command}"], workingFolder: _folder.Path);

    private Task<Tool> ResolvingAsync(string command) =>
        AloneAsync($"echo nameserver {DnsServer.Address} >resolv.conf; mount --bind resolv.conf /etc/resolv.conf", command);
}
