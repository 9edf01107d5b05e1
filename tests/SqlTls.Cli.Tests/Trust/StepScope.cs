using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

public sealed class StepScope : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Lets_SqlClient_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("sqlclient");

    [RequiresFact("openssl")]
    public Task Lets_OpenSSL_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("openssl");

    [RequiresFact("java")]
    public Task Lets_Java_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("java");

    [RequiresFact("tedious")]
    public Task Lets_tedious_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("tedious");

    private async Task RefusedAcceptedRefusedAsync(string client)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        (bool before, Tool first) = await Client.ConnectAsync(client, endpoint, "");
        Cli add = await Cli.RunAsync("trust", "add", "--scope", "step", "--shell", "--authority", endpoint.AuthorityFile, "--output", _folder.Path);
        (bool trusted, Tool second) = await Client.ConnectAsync(client, endpoint, add.Output);
        Cli remove = await Cli.RunAsync("trust", "remove", "--scope", "step", "--authority", endpoint.AuthorityFile, "--output", _folder.Path);
        (bool after, Tool third) = await Client.ConnectAsync(client, endpoint, add.Output);

        Assert.False(before, first.Everything);
        Assert.True(trusted, second.Everything);
        Assert.Equal(0, remove.ExitCode);
        Assert.False(after, third.Everything);
    }
}
