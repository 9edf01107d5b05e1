using System.Text;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Provisioning;
using SqlTls.Verification;
using Testcontainers.MsSql;

namespace SqlTls.Docker.Tests;

/// <summary>A container of the stand-in image, and what a test asks of it.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Conf = "/var/opt/mssql/mssql.conf";
    public const string Password = "Canary-pa55-word";

    /// <summary>For a proof beside everything else that runs: on two slow processors, 15 s can pass until a server has its turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly MsSqlContainer _container;

    private Server(MsSqlContainer container) => _container = container;

    public static TlsRequest Forced { get; } = new(new CertificateSource.Made()) { ForceEncryption = true };

    public string Id => _container.Id;

    public string Name => _container.Name.TrimStart('/');

    public static async Task<Server> StartAsync(string? conf = null, string? user = null, string? version = null, string? command = null, string password = Password, params (string Name, string Value)[] environment)
    {
        MsSqlBuilder builder = new MsSqlBuilder("sqltls/standin:test").WithPassword(password);
        builder = conf is null ? builder : builder.WithResourceMapping(Encoding.UTF8.GetBytes(conf), Conf, 10001, 0);
        builder = version is null ? builder : builder.WithEnvironment("STANDIN_VERSION", version);
        builder = user is null ? builder : builder.WithCreateParameterModifier(parameters => parameters.User = user);
        builder = command is null ? builder : builder.WithCommand("/bin/sh", "-c", command);
        builder = environment.Aggregate(builder, (each, variable) => each.WithEnvironment(variable.Name, variable.Value));
        MsSqlContainer container = builder.Build();
        await container.StartAsync();
        return new Server(container);
    }

    public Task<ProvisionResult> UpAsync(TlsRequest request) => WithAsync(provisioner => provisioner.UpAsync(request, ProveAsync, CancellationToken.None));

    public Task<ProvisionResult> DownAsync() => WithAsync(provisioner => provisioner.DownAsync(CancellationToken.None));

    public async Task<T> WithAsync<T>(Func<Provisioner, Task<T>> run, Action<string>? said = null)
    {
        await using var instance = new LinuxInstance(await DockerContainers.FindAsync(Id, force: false, CancellationToken.None));
        return await run(new Provisioner(instance, said));
    }

    /// <summary>The checks with the real client, as the tool runs them.</summary>
    public static async Task<VerificationResult> VerifyAsync(InstanceState state) => await Verifier.RunAsync(new VerificationRequest
    {
        Server = state.Servers[0],
        Password = Password,
        ExpectedThumbprint = state.Certificate!.Description.Thumbprint,
        Authority = state.Certificate.Authority,
        ForceEncryption = state.Settings.ForceEncryption == true,
        ForceStrict = state.Settings.ForceStrict == true,
        Timeout = Patience,
    });

    public static async Task<Finding?> ProveAsync(InstanceState state, CancellationToken cancellationToken)
    {
        VerificationResult result = await VerifyAsync(state);
        return result.Checks.FirstOrDefault(check => check is { Outcome: CheckOutcome.Failed, Decides: Decision.Server }) is { } failed
            ? new Finding(failed.Code, Severity.Error, failed.Message, failed.Cure)
            : null;
    }

    public async Task<string> RunAsync(string command)
    {
        Tool run = await Docker("exec", "--user", "0", Id, "/bin/sh", "-c", command);
        return run.Output.Trim();
    }

    /// <summary>Starts it again with nobody's help, and waits until its own log says that it is up; false where it never does.</summary>
    public async Task<bool> ComesUpAgainAsync()
    {
        // The log of the start before says the same.
        await RunAsync("rm -f /var/opt/mssql/log/errorlog");
        await Docker("restart", Id);
        return await RunAsync("for i in $(seq 600); do grep -qs 'Recovery is complete' /var/opt/mssql/log/errorlog && echo up && break; sleep 0.1; done") == "up";
    }

    public static Task<Tool> Docker(params string[] arguments) => Tool.RunAsync("docker", arguments, environment: [new("DOCKER_API_VERSION", "1.41")]);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
