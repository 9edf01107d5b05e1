using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SqlTls.Connector.Wire;
using SqlTls.Endpoint;

namespace SqlTls.Connector.Tests;

public sealed class ConnectorTests : IDisposable
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public ConnectorTests() => _silent.Start();

    // Strict connections to a server that says nothing do not end with SqlClient's own time limit.
    private string HangsForEver => string.Create(CultureInfo.InvariantCulture, $"Server=127.0.0.1,{((IPEndPoint)_silent.LocalEndpoint).Port};Encrypt=Strict;Connect Timeout=60");

    public void Dispose() => _silent.Dispose();

    [Fact]
    public async Task A_connection_that_is_opened_is_answered_with_what_the_server_says_of_it()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        using var connector = ConnectorLines.Start();

        await connector.TryAsync(7, endpoint.ConnectionString);
        Answer answer = await connector.HearAsync();

        Assert.Equal((7, true, "TRUE"), (answer.Id, answer.Connected, answer.EncryptOption));
        Assert.Empty(answer.Problems);
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_answered_with_every_exception()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        using var connector = ConnectorLines.Start();

        await connector.TryAsync(1, $"Server={endpoint.Server};User ID=sa;Password=x;Encrypt=true");
        Answer answer = await connector.HearAsync();

        Assert.False(answer.Connected);
        Assert.Equal("SqlException", answer.Problems[0].Type);
        Assert.Contains(answer.Problems, problem => problem.Type == "AuthenticationException");
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_an_answer_and_not_an_end()
    {
        using var connector = ConnectorLines.Start();

        await connector.TryAsync(1, "Server=localhost;Encrypt=perhaps");
        Answer answer = await connector.HearAsync();

        Assert.Equal((1, false, "ArgumentException"), (answer.Id, answer.Connected, answer.Problems[0].Type));
        Assert.False(connector.Process.HasExited);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public async Task Attempts_that_hang_do_not_hold_up_the_next_however_many_they_are(int hanging)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        using var connector = ConnectorLines.Start();

        for (int id = 1; id <= hanging; id++)
        {
            await connector.TryAsync(id, HangsForEver);
        }

        await connector.TryAsync(hanging + 1, endpoint.ConnectionString);

        Assert.Equal(hanging + 1, (await connector.HearAsync()).Id);
    }

    [Theory]
    [InlineData("Server=localhost;Password=Canary-77")]
    [InlineData("{\"id\": 1, \"connectionString\": \"Password=Canary-77\"")]
    [InlineData("{\"id\": 1, \"connectionString\": null, \"password\": \"Canary-77\"}")]
    [InlineData("{\"connectionString\": \"Password=Canary-77\"}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_line_that_is_no_attempt_ends_it_with_one_line_that_does_not_repeat_it(string line)
    {
        using var connector = ConnectorLines.Start();

        await connector.SayAsync(line);
        int exitCode = await connector.EndAsync();
        string error = await connector.Process.StandardError.ReadToEndAsync();

        Assert.Equal(2, exitCode);
        _ = Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("Canary", error + await connector.Process.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_input_ends_it_while_an_attempt_hangs()
    {
        using var connector = ConnectorLines.Start();
        await connector.TryAsync(1, HangsForEver);

        connector.Process.StandardInput.Close();

        Assert.Equal(0, await connector.EndAsync());
    }

    [RequiresFact("bash")]
    public async Task It_dies_with_its_parent()
    {
        // The shell alone holds the other end of the connector's input.
        var start = new ProcessStartInfo("bash", ["-c", $"coproc C {{ exec dotnet exec '{ConnectorLines.Library}'; }}; echo $C_PID; read"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process parent = Process.Start(start)!;
        string pid = (await parent.StandardOutput.ReadLineAsync().WaitAsync(ConnectorLines.Patience))!;
        using Process connector = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));

        parent.Kill();

        await connector.WaitForExitAsync().WaitAsync(ConnectorLines.Patience);
    }
}
