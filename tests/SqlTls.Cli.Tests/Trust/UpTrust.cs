using System.Text.Json;

namespace SqlTls.Cli.Tests.Trust;

public sealed class UpTrust : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trusts_the_authority_it_made_and_down_takes_that_away()
    {
        Cli up = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);
        string[] trusted = await TrustedAsync();
        Cli down = await Cli.RunAsync("down", "--endpoint", "--output", _folder.Path);

        Assert.True(up.ExitCode == 0, up.Error);
        _ = Assert.Single(trusted);
        Assert.True(down.ExitCode == 0, down.Error);
        Assert.Empty(await TrustedAsync());
    }

    [Fact]
    public async Task Trusts_the_new_authority_instead_of_the_old()
    {
        _ = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);
        string[] first = await TrustedAsync();
        _ = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);

        string second = Assert.Single(await TrustedAsync());
        Assert.NotEqual(Assert.Single(first), second);
    }

    [Theory]
    [InlineData("world")]
    [InlineData("7")]
    [InlineData("")]
    public async Task Refuses_a_scope_that_is_none(string scope)
    {
        Cli up = await Cli.RunAsync("up", "--endpoint", "--trust", scope, "--output", _folder.File("new"));

        Assert.Equal(2, up.ExitCode);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    private async Task<string[]> TrustedAsync()
    {
        Cli list = await Cli.RunAsync("trust", "list", "--scope", "step", "--output", _folder.Path, "--json");
        return [.. JsonDocument.Parse(list.Output).RootElement.GetProperty("trusted").EnumerateArray().Select(entry => entry.GetProperty("thumbprint").GetString()!)];
    }
}
