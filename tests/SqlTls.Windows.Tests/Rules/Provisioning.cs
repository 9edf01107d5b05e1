using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Tests.Rules;

public sealed class Provisioning : IDisposable
{
    private const string Id = "MSSQL16.SQL2022";
    private static readonly TlsRequest Forced = new(new CertificateSource.Made(365)) { ForceEncryption = true };
    private readonly Machine _machine = new();
    private readonly MemoryService _service;

    public Provisioning() => _service = _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Installs_a_certificate_for_the_full_name_and_lets_the_service_alone_read_its_key()
    {
        ProvisionResult result = await UpAsync(Forced);

        (string thumbprint, StoredCertificate stored) = Assert.Single(_machine.Certificates.My);
        Assert.StartsWith("CN=db01.corp.example", stored.Certificate.Subject);
        Assert.Equal(["DB01.corp.example", "DB01", "localhost", "127.0.0.1", "::1"], CertificateNames.Of(stored.Certificate), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(@"BUILTIN\Administrators;NT SERVICE\MSSQL$SQL2022", _machine.Permissions.Files[stored.KeyFile!]);
        Assert.Equal(($"Text:{thumbprint}", "Number:1"), (_machine.Read(Id, "Certificate"), _machine.Read(Id, "ForceEncryption")));
        Assert.Equal((true, 1, thumbprint), (result.Changed, result.Restarts, result.State.Settings.Thumbprint));
    }

    [Fact]
    public async Task Keeps_the_authority_where_it_is_found_and_not_where_it_is_trusted()
    {
        ProvisionResult result = await UpAsync(Forced);

        Assert.Equal(result.State.Certificate!.Authority!.Thumbprint.ToLowerInvariant(), Assert.Single(_machine.Certificates.IssuerThumbprints));
    }

    [Fact]
    public async Task Leaves_HideInstance_and_ExtendedProtection_alone()
    {
        _ = await UpAsync(Forced);

        Assert.Equal(("Number:1", "Number:2"), (_machine.Read(Id, "HideInstance"), _machine.Read(Id, "ExtendedProtection")));
    }

    [Fact]
    public async Task Changes_and_restarts_nothing_the_second_time()
    {
        _ = await UpAsync(Forced);
        _machine.Services.Done.Clear();

        ProvisionResult again = await UpAsync(Forced);

        Assert.False(again.Changed);
        Assert.Empty(_machine.Services.Done);
        Assert.Single(_machine.Certificates.My);
    }

    [Fact]
    public async Task Puts_everything_back_as_it_was_value_and_kind_and_what_was_absent_is_absent()
    {
        _machine.Registry.Write(Machine.Network(Id), "Certificate", null);
        _machine.Registry.Write(Machine.Network(Id), "ForceEncryption", new RegistryValue(RegistryKind.LongNumber, "0"));
        IReadOnlyList<string> before = _machine.Registry.Everything;

        _ = await UpAsync(Forced with { ForceStrict = true });
        Assert.Equal("Number:1", _machine.Read(Id, "ForceStrict"));
        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Certificates.IssuerThumbprints);
        Assert.Empty(_machine.Permissions.Files);
    }

    [Fact]
    public async Task Rolls_back_when_a_check_says_no_and_starts_the_dependents_again()
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(Forced, new Finding("SQLTLS4001", Severity.Error, "No.", "")));

        Assert.Equal(Failure.RolledBack, refused.Failure);
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
        Assert.True(_machine.Services.Find("SQLAgent$SQL2022")!.Running);
    }

    [Fact]
    public async Task Starts_what_an_interrupted_run_stopped()
    {
        Task<ProvisionResult> killed = Killed("applied", () => _service.StartsNever = true);
        Assert.False(killed.IsCompleted);
        while (_machine.Services.Done.Count < 3)
        {
            await Task.Delay(10);
        }

        // What a process leaves behind that ends between stop and start: both services are down.
        _service.StartsNever = false;
        _machine.Windows = _machine.Windows with { LockFolder = _machine.Windows.LockFolder + "2" };
        Assert.False(_service.Running);
        ProvisionResult result = await UpAsync(Forced);

        Assert.True(result.Changed);
        Assert.True(_service.Running);
        Assert.True(_machine.Services.Find("SQLAgent$SQL2022")!.Running);
    }

    [Fact]
    public async Task Undoes_what_an_interrupted_run_wrote()
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;
        _ = Killed("restarted");
        while (_machine.Services.Done.Count < 4)
        {
            await Task.Delay(10);
        }

        _machine.Windows = _machine.Windows with { LockFolder = _machine.Windows.LockFolder + "2" };
        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
    }

    [Fact]
    public async Task Uses_a_certificate_that_is_installed_and_gives_its_permission_back()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf, KeyStorage.Cng);
        var request = new TlsRequest(new CertificateSource.Installed(thumbprint));

        _ = await UpAsync(request);
        Assert.Equal(@"BUILTIN\Administrators;NT SERVICE\MSSQL$SQL2022", Assert.Single(_machine.Permissions.Files).Value);
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS2011", StringComparison.Ordinal));
        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(@"BUILTIN\Administrators", Assert.Single(_machine.Permissions.Files).Value);
        Assert.True(_machine.Certificates.My.ContainsKey(thumbprint));
    }

    [Fact]
    public async Task Never_installs_a_certificate_twice_and_leaves_it_when_it_was_there()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        string thumbprint = _machine.Certificates.Put(corporate.Leaf);

        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(corporate)));
        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(thumbprint, Assert.Single(_machine.Certificates.My).Key);
    }

    [Fact]
    public async Task Lets_the_service_read_a_key_that_it_lost_the_right_to()
    {
        ProvisionResult first = await UpAsync(Forced);
        _machine.Permissions.RevokeRead(Assert.Single(_machine.Permissions.Files).Key, @"NT SERVICE\MSSQL$SQL2022");

        ProvisionResult second = await UpAsync(Forced);

        Assert.Equal((true, first.State.Settings.Thumbprint), (second.Changed, second.State.Settings.Thumbprint));
    }

    [Fact]
    public async Task Is_content_with_a_key_that_the_account_itself_may_read()
    {
        _machine.Install("DOMAIN", port: "1434", account: @"CORP\svc");
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf);
        string keyFile = _machine.Certificates.Find(thumbprint)!.KeyFile!;
        _machine.Permissions.AllowRead(keyFile, @"CORP\svc");

        ProvisionResult result = await _machine.UpAsync("DOMAIN", new TlsRequest(new CertificateSource.Installed(thumbprint)));

        Assert.Equal((true, false), (result.Changed, result.State.Certificate!.LacksPermission));
        Assert.Equal(@"BUILTIN\Administrators;CORP\svc", _machine.Permissions.Files[keyFile]);
    }

    [Fact]
    public async Task Writes_a_thumbprint_in_upper_case_anew_as_Configuration_Manager_shows_it()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf);
        var request = new TlsRequest(new CertificateSource.Installed(thumbprint));
        _ = await UpAsync(request);
        _machine.Registry.Write(Machine.Network(Id), "Certificate", RegistryValue.OfText(thumbprint.ToUpperInvariant()));

        ProvisionResult result = await UpAsync(request);

        Assert.True(result.Changed);
        Assert.Equal($"Text:{thumbprint}", _machine.Read(Id, "Certificate"));
        Assert.False((await UpAsync(request)).Changed);
    }

    [Fact]
    public async Task Says_so_when_the_permission_does_not_hold_and_rolls_back()
    {
        _machine.Permissions.Forgets = true;
        IReadOnlyList<string> before = _machine.Registry.Everything;

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(Forced));

        Assert.Equal(WindowsCodes.KeyNotReadable, refused.Code);
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
    }

    private Task<ProvisionResult> UpAsync(TlsRequest request, Finding? refusal = null) => _machine.UpAsync("SQL2022", request, refusal);

    // A process that is killed runs nothing any more, so this run never goes on.
    private Task<ProvisionResult> Killed(string at, Action? before = null)
    {
        bool over = false;
        var provisioner = new Provisioner(_machine.Open("SQL2022", TimeSpan.FromHours(1)))
        {
            StepBoundary = boundary =>
            {
                over |= boundary == at;
                if (boundary == at)
                {
                    before?.Invoke();
                }

                return over && before is null ? new TaskCompletionSource().Task : Task.CompletedTask;
            },
        };
        return provisioner.UpAsync(Forced, (_, _) => Task.FromResult<Finding?>(null), default);
    }
}
