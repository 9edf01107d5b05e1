using System.Security.Cryptography.X509Certificates;
using SqlTls.Action.Tests.Files;

namespace SqlTls.Action.Tests.Running;

/// <summary>Each input in a real run, seen by what the server became.</summary>
public class EveryInputTests
{
    [RequiresFact("docker")]
    public async Task A_new_container_gets_names_lifetime_and_settings_and_goes_with_down()
    {
        await using Job job = await Job.StartAsync();
        string name = Guid.NewGuid().ToString("N");
        string image = $"sqltls/{name}:test";
        string[] itsContainer = ["ps", "-aq", "--filter", $"name=sqltls-{name}-test"];
        await Job.DockerAsync("tag", "sqltls/standin:test", image);
        job.Environment["ACCEPT_EULA"] = "Y";
        try
        {
            StepResult step = await job.UseAsync(
                ("image", image),
                ("sa-password", Job.Password),
                ("user", "sa"),
                ("dns-names", "db.example.com, 192.0.2.7"),
                ("days", "3"),
                ("force-encryption", "true"),
                ("tls-protocols", "1.2"),
                ("timeout", "20"));

            Assert.True(step.ExitCode == 0, step.RawLog);
            Assert.Equal("1.2", step.Outputs["tls-version"]);
            Assert.Contains("plaintext-refused", step.Summary);
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(step.Outputs["certificate-file"]);
            Assert.True(certificate.MatchesHostname("db.example.com") && certificate.MatchesHostname("192.0.2.7"));
            Assert.InRange(certificate.NotAfter - DateTime.Now, TimeSpan.FromDays(2.9), TimeSpan.FromDays(3));

            StepResult down = await job.RunScriptAsync(ActionFile.Down, "action/down", ("image", image));

            Assert.True(down.ExitCode == 0, down.RawLog);
            Assert.Equal("", (await Job.DockerAsync(itsContainer)).Output);
        }
        finally
        {
            if ((await Job.DockerAsync(itsContainer)).Output.Trim() is { Length: > 0 } left)
            {
                await Job.DockerAsync("rm", "-f", "-v", left);
            }

            await Job.DockerAsync("rmi", image);
        }
    }

    [RequiresFact("docker")]
    public async Task A_licence_that_is_not_accepted_starts_nothing()
    {
        await using Job job = await Job.StartAsync();

        StepResult step = await job.UseAsync(("image", "sqltls/standin:test"));

        Assert.Equal(2, step.ExitCode);
        Assert.Contains("SQLTLS3116", step.Summary);
    }

    [RequiresFact("docker")]
    public async Task A_certificate_made_elsewhere_is_what_the_server_presents()
    {
        await using Job job = await Job.StartAsync();
        CertificateChain chain = CertificateChain.Make(30, "mssql");
        using X509Certificate2 leaf = X509Certificate2.CreateFromPem(chain.Chain, chain.Key);
        var all = new X509Certificate2Collection(leaf);
        all.ImportFromPem(chain.Chain[(chain.Chain.IndexOf("-----END") + 20)..] + chain.Root);
        await File.WriteAllBytesAsync(Path.Combine(job.Workspace, "server.pfx"), all.Export(X509ContentType.Pfx, "Canary-pfx")!);

        StepResult step = await job.UseAsync(
            ("container", "mssql"),
            ("sa-password", Job.Password),
            ("certificate", "server.pfx"),
            ("certificate-password", "Canary-pfx"),
            ("force-strict", "true"));

        Assert.True(step.ExitCode == 0, step.RawLog);
        Assert.Equal(leaf.Thumbprint.ToLowerInvariant(), step.Outputs["thumbprint"]);
        Assert.Contains("Encrypt=Strict", step.Outputs["connection-string"]);
        Assert.Contains("forcestrict = 1", (await Job.DockerAsync("exec", job.Service, "cat", "/var/opt/mssql/mssql.conf")).Output);
        Assert.DoesNotContain("Canary-pfx", step.Log + step.Summary);
    }

    [RequiresFact("docker")]
    public async Task A_certificate_and_its_key_are_taken_from_two_files()
    {
        await using Job job = await Job.StartAsync();
        CertificateChain chain = CertificateChain.Make(30, "mssql");
        await File.WriteAllTextAsync(Path.Combine(job.Workspace, "server.pem"), chain.Chain + chain.Root);
        await File.WriteAllTextAsync(Path.Combine(job.Workspace, "server.key"), chain.Key);

        StepResult step = await job.UseAsync(("container", "mssql"), ("sa-password", Job.Password), ("certificate", "server.pem"), ("certificate-key", "server.key"));

        Assert.True(step.ExitCode == 0, step.RawLog);
        Assert.Contains("chain-sent", step.Summary);
    }
}
