using SqlTls.Certificates;
using SqlTls.Instances;

namespace SqlTls.Tests.Instances;

public class TargetRequestTests
{
    [Fact]
    public void No_target_is_refused() => Assert.StartsWith("One target must be named", Refused(new TargetRequest()).Message);

    [Fact]
    public void Two_targets_are_refused() => Assert.StartsWith("One target must be named", Refused(new TargetRequest { Container = "a", Service = true }).Message);

    [Fact]
    public void A_name_for_what_is_not_made_is_refused() => Assert.Contains("--image", Refused(new TargetRequest { Container = "a", Name = "b" }).Cure);

    [Fact]
    public void A_port_for_what_is_not_made_is_refused() => Assert.Contains("--image", Refused(new TargetRequest { Service = true, Publish = "1433" }).Cure);

    [Fact]
    public void A_key_storage_of_Windows_elsewhere_is_refused() =>
        Assert.Contains("--instance", Refused(new TargetRequest { Service = true, KeyStorage = KeyStorage.Cng }).Cure);

    [Fact]
    public void An_image_whose_licence_nobody_accepted_is_refused()
    {
        SqlTlsException refused = Refused(new TargetRequest { Image = "mssql:2025" }, InstanceCodes.Licence);

        Assert.StartsWith("A container of mssql:2025 ", refused.Message);
        Assert.Contains("--accept-eula", refused.Cure);
    }

    [Fact]
    public void An_image_with_name_port_and_licence_is_taken() =>
        new TargetRequest { Image = "mssql:2025", AcceptEula = true, Name = "db", Publish = "1433" }.Check();

    [Theory]
    [InlineData(null, 120)]
    [InlineData(5, 120)]
    [InlineData(600, 600)]
    public void A_start_may_take_what_was_asked_and_two_minutes_at_least(int? asked, int expected) =>
        Assert.Equal(expected, new TargetRequest { Timeout = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null }.StartLimit.TotalSeconds);

    [Fact]
    public void Files_lie_in_a_folder_of_the_servers_name_unless_another_is_named()
    {
        Assert.Equal(Path.Combine("/work", ".sqltls", "db"), new TargetRequest { WorkingFolder = "/work" }.FolderOf("db"));
        Assert.Equal("/out", new TargetRequest { WorkingFolder = "/work", OutputFolder = "/out" }.FolderOf("db"));
    }

    [Fact]
    public void Its_password_stays_out_of_logs() => Assert.Equal("db", new TargetRequest { Container = "db", Password = "Canary-5d1c" }.ToString());

    private static SqlTlsException Refused(TargetRequest request, string code = InstanceCodes.Target)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(request.Check);
        Assert.Equal((Failure.Input, code), (refused.Failure, refused.Code));
        return refused;
    }
}
