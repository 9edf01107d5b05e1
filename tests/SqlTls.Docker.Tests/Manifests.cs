using System.Security.Cryptography.X509Certificates;
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
        int port = FreePort.Take();
        await WriteAsync(folder, "compose", "--days", "7", "--publish", $"{port}");
        try
        {
            Tool up = await ComposeAsync(folder.Path, "up", "-d");
            Assert.True(up.ExitCode == 0, up.Everything);

            await AssertProvedAsync(port, folder);
        }
        finally
        {
            _ = await ComposeAsync(folder.Path, "down", "-v", "-t", "1");
        }
    }

    [RequiresFact("docker")]
    public async Task The_pod_of_a_stateful_set_comes_up_with_its_users_mounts_and_modes()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "kubernetes", "--days", "7");
        await using Pod pod = await Pod.CreateAsync(await File.ReadAllTextAsync(folder.File("kubernetes.yaml")));

        await pod.StartAsync();

        await AssertProvedAsync(await pod.PortAsync(), folder);
    }

    [RequiresTheory("compose")]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public async Task A_certificate_of_ones_own_is_served_with_its_intermediates(string kind)
    {
        using var folder = new TemporaryFolder();
        var chain = CertificateChain.Make();
        int port = FreePort.Take();
        string[] given = ["--certificate", folder.Write("corp.crt", chain.Chain), "--key", folder.Write("corp.key", chain.Key), "--authority", folder.Write("root.crt", chain.Root)];
        await WriteAsync(folder, [kind, .. given, .. kind == "compose" ? new[] { "--publish", $"{port}" } : []]);
        if (kind == "kubernetes")
        {
            await using Pod pod = await Pod.CreateAsync(await File.ReadAllTextAsync(folder.File("kubernetes.yaml")));
            await pod.StartAsync();
            await AssertProvedAsync(await pod.PortAsync(), folder);
            return;
        }

        try
        {
            Tool up = await ComposeAsync(folder.Path, "up", "-d");
            Assert.True(up.ExitCode == 0, up.Everything);
            await AssertProvedAsync(port, folder);
        }
        finally
        {
            _ = await ComposeAsync(folder.Path, "down", "-v", "-t", "1");
        }
    }

    [RequiresFact("docker")]
    public async Task A_renewed_certificate_fails_the_liveness_probe_and_is_served_after_the_restart()
    {
        var options = new ManifestOptions("mssql", StandIn) { ForceEncryption = true };
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

    // The tool's own output is what is run.
    private static async Task WriteAsync(TemporaryFolder folder, params string[] words)
    {
        Tool run = await Programs.SqltlsAsync(["manifest", .. words, "--accept-eula", "--image", StandIn, "--force-encryption", "--output", folder.Path]);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    private static async Task AssertProvedAsync(int port, TemporaryFolder folder)
    {
        using var authority = CertificateImport.ReadAuthority(folder.File("authority.crt"));
        VerificationResult proof = await VerifyAsync(port, null, authority);
        Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
        Assert.Equal(CheckOutcome.Passed, proof.Checks.Single(check => check.Id == "plaintext-refused").Outcome);
    }

    private static Task<VerificationResult> VerifyAsync(int port, ServerCertificate certificate) =>
        VerifyAsync(port, certificate.Describe().Thumbprint, certificate.Authority!);

    private static async Task<VerificationResult> VerifyAsync(int port, string? thumbprint, X509Certificate2 authority)
    {
        var request = new VerificationRequest
        {
            Server = $"127.0.0.1,{port}",
            Password = Server.Password,
            ExpectedThumbprint = thumbprint,
            Authority = authority,
            ForceEncryption = true,
            Timeout = Server.Patience,
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
