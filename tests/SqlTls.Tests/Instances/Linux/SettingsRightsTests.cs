using SqlTls.Instances;
using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances.Linux;

public class SettingsRightsTests
{
    [Theory]
    [InlineData(10001, 0, "600", true)]
    [InlineData(10001, 0, "400", false)]
    [InlineData(0, 0, "660", true)]
    [InlineData(0, 0, "644", false)]
    [InlineData(0, 7, "646", true)]
    [InlineData(0, 7, "664", false)]
    [InlineData(10001, 0, "466", false)]
    public void A_user_may_write_what_owner_group_and_mode_say(int owner, int group, string mode, bool expected) => Assert.Equal(
        expected, SettingsRights.MayWrite(new HostFile("/var/opt/mssql/mssql.conf", default, owner, group, (UnixFileMode)Convert.ToInt32(mode, 8)), 10001, 0));

    [Fact]
    public void Root_may_write_everything() => Assert.True(SettingsRights.MayWrite(new HostFile("/x", default, 10001, 10001, UnixFileMode.None), 0, 0));

    [Fact]
    public async Task A_cause_that_the_error_log_names_stays()
    {
        var refused = new StartResult(false, new Finding(InstanceCodes.CertificateRefused, Severity.Error, "26014", ""));
        var file = new HostFile("/var/opt/mssql/mssql.conf", default, 0, 0, UnixFileMode.UserRead);

        Assert.Same(refused, await SettingsRights.ExplainAsync(refused, null!, _ => Task.FromResult<HostFile?>(file), default));
    }
}
