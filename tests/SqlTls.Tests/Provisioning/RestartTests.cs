using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Settings;
using SqlTls.Verification;

namespace SqlTls.Tests.Provisioning;

/// <summary>A server whose settings are those wanted, and that shows others: nobody has restarted it since they were written.</summary>
public sealed class RestartTests : IAsyncDisposable
{
    private static readonly Finding OtherCertificate = new(VerificationCodes.CertificatePresented, Severity.Error, "It shows another certificate.", "Restart it.");
    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("db"));
    private readonly MemoryInstance _instance = new();
    private int _proofs;

    public RestartTests() => _instance.State = _instance.State with
    {
        Settings = new TlsSettings(ForceEncryption: true),
        Certificate = new InstalledCertificate(_certificate.Leaf, [], _certificate.Authority, _certificate.Describe()),
    };

    public async ValueTask DisposeAsync()
    {
        _certificate.Dispose();
        await _instance.DisposeAsync();
    }

    [Fact]
    public async Task Is_done_once_and_the_server_proved_again()
    {
        ProvisionResult result = await UpAsync(OtherCertificate, null);

        Assert.Equal((true, 1, 2), (result.Changed, result.Restarts, _proofs));
        Assert.Equal(["start"], _instance.Done);
        Assert.Null(_instance.Journal);
    }

    [Fact]
    public async Task Is_not_done_again_where_it_did_not_help()
    {
        ProvisionResult result = await UpAsync(OtherCertificate, OtherCertificate);

        Assert.Equal((1, 2), (result.Restarts, _proofs));
    }

    [Fact]
    public async Task Is_not_done_to_a_server_that_cannot_be_seen_from_here()
    {
        ProvisionResult result = await UpAsync(new Finding(VerificationCodes.Listening, Severity.Error, "It does not answer.", ""));

        Assert.Equal((false, 0, 1), (result.Changed, result.Restarts, _proofs));
        Assert.Empty(_instance.Done);
    }

    [Fact]
    public async Task That_fails_is_told_with_what_the_server_said()
    {
        _instance.Starts.Enqueue(new StartResult(false, new Finding(InstanceCodes.Permissions, Severity.Error, "It may not read its key.", "Give it the key.")));

        SqlTlsException failed = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(OtherCertificate));

        Assert.Equal((Failure.Surroundings, InstanceCodes.Permissions, "Give it the key."), (failed.Failure, failed.Code, failed.Cure));
        Assert.EndsWith("nothing was written.", failed.Message);
    }

    private Task<ProvisionResult> UpAsync(params Finding?[] proofs) => new Provisioner(_instance).UpAsync(
        new TlsRequest(new CertificateSource.Made()) { ForceEncryption = true }, (_, _) => Task.FromResult(proofs[_proofs++]), default);
}
