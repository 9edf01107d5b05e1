using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Settings;
using SqlTls.Verification;

namespace SqlTls.Windows.Tests.OnWindows;

/// <summary>A real SQL Server Express with TCP/IP switched on. Each test puts it back as it was.</summary>
public class SqlServerExpress
{
    private const string Express = "SQLEXPRESS";
    private static readonly TlsRequest Made = new(new CertificateSource.Made(30));

    [WindowsFact(Instance = Express)]
    public async Task Takes_validated_connections_and_refuses_others_after_up() =>
        Passed(await UpAsync(Made with { ForceEncryption = true }), "encrypted-connection", "certificate-presented", "strict-connection", "plaintext-refused");

    [WindowsFact(Instance = Express)]
    public async Task Takes_strict_connections_alone_where_that_is_forced() => Passed(await UpAsync(Made with { ForceStrict = true }), "strict-connection");

    [WindowsFact(Instance = Express)]
    public async Task Loads_a_key_of_CNG() => Passed(await UpAsync(Made, KeyStorage.Cng), "encrypted-connection", "certificate-presented");

    [WindowsFact(Instance = Express)]
    public async Task Loads_the_certificate_of_a_PFX()
    {
        using var folder = new TemporaryFolder();
        using ServerCertificate corporate = Machine.Certificate(Environment.MachineName, "localhost");
        await File.WriteAllBytesAsync(folder.File("corp.pfx"), corporate.Pfx("secret"));
        using ServerCertificate given = CertificateImport.Read(folder.File("corp.pfx"), null, "secret");

        Passed(await UpAsync(new TlsRequest(new CertificateSource.Imported(given))), "encrypted-connection", "certificate-presented");
    }

    [WindowsFact(Instance = Express)]
    public async Task Loads_a_certificate_that_is_installed_and_keeps_it()
    {
        using ServerCertificate corporate = Machine.Certificate(Environment.MachineName, "localhost");
        string thumbprint = corporate.Describe().Thumbprint;
        IMachineCertificates store = LocalMachine.Open().Certificates;
        store.Install(corporate, KeyStorage.LegacyExchange);
        try
        {
            Passed(await UpAsync(new TlsRequest(new CertificateSource.Installed(thumbprint))), "certificate-presented");
            Assert.NotNull(store.Find(thumbprint));
        }
        finally
        {
            store.Remove(thumbprint);
        }
    }

    [WindowsFact(Instance = Express)]
    public async Task Is_not_restarted_by_a_second_up()
    {
        using var folder = new TemporaryFolder();
        await using Target target = await Target.OpenAsync(new TargetRequest { Instance = Express, OutputFolder = folder.Path });
        try
        {
            _ = await TlsSetup.RunAsync(target.Instance, new SetupRequest(Made, folder.Path));

            SetupResult again = await TlsSetup.RunAsync(target.Instance, new SetupRequest(Made, folder.Path));

            Assert.Equal((false, 0), (again.Provisioned.Changed, again.Provisioned.Restarts));
        }
        finally
        {
            _ = await new Provisioner(target.Instance).DownAsync(default);
        }
    }

    private static async Task<VerificationResult> UpAsync(TlsRequest request, KeyStorage storage = KeyStorage.LegacyExchange)
    {
        using var folder = new TemporaryFolder();
        await using Target target = await Target.OpenAsync(new TargetRequest { Instance = Express, OutputFolder = folder.Path, KeyStorage = storage });
        TlsSettings before = (await target.Instance.ReadAsync(default)).Settings;
        try
        {
            return (await TlsSetup.RunAsync(target.Instance, new SetupRequest(request, folder.Path) { Password = Password() })).Proof!;
        }
        finally
        {
            _ = await new Provisioner(target.Instance).DownAsync(default);
            Assert.Equal(before, (await target.Instance.ReadAsync(default)).Settings);
        }
    }

    // A login that was accepted, over a connection of which the server itself says that it is encrypted.
    private static void Passed(VerificationResult proof, params string[] ids) => Assert.All(ids, id =>
    {
        Check check = proof.Checks.Single(check => check.Id == id);
        Assert.Equal((id, CheckOutcome.Passed), (id, check.Outcome));
        if (id is "encrypted-connection" or "strict-connection")
        {
            Assert.Equal((id, "TRUE", "accepted"), (id, check.Evidence["encryptOption"], check.Evidence["login"]));
        }
    });

    private static string Password() => WindowsFactAttribute.Password
        ?? throw new InvalidOperationException($"{WindowsFactAttribute.PasswordVariable} is not set: no login can be proved.");
}
