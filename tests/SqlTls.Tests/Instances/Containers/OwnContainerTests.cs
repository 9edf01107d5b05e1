using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

public class OwnContainerTests
{
    private static readonly (string, string)[] Mounts = [("/home/me", "/work"), ("/var/lib/docker/volumes/out/_data", "/work/out/"), ("/", "/host")];

    [Theory]
    [InlineData("/work", "/home/me")]
    [InlineData("/work/a/b.txt", "/home/me/a/b.txt")]
    [InlineData("/work/out/report.json", "/var/lib/docker/volumes/out/_data/report.json")]
    [InlineData("/host/etc/hosts", "/etc/hosts")]
    public void A_path_lies_where_the_innermost_folder_that_holds_it_is_mounted_from(string path, string expected) =>
        Assert.Equal(expected, OwnContainer.Translate(path, Mounts));

    [Theory]
    [InlineData("/workshop/a")]
    [InlineData("/etc/hosts")]
    public void A_path_on_no_mounted_folder_lies_nowhere_else(string path) => Assert.Null(OwnContainer.Translate(path, Mounts));
}
