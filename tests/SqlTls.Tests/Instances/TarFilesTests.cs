using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances;

public class TarFilesTests
{
    // A block of content, and two empty ones.
    private const int ContentAndEnd = 3 * 512;

    [Theory]
    [InlineData("/etc/mssql.conf", "/etc/mssql.conf")]
    [InlineData("real.conf", "/var/opt/mssql/real.conf")]
    [InlineData("../../../etc/./mssql.conf", "/etc/mssql.conf")]
    [InlineData("../../../../../../etc/mssql.conf", "/etc/mssql.conf")]
    public void A_link_leads_to_a_path_without_dots(string link, string expected) => Assert.Equal(expected, TarFiles.Resolve("/var/opt/mssql/mssql.conf", link));

    [Fact]
    public async Task An_archive_that_is_closed_after_its_header_is_cut_off()
    {
        using MemoryStream whole = TarFiles.Pack("/", [new HostFile("/errorlog", "SQL Server is now ready"u8.ToArray(), 0, 0, UnixFileMode.UserRead)]);
        using var archive = new ClosedAtItsEnd(whole.ToArray()[..^ContentAndEnd]);

        await Assert.ThrowsAsync<EndOfStreamException>(() => TarFiles.UnpackAsync("/errorlog", archive, 1000, default));
    }

    private sealed class ClosedAtItsEnd(byte[] content) : MemoryStream(content)
    {
        public override bool CanRead => Position < Length;

        public override bool CanSeek => false;
    }
}
