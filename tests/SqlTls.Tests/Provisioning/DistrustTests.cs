using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Trust;

namespace SqlTls.Tests.Provisioning;

/// <summary>Whom <c>down</c> lets clients trust no longer.</summary>
public sealed class DistrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _server = ServerCertificate.Create(CertificateOptions.For("db"));

    private string Output => _folder.File(".sqltls/db");

    private StepTrust Trust => new(TrustStores.StepFolder(Output), _ => null);

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_authority_of_what_the_server_presents_where_the_output_folder_holds_none()
    {
        var instance = new MemoryInstance();
        _ = await new Provisioner(instance).UpAsync(new TlsRequest(new CertificateSource.Made()) { ForceEncryption = true }, (_, _) => Task.FromResult<Finding?>(null), default);
        await PresentAsync(instance);

        Assert.True((await TlsSetup.DownAsync(instance, Output)).Changed);

        Assert.Empty(await Trust.ListAsync());
    }

    [Fact]
    public async Task That_authority_also_where_the_server_does_not_come_up_again()
    {
        var instance = new MemoryInstance();
        _ = await new Provisioner(instance).UpAsync(new TlsRequest(new CertificateSource.Made()) { ForceEncryption = true }, (_, _) => Task.FromResult<Finding?>(null), default);
        await PresentAsync(instance);
        instance.Starts.Enqueue(new StartResult(false, new Finding(InstanceCodes.Ended, Severity.Error, "The server ended.", "")));

        Assert.Contains(await TlsSetup.PlanDownAsync(instance, Output), step => step.Step == "trust");
        _ = await Assert.ThrowsAsync<SqlTlsException>(() => TlsSetup.DownAsync(instance, Output));

        Assert.Empty(await Trust.ListAsync());
    }

    [Fact]
    public async Task Nobody_where_the_server_was_never_set_up()
    {
        var instance = new MemoryInstance();
        await PresentAsync(instance);

        Assert.False((await TlsSetup.DownAsync(instance, Output)).Changed);

        Assert.Single(await Trust.ListAsync());
    }

    private async Task PresentAsync(MemoryInstance instance)
    {
        instance.State = instance.State with { Certificate = new InstalledCertificate(_server.Leaf, [], _server.Authority, _server.Describe()) };
        _ = await Trust.AddAsync(_server.Authority!);
    }
}
