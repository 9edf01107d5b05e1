using SqlTls.Instances.Windows;
using SqlTls.Provisioning;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>An instance of 32 bits: its settings stand under WOW6432Node.</summary>
public sealed class InTheNarrowHalf : IDisposable
{
    private const string Id = "MSSQL10_50.OLD";
    private static readonly TlsRequest Forced = new(new CertificateSource.Made(365)) { ForceEncryption = true };
    private readonly Machine _machine = new();

    public InTheNarrowHalf() => _machine.Install("OLD", Id, RegistryBits.Bits32);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task An_instance_is_written_there_and_nowhere_else()
    {
        ProvisionResult result = await _machine.UpAsync("OLD", Forced);

        Assert.Equal(
            ($"Text:{result.State.Settings.Thumbprint}", "Number:1"),
            (_machine.Read(Id, "Certificate", RegistryBits.Bits32), _machine.Read(Id, "ForceEncryption", RegistryBits.Bits32)));
        Assert.Empty(_machine.Registry.Values(Machine.Network(Id)));
    }

    [Fact]
    public async Task An_instance_is_rolled_back_there()
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;

        _ = await Assert.ThrowsAsync<SqlTlsException>(() => _machine.UpAsync("OLD", Forced, new Finding("SQLTLS4001", Severity.Error, "No.", "")));

        Assert.Equal(before, _machine.Registry.Everything);
    }

    [Fact]
    public async Task An_instance_is_taken_down_there()
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;
        _ = await _machine.UpAsync("OLD", Forced);

        _ = await _machine.DownAsync("OLD");

        Assert.Equal(before, _machine.Registry.Everything);
    }
}
