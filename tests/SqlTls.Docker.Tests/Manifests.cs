using System.Text;
using SqlTls.Certificates;
using SqlTls.Manifests;
using SqlTls.Verification;

namespace SqlTls.Docker.Tests;

/// <summary>Manifests, run in the engine of the tests as the cluster or compose would run them.</summary>
public class Manifests
{
    private const string StandIn = "sqltls/standin:test";

    [RequiresFact("compose")]
    public async Task A_compose_file_brings_up_a_server_that_is_proved()
    {
        using var folder = new TemporaryFolder();
        var options = new ManifestOptions("mssql", StandIn) { ForceEncryption = true, Port = FreePort.Take() };
        using var certificate = ServerCertificate.Create(new CertificateOptions(options.NamesInCompose));
        new OutputFolder(folder.Path).Write(
            [
                ("compose.yaml", Encoding.UTF8.GetBytes(ComposeManifest.Write(options)), false),
                ("mssql.conf", Encoding.UTF8.GetBytes(ComposeManifest.Conf(options)), false),
                ("server.key", Encoding.UTF8.GetBytes(certificate.KeyPem()), true),
                ("server.crt", Encoding.UTF8.GetBytes(certificate.ChainPem()), false),
                ("authority.crt", Encoding.UTF8.GetBytes(certificate.Authority!.ExportCertificatePem()), false),
            ],
            overwriteKeys: false);
        try
        {
            Tool up = await ComposeAsync(folder.Path, "up", "-d");
            Assert.True(up.ExitCode == 0, up.Everything);

            VerificationResult proof = await VerifyAsync(options.Port, certificate);

            Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
        }
        finally
        {
            _ = await ComposeAsync(folder.Path, "down", "-v", "-t", "1");
        }
    }

    [RequiresFact("docker")]
    public async Task The_pod_of_a_stateful_set_comes_up_with_its_users_mounts_and_modes()
    {
        var options = new ManifestOptions("mssql", StandIn) { ForceEncryption = true };
        using var certificate = ServerCertificate.Create(new CertificateOptions(options.NamesInCluster));
        await using Pod pod = await Pod.CreateAsync(KubernetesManifest.Write(options, certificate));

        await pod.StartAsync();

        VerificationResult proof = await VerifyAsync(await pod.PortAsync(), certificate);
        Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
    }

    [RequiresFact("docker")]
    public async Task A_renewed_certificate_fails_the_liveness_probe_and_is_served_after_the_restart()
    {
        var options = new ManifestOptions("mssql", StandIn);
        using var first = ServerCertificate.Create(new CertificateOptions(options.NamesInCluster));
        using var renewed = ServerCertificate.Create(new CertificateOptions(options.NamesInCluster));
        await using Pod pod = await Pod.CreateAsync(KubernetesManifest.WriteForCertManager(options), first);
        await pod.StartAsync();
        _ = await VerifyAsync(await pod.PortAsync(), first);

        bool alive = await pod.IsAliveAsync();
        await pod.PutSecretAsync(renewed);
        bool aliveAfterwards = await pod.IsAliveAsync();
        await pod.RestartAsync();

        Assert.True(alive);
        Assert.False(aliveAfterwards);
        VerificationResult proof = await VerifyAsync(await pod.PortAsync(), renewed);
        Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
        Assert.True(await pod.IsAliveAsync());
    }

    private static Task<Tool> ComposeAsync(string folder, params string[] arguments) => Tool.RunAsync(
        "docker-compose",
        ["-f", Path.Combine(folder, "compose.yaml"), "-p", $"sqltls{Path.GetFileName(folder)[^6..].ToLowerInvariant()}", .. arguments],
        environment: [new("COMPOSE_API_VERSION", "1.41"), new("DOCKER_API_VERSION", "1.41"), new("MSSQL_SA_PASSWORD", Server.Password)],
        workingFolder: folder);

    private static async Task<VerificationResult> VerifyAsync(int port, ServerCertificate certificate)
    {
        var request = new VerificationRequest
        {
            Server = $"127.0.0.1,{port}",
            Password = Server.Password,
            ExpectedThumbprint = certificate.Describe().Thumbprint,
            Authority = certificate.Authority,
            Timeout = TimeSpan.FromSeconds(20),
        };
        VerificationResult proof = await Verifier.RunAsync(request);
        for (int attempt = 0; attempt < 60 && !proof.Probe.Reachable; attempt++)
        {
            await Task.Delay(500);
            proof = await Verifier.RunAsync(request);
        }

        return proof;
    }
}
