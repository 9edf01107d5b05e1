using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Settings;

namespace SqlTls.Tests.Provisioning;

public class PlanTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TlsRequest Plain = new(new CertificateSource.Made());

    [Fact]
    public void Of_a_server_without_a_certificate_makes_one_and_restarts() =>
        Assert.Equal(["certificate", "restart"], Steps(State(null), Plain));

    [Fact]
    public void Is_empty_where_nothing_is_to_do() => Assert.True(Plan.For(State(Installed("db")), Plain, Now).IsEmpty);

    [Fact]
    public void Replaces_a_certificate_that_is_about_to_expire() =>
        Assert.True(Plan.For(State(Installed("db")), Plain with { RenewBefore = TimeSpan.FromDays(8) }, Now).NewCertificate);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Keeps_a_certificate_that_was_just_made_however_short_its_life(int days)
    {
        var source = new CertificateSource.Made(days);
        using ServerCertificate made = await source.MakeAsync([ServerName.Parse("db")], TimeProvider.System);
        InstalledCertificate installed = new(made.Leaf, [], made.Authority, made.Describe());

        Assert.True(Plan.For(State(installed), new TlsRequest(source), Now).IsEmpty);
        Assert.True(Plan.For(State(installed), new TlsRequest(source), Now.AddDays(days)).NewCertificate);
    }

    [Fact]
    public void Replaces_a_certificate_that_lacks_a_name() =>
        Assert.True(Plan.For(State(Installed("db")), Plain with { Names = [ServerName.Parse("other")] }, Now).NewCertificate);

    [Fact]
    public void Keeps_a_certificate_that_lacks_an_address_nobody_asked_for() =>
        Assert.False(Plan.For(State(Installed("db")) with { DefaultNames = ["db", "172.17.0.9"] }, Plain, Now).NewCertificate);

    [Fact]
    public void Changes_a_setting_and_keeps_the_certificate() =>
        Assert.Equal(["settings", "restart"], Steps(State(Installed("db")), Plain with { ForceEncryption = true }));

    [Fact]
    public void Leaves_settings_that_were_not_asked_for()
    {
        InstanceState state = State(Installed("db")) with { Settings = new TlsSettings(ForceEncryption: true, Protocols: "1.2") };

        var plan = Plan.For(state, Plain, Now);

        Assert.Equal(state.Settings, plan.Settings);
    }

    [Fact]
    public void Starts_a_server_that_does_not_run() => Assert.Equal(["start"], Steps(State(Installed("db")) with { Running = false }, Plain));

    [Fact]
    public void Names_an_installed_certificate_and_makes_none()
    {
        var plan = Plan.For(State(null), new TlsRequest(new CertificateSource.Installed(new string('a', 40))), Now);

        Assert.Equal(["settings", "restart"], plan.Steps.Select(step => step.Step));
        Assert.False(plan.NewCertificate);
        Assert.Equal(new string('a', 40), plan.Settings.Thumbprint);
    }

    [Fact]
    public void Replaces_a_certificate_that_the_server_cannot_use() =>
        Assert.True(Plan.For(State(Installed("db") with { Flaw = "its key is gone" }), Plain, Now).NewCertificate);

    [Fact]
    public void Installs_a_certificate_given_again_where_the_server_cannot_use_the_one_that_is_there()
    {
        var given = ServerCertificate.Create(CertificateOptions.For("db"));
        var installed = new InstalledCertificate(given.Leaf, [], given.Authority, given.Describe());
        var request = new TlsRequest(new CertificateSource.Imported(given));

        Assert.False(Plan.For(State(installed), request, Now).NewCertificate);
        Assert.True(Plan.For(State(installed with { Flaw = "its key is gone" }), request, Now).NewCertificate);
    }

    [Fact]
    public void Lets_no_server_trust_issuers_that_looks_for_them_in_its_machine() =>
        Assert.Equal(["certificate", "settings", "restart"], Steps(State(null) with { HasOwnTrust = false }, Plain with { ForceStrict = true }));

    [Fact]
    public void Lets_the_server_read_a_key_that_it_may_not_read() =>
        Assert.Equal(["permission", "restart"], Steps(State(Installed("db") with { LacksPermission = true }), Plain));

    [Fact]
    public void Writes_anew_what_says_what_is_wanted_and_is_written_wrong() =>
        Assert.Equal(["settings", "restart"], Steps(State(Installed("db")) with { Miswritten = "without the mark" }, Plain));

    [Fact]
    public void Neither_restarts_nor_starts_a_server_that_is_held() =>
        Assert.Equal(["certificate", "wait"], Steps(State(null) with { Held = "its owner does that" }, Plain));

    [Fact]
    public void Of_a_server_that_is_held_is_empty_where_nothing_is_to_do() =>
        Assert.Empty(Steps(State(Installed("db")) with { Held = "its owner does that", Running = false }, Plain));

    private static string[] Steps(InstanceState state, TlsRequest request) => [.. Plan.For(state, request, Now).Steps.Select(step => step.Step)];

    private static InstanceState State(InstalledCertificate? certificate) => new(TlsSettings.None, certificate, null, true, ["db"], [], []);

    private static InstalledCertificate Installed(string name)
    {
        var certificate = ServerCertificate.Create(CertificateOptions.For(name));
        return new InstalledCertificate(certificate.Leaf, [], certificate.Authority, certificate.Describe());
    }
}
