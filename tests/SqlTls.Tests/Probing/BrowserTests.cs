using System.Net;
using System.Net.Sockets;
using System.Text;
using SqlTls.Probing;

namespace SqlTls.Tests.Probing;

public sealed class BrowserTests : IDisposable
{
    private const string Good = "ServerName;DB;InstanceName;SQLEXPRESS;IsClustered;No;Version;16.0.1000.6;tcp;51433;np;\\\\DB\\pipe\\sql\\query;;";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly UdpClient _browser = new(new IPEndPoint(IPAddress.Loopback, 0));

    private UdpClient? _six;

    private int Port => ((IPEndPoint)_browser.Client.LocalEndPoint!).Port;

    public void Dispose()
    {
        _browser.Dispose();
        _six?.Dispose();
    }

    [Fact]
    public async Task The_port_of_the_instance_is_taken_from_the_answer()
    {
        Task<byte[]> asked = AnswerAsync(Answer(Good));

        int port = await Browser.AskAsync("127.0.0.1", Port, "sqlexpress", Patience, CancellationToken.None);

        Assert.Equal(51433, port);
        Assert.Equal([4, .. "sqlexpress"u8, 0], await asked);
    }

    [Fact]
    public async Task It_is_asked_over_IPv6_where_the_host_is_an_address_of_that()
    {
        _six = new UdpClient(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        Task<byte[]> asked = AnswerAsync(_six, Answer(Good));

        int port = await Browser.AskAsync("::1", ((IPEndPoint)_six.Client.LocalEndPoint!).Port, "SQLEXPRESS", Patience, CancellationToken.None);

        Assert.Equal(51433, port);
        Assert.NotEmpty(await asked.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_name_with_an_address_that_Browser_does_not_listen_on_is_asked_by_the_other()
    {
        _ = AnswerAsync(Answer(Good));

        Assert.Equal(51433, await Browser.AskAsync("localhost", Port, "SQLEXPRESS", Patience, CancellationToken.None));
    }

    [Fact]
    public async Task A_probe_of_a_named_instance_goes_to_the_port_that_Browser_names()
    {
        await using Peer server = Peer.Saying(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n"));
        _ = AnswerAsync(Answer($"ServerName;DB;InstanceName;SQLEXPRESS;tcp;{server.Server.Split(',')[1]};;"));
        var request = new ProbeRequest(ServerAddress.Parse(@"127.0.0.1\SQLEXPRESS"), [], [], Patience) { BrowserPort = Port };

        ProbeResult probe = await TlsProbe.RunAsync(request);

        Assert.Equal((server.Server, ProbeCodes.NotSqlServer), ($"{probe.Server}", probe.Findings[0].Code));
    }

    [Fact]
    public async Task A_useless_answer_names_the_instance_and_the_way_out()
    {
        _ = AnswerAsync(Answer("ServerName;DB;InstanceName;OTHER;tcp;1;;"));

        SqlTlsException error = await Assert.ThrowsAsync<SqlTlsException>(() => Browser.AskAsync("127.0.0.1", Port, "SQLEXPRESS", Patience, CancellationToken.None));

        Assert.Equal((ProbeCodes.Browser, Failure.Surroundings), (error.Code, error.Failure));
        Assert.Contains("SQLEXPRESS", error.Message, StringComparison.Ordinal);
        Assert.Contains("HOST,PORT", error.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0, 2)]
    [InlineData(0, 0)]
    [InlineData(60_000, 60_000)]
    public async Task An_answer_that_is_truncated_or_oversized_is_no_answer(int padding, int length)
    {
        _ = AnswerAsync([.. Answer(Good + new string(';', padding)).Take(length)]);

        SqlTlsException error = await Assert.ThrowsAsync<SqlTlsException>(() => Browser.AskAsync("127.0.0.1", Port, "SQLEXPRESS", Patience, CancellationToken.None));

        Assert.Equal(ProbeCodes.Browser, error.Code);
    }

    [Fact]
    public async Task A_lie_about_the_port_is_found_out_by_the_probe()
    {
        // The stand-in's own port is one of UDP; nothing listens on the same number of TCP.
        _ = AnswerAsync(Answer($"ServerName;DB;InstanceName;SQLEXPRESS;tcp;{Port};;"));
        int port = await Browser.AskAsync("127.0.0.1", Port, "SQLEXPRESS", Patience, CancellationToken.None);

        ProbeResult probe = await TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse($"127.0.0.1,{port}"), [], [], TimeSpan.FromSeconds(5)));

        Assert.False(probe.Reachable);
        Assert.Equal(ProbeCodes.Unreachable, probe.Findings[0].Code);
    }

    [Fact]
    public async Task Silence_ends_with_the_time_limit()
    {
        SqlTlsException error = await Assert.ThrowsAsync<SqlTlsException>(() => Browser.AskAsync("127.0.0.1", Port, "X", TimeSpan.FromMilliseconds(100), CancellationToken.None));

        Assert.Equal(ProbeCodes.Browser, error.Code);
    }

    [Fact]
    public async Task Who_cancels_gets_no_finding_but_the_cancellation()
    {
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Browser.AskAsync("127.0.0.1", Port, "X", Patience, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("ServerName;DB;InstanceName;SQLEXPRESS;IsClustered;No;np;pipe;;")]
    [InlineData("ServerName;DB;InstanceName;SQLEXPRESS;tcp;0;;")]
    [InlineData("ServerName;DB;InstanceName;SQLEXPRESS;tcp;65536;;")]
    [InlineData("ServerName;DB;InstanceName;SQLEXPRESS;tcp;-1;;")]
    [InlineData("ServerName;DB;InstanceName;SQLEXPRESS;tcp")]
    [InlineData("InstanceName")]
    [InlineData("")]
    public void An_answer_without_a_port_for_the_instance_has_none(string text) => Assert.Null(Browser.TcpPort(Answer(text), "SQLEXPRESS"));

    [Fact]
    public void An_answer_that_is_cut_off_lies_about_its_length_or_is_too_long_has_none()
    {
        byte[] good = Answer(Good);

        Assert.Equal(51433, Browser.TcpPort(good, "SQLEXPRESS"));
        Assert.Null(Browser.TcpPort(good.AsSpan(0, 20), "SQLEXPRESS"));
        Assert.Null(Browser.TcpPort([5, 0xFF, 0xFF, .. good[3..]], "SQLEXPRESS"));
        Assert.Null(Browser.TcpPort([6, .. good[1..]], "SQLEXPRESS"));
        Assert.Null(Browser.TcpPort(Answer(Good + new string('x', 1024)), "SQLEXPRESS"));
    }

    private static byte[] Answer(string text) => [5, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];

    private Task<byte[]> AnswerAsync(byte[] answer) => AnswerAsync(_browser, answer);

    private static async Task<byte[]> AnswerAsync(UdpClient browser, byte[] answer)
    {
        UdpReceiveResult request = await browser.ReceiveAsync();
        _ = await browser.SendAsync(answer, request.RemoteEndPoint);
        return request.Buffer;
    }
}
