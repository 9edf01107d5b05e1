using SqlTls.Instances;
using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances.Linux;

/// <summary>Links in a folder that is not root's, here in a folder of the test's own.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ServerLinksTests : IDisposable
{
    private const string SomebodyElse = "10001";
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("mssql");

    public void Dispose() => _folder.Dispose();

    [RequiresFact("linux")]
    public async Task Files_and_folders_are_passed()
    {
        _folder.Write("mssql/tls/a.crt", "");

        await RefuseAsync("tls/a.crt");
        await RefuseAsync("tls/no-such-file");
        await RefuseAsync("no/such/folder");
    }

    [RequiresTheory("linux")]
    [InlineData("mssql.conf", "mssql.conf")]
    [InlineData("tls", "tls/a.crt")]
    public async Task A_link_of_somebody_elses_is_refused(string link, string path)
    {
        _folder.Write("elsewhere/a.crt", "");
        await LinkAsync(link, _folder.File("elsewhere"), SomebodyElse);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => RefuseAsync(path));

        Assert.Equal((Failure.Surroundings, InstanceCodes.ForeignLink), (refused.Failure, refused.Code));
        Assert.Contains($"{Data}/{link} ", refused.Message);
    }

    [RequiresFact("root")]
    public async Task A_link_of_roots_is_followed()
    {
        await LinkAsync("mssql.conf", _folder.Write("etc/mssql.conf", ""), "0");

        await RefuseAsync("mssql.conf");
    }

    [RequiresFact("root")]
    public async Task A_link_of_roots_to_one_of_somebody_elses_is_refused()
    {
        await LinkAsync("own", _folder.File("elsewhere"), SomebodyElse);
        await LinkAsync("mssql.conf", "own/real.conf", "0");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => RefuseAsync("mssql.conf"));

        Assert.Contains($"{Data}/own ", refused.Message);
    }

    [RequiresFact("root")]
    public async Task Links_that_lead_to_each_other_are_refused()
    {
        await LinkAsync("a", "b", "0");
        await LinkAsync("b", "a", "0");

        Assert.Equal(InstanceCodes.ForeignLink, (await Assert.ThrowsAsync<SqlTlsException>(() => RefuseAsync("a"))).Code);
    }

    private Task RefuseAsync(string path) => ServerLinks.RefuseAsync(Data, $"{Data}/{path}", default);

    // Only root may give a link away; what is the test's own is not root's then.
    private async Task LinkAsync(string name, string target, string owner)
    {
        _ = Directory.CreateDirectory(Data);
        _ = File.CreateSymbolicLink($"{Data}/{name}", target);
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Equal(0, (await Tool.RunAsync("chown", ["--no-dereference", owner, $"{Data}/{name}"])).ExitCode);
        }
    }
}
