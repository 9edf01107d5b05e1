using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests;

/// <summary>HOST\INSTANCE from end to end, with a stand-in for SQL Server Browser on UDP 1434 of a loopback address of the test's own.</summary>
public sealed class NamedInstances : IDisposable
{
    private const int BrowserPort = 1434;

    private readonly IPAddress _address = new([127, 14, (byte)RandomNumberGenerator.GetInt32(256), (byte)RandomNumberGenerator.GetInt32(1, 255)]);
    private readonly UdpClient _browser;

    public NamedInstances() => _browser = new UdpClient(new IPEndPoint(_address, BrowserPort));

    private string Instance => $@"{_address}\SQLEXPRESS";

    public void Dispose() => _browser.Dispose();

    [RequiresFact("linux")]
    public async Task An_instance_is_probed_where_Browser_says_that_it_is()
    {
        await using TdsEndpoint endpoint = await StartAsync();
        _ = SayAsync(Answer($"ServerName;DB;InstanceName;SQLEXPRESS;IsClustered;No;Version;17.0.1000.7;tcp;{endpoint.Port};;"));

        Cli run = await Cli.RunAsync("probe", Instance, "--authority", endpoint.AuthorityFile, "--dns-name", "localhost", "--json");

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal((0, endpoint.Server), (run.ExitCode, report.RootElement.GetProperty("server").GetString()));
    }

    [RequiresFact("linux")]
    public async Task It_is_proved_there_by_a_client_that_asks_for_itself()
    {
        await using TdsEndpoint endpoint = await StartAsync();
        _ = SayAsync(Answer($"ServerName;DB;InstanceName;SQLEXPRESS;IsClustered;No;Version;17.0.1000.7;tcp;{endpoint.Port};;"));

        Cli run = await Cli.RunWithAsync(
            name => name == "SQLTLS_PASSWORD" ? endpoint.Password : null, "verify", "--server", Instance, "--authority", endpoint.AuthorityFile, "--dns-name", $"{_address}");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    public static TheoryData<string, string> Useless => new()
    {
        { "truncated", "0520" },
        { "cut off in its text", Convert.ToHexString(Answer("ServerName;DB;InstanceName;SQLEXPRESS;tcp;1433;;")[..30]) },
        { "empty", "" },
        { "oversized", Convert.ToHexString(Answer("InstanceName;SQLEXPRESS;tcp;1433;;" + new string(';', 60_000))) },
        { "lying about its length", "05FFFF" + Convert.ToHexString("InstanceName;SQLEXPRESS;tcp;1433;;"u8) },
        { "of another kind", "06" + Convert.ToHexString(Answer("InstanceName;SQLEXPRESS;tcp;1433;;"))[2..] },
        { "of another instance", Convert.ToHexString(Answer("InstanceName;OTHER;tcp;1433;;")) },
        { "without TCP", Convert.ToHexString(Answer(@"InstanceName;SQLEXPRESS;np;\\DB\pipe\sql\query;;")) },
        { "of no port", Convert.ToHexString(Answer("InstanceName;SQLEXPRESS;tcp;65536;;")) },
    };

    [RequiresTheory("linux")]
    [MemberData(nameof(Useless))]
    public async Task A_useless_answer_is_named_with_the_way_out(string kind, string answer)
    {
        _ = SayAsync(Convert.FromHexString(answer));

        Cli run = await Cli.RunAsync("probe", Instance);

        Assert.True(run.ExitCode == 1, $"{kind}: {run.Output}");
        Assert.Contains(
            $"error SQLTLS4210: SQL Server Browser on {_address} does not name a TCP port for it: SQLEXPRESS. "
            + "Start the service SQLBrowser there, or name the instance's port: HOST,PORT.",
            run.Output,
            StringComparison.Ordinal);
    }

    [RequiresFact("linux")]
    public async Task A_port_where_nothing_listens_is_found_out()
    {
        _ = SayAsync(Answer($"InstanceName;SQLEXPRESS;tcp;{BrowserPort};;"));

        Cli run = await Cli.RunAsync("probe", Instance, "--timeout", "5");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"SQLTLS4202: Nothing answers at {_address},{BrowserPort}", run.Output, StringComparison.Ordinal);
    }

    [RequiresFact("linux")]
    public async Task Silence_ends_with_the_time_limit()
    {
        Cli run = await Cli.RunAsync("probe", Instance, "--timeout", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not answer on UDP port 1434: SQLEXPRESS.", run.Output, StringComparison.Ordinal);
    }

    [RequiresTheory("linux")]
    [InlineData("probe")]
    [InlineData("verify", "--server")]
    public async Task Silence_is_a_finding_in_a_report(params string[] verb)
    {
        Cli run = await Cli.RunAsync([.. verb, Instance, "--timeout", "1", "--json"]);

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, report.RootElement.GetProperty("schema").GetInt32());
        Assert.Contains("SQLTLS4210", run.Output, StringComparison.Ordinal);
        Assert.Contains("SQLEXPRESS", run.Output, StringComparison.Ordinal);
    }

    [RequiresFact("linux")]
    public async Task One_that_lies_in_a_list_is_a_finding_and_ends_nothing()
    {
        await using TdsEndpoint endpoint = await StartAsync();
        _ = SayAsync(Answer("InstanceName;OTHER;tcp;1433;;"));

        Cli run = await Cli.RunWithInputAsync(
            $"{Instance}\n{endpoint.Server}\n", "probe", "--file", "-", "--format", "ndjson", "--authority", endpoint.AuthorityFile, "--dns-name", "localhost");

        string[] lines = [.. run.Output.Trim().Split('\n').Order()];
        Assert.Equal(2, lines.Length);
        Assert.Contains(lines, line => line.Contains("SQLTLS4210", StringComparison.Ordinal) && line.Contains("SQLEXPRESS", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(endpoint.Server, StringComparison.Ordinal) && line.Contains("\"reachable\":true", StringComparison.Ordinal));
    }

    private static byte[] Answer(string text) => [5, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];

    private Task<TdsEndpoint> StartAsync() => TdsEndpoint.StartAsync(new TdsEndpointOptions
    {
        Address = _address,
        Certificate = ServerCertificate.Create(CertificateOptions.For("localhost", $"{_address}")),
    });

    private async Task SayAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                UdpReceiveResult asked = await _browser.ReceiveAsync();
                _ = await _browser.SendAsync(answer, asked.RemoteEndPoint);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }
}
