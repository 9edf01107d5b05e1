using System.Text;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class Provisioning(Packages packages)
{
    private const string Canary = "Canary-pa55-word!";

    private static readonly KeyValuePair<string, string?>[] Password = [new("TEST_PASSWORD", Canary)];

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-mt")]
    public async Task Of_the_endpoint_hands_out_a_connection_string_that_the_same_build_proves(string switched)
    {
        Project project = packages.NewProject().With("""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Endpoint="true" DnsNames="localhost;sql.test" ForceEncryption="true" PasswordVariable="TEST_PASSWORD" />
            </ItemGroup>
            <Target Name="Hand" AfterTargets="SqlTlsUp">
              <ItemGroup>
                <SqlTlsConnection Include="$(SqlTlsConnectionString)" PasswordVariable="TEST_PASSWORD" Authority="%(SqlTlsConnectionString.Authority)" />
              </ItemGroup>
            </Target>
            """);

        Build build = await project.RunAsync("build", Password, "-t:SqlTlsUp;SqlTlsVerify;SqlTlsDown", switched);

        Assert.True(build.Succeeded, build.Run.Everything);
        // Up proved it, and Verify proved the item that Up made and the item that the project made of the property.
        Assert.Equal(3, build.Messages.Count(message => message.Contains("checks passed, 0 failed", StringComparison.Ordinal)));
        Assert.True(File.Exists(project.PathOf(".sqltls/test-db/authority.crt")));
    }

    [Fact]
    public async Task Leaves_no_password_in_a_binary_log()
    {
        Project project = packages.NewProject().With("""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Endpoint="true" PasswordVariable="TEST_PASSWORD" />
              <SqlTlsConnection Include="by variable" Variable="TEST_STRING" />
            </ItemGroup>
            """);
        KeyValuePair<string, string?> text = new("TEST_STRING", $"Server=127.0.0.1,1;User ID=sa;Password={Canary}");

        Build build = await project.RunAsync("build", [.. Password, text], "-t:SqlTlsUp;SqlTlsVerify", "-v:diag", "-p:SqlTlsTimeout=1");

        Assert.Contains("SQLTLS4001", build.Codes);
        await using var log = new System.IO.Compression.GZipStream(File.OpenRead(build.LogFile), System.IO.Compression.CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await log.CopyToAsync(bytes);
        Assert.Contains("test-db", Encoding.UTF8.GetString(bytes.ToArray()));
        Assert.DoesNotContain(Canary, Encoding.UTF8.GetString(bytes.ToArray()));
        Assert.DoesNotContain(Canary, build.Run.Output);
    }

    [Fact]
    public async Task Of_a_server_that_never_answers_fails_soon_and_says_so()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Project project = packages.NewProject().With($"""<ItemGroup><SqlTlsConnection Include="{silent.LocalEndpoint.ToString()!.Replace(':', ',')}" /></ItemGroup>"""
            .Replace("Include=\"", "Include=\"Server=", StringComparison.Ordinal));

        Build build = await project.RunAsync("build", [], "-t:SqlTlsVerify", "-p:SqlTlsTimeout=1");

        Assert.False(build.Succeeded);
        Assert.Equal("SQLTLS4001", build.Errors[0].Code);
    }

    [RequiresFact("docker")]
    public async Task Of_a_container_and_putting_it_back()
    {
        await using Testcontainers.MsSql.MsSqlContainer container = new Testcontainers.MsSql.MsSqlBuilder("sqltls/standin:test").WithPassword(Canary).Build();
        await container.StartAsync();
        Project project = packages.NewProject().With($"""
            <ItemGroup>
              <SqlTlsInstance Include="test-db" Container="{container.Id}" ForceEncryption="true" PasswordVariable="TEST_PASSWORD" />
            </ItemGroup>
            """);

        Build up = await project.RunAsync("build", Password, "-t:SqlTlsUp;SqlTlsVerify");
        Build down = await project.RunAsync("build", Password, "-t:SqlTlsDown", "--no-restore");

        Assert.True(up.Succeeded, up.Run.Everything);
        Assert.Equal(2, up.Messages.Count(message => message.Contains("checks passed, 0 failed", StringComparison.Ordinal)));
        Assert.Contains(down.Messages, message => message == "test-db: as it was before the first SqlTlsUp");
        Assert.True(down.Succeeded, down.Run.Everything);
    }
}
