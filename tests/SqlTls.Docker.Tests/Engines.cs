using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

public sealed class Engines : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("docker")]
    public async Task Are_reached_over_TLS_with_a_client_certificate()
    {
        await using Server server = await Server.StartAsync();
        var chain = CertificateChain.Make();
        using var proxy = EngineProxy.WithTls(chain);
        KeyValuePair<string, string?>[] environment = [new("DOCKER_HOST", proxy.Host), new("DOCKER_TLS_VERIFY", "1"), new("DOCKER_CERT_PATH", Certificates(chain))];

        Tool up = await Programs.SqltlsAsync(["up", "--container", server.Id, "--output", _folder.File("out")], [.. environment, new("SQLTLS_PASSWORD", Server.Password)]);
        Tool down = await Programs.SqltlsAsync(["down", "--container", server.Id], environment);

        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.True(down.ExitCode == 0, down.Everything);
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
    }

    [RequiresFact("docker")]
    public async Task With_the_certificate_of_another_authority_are_refused()
    {
        using var proxy = EngineProxy.WithTls(CertificateChain.Make());
        KeyValuePair<string, string?>[] environment = [new("DOCKER_HOST", proxy.Host), new("DOCKER_TLS_VERIFY", "1"), new("DOCKER_CERT_PATH", Certificates(CertificateChain.Make()))];

        Tool up = await Programs.SqltlsAsync(["up", "--container", "any"], environment);

        Assert.Equal(3, up.ExitCode);
        Assert.Contains("SQLTLS3101", up.Error);
    }

    [Fact]
    public async Task That_are_not_there_are_told_with_what_to_do()
    {
        Tool up = await Programs.SqltlsAsync(["up", "--container", "any"], [new("DOCKER_HOST", $"unix://{_folder.File("docker.sock")}")]);

        Assert.Equal(3, up.ExitCode);
        Assert.Contains("SQLTLS3101", up.Error);
        Assert.Contains("Start Docker", up.Error);
    }

    [Fact]
    public async Task That_say_nothing_are_told_and_not_waited_for()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        Tool up = await Programs.SqltlsAsync(["up", "--container", "any"], [new("DOCKER_HOST", $"tcp://{silent.LocalEndpoint}")]);

        Assert.Equal(3, up.ExitCode);
        Assert.Contains("SQLTLS3101", up.Error);
        Assert.Contains("said nothing for 15 s", up.Error);
    }

    [RequiresTheory("docker")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Are_found_through_contexts(bool current, bool tls)
    {
        string id = (await Server.Docker("create", "sqltls/standin:test")).Output.Trim();
        var chain = CertificateChain.Make();
        using EngineProxy proxy = tls ? EngineProxy.WithTls(chain) : EngineProxy.Plain();
        string files = Certificates(chain);
        KeyValuePair<string, string?>[] environment =
        [
            new("DOCKER_CONFIG", _folder.File("config")), new("DOCKER_HOST", null), new("DOCKER_CONTEXT", current ? null : "other"), new("DOCKER_API_VERSION", "1.41"),
        ];
        string endpoint = tls ? $"host={proxy.Host},ca={files}/ca.pem,cert={files}/cert.pem,key={files}/key.pem" : $"host={proxy.Host}";
        try
        {
            Tool made = await Tool.RunAsync("docker", ["context", "create", "other", "--docker", endpoint], environment: [.. environment, new("DOCKER_CONTEXT", null)]);
            Assert.True(made.ExitCode == 0, made.Everything);
            if (current)
            {
                await Tool.RunAsync("docker", ["context", "use", "other"], environment: environment);
            }

            Tool plan = await Programs.SqltlsAsync(["up", "--container", id, "--dry-run"], environment);

            Assert.True(plan.ExitCode == 0, plan.Everything);
            Assert.Contains("start the server", plan.Output);
        }
        finally
        {
            await Server.Docker("rm", "-f", id);
        }
    }

    [RequiresTheory("docker")]
    [InlineData("locked", 3, "SQLTLS3101")]
    [InlineData("applied", 5, "SQLTLS3012")]
    public async Task That_go_away_half_way_leave_a_server_that_the_next_run_finishes(string boundary, int exitCode, string code)
    {
        await using Server server = await Server.StartAsync();
        using var proxy = EngineProxy.Plain();
        using Process run = await Programs.PausedAsync(server.Id, boundary, [new("DOCKER_HOST", proxy.Host)]);
        proxy.Cut();
        await run.StandardInput.WriteLineAsync();
        Tool ended = await Programs.EndAsync(run);

        Assert.True(ended.ExitCode == exitCode, ended.Everything);
        Assert.Contains(code, ended.Error);
        ProvisionResult up = await server.UpAsync(Server.Forced);
        Assert.True((await Server.VerifyAsync(up.State)).Passed);
    }

    private string Certificates(CertificateChain chain)
    {
        string name = $"tls-{Guid.NewGuid():N}";
        _folder.Write($"{name}/ca.pem", chain.Root);
        _folder.Write($"{name}/cert.pem", chain.Chain);
        _folder.Write($"{name}/key.pem", chain.Key);
        return _folder.File(name);
    }
}
