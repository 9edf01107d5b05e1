using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances;

public class TarFilesTests
{
    [Theory]
    [InlineData("/etc/mssql.conf", "/etc/mssql.conf")]
    [InlineData("real.conf", "/var/opt/mssql/real.conf")]
    [InlineData("../../../etc/./mssql.conf", "/etc/mssql.conf")]
    [InlineData("../../../../../../etc/mssql.conf", "/etc/mssql.conf")]
    public void A_link_leads_to_a_path_without_dots(string link, string expected) => Assert.Equal(expected, TarFiles.Resolve("/var/opt/mssql/mssql.conf", link));
}
