using SqlTls.Instances;
using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances.Linux;

/// <summary>The folder of root's locks, here in a folder of the test's own.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class RootFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    private string Locks => _folder.File("locks");

    public void Dispose() => _folder.Dispose();

    [RequiresFact("root")]
    public async Task Is_made_for_root_alone()
    {
        await RootFolder.MakeAsync(Locks, default);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Locks));
    }

    [RequiresFact("root")]
    public async Task That_others_could_look_into_is_closed_to_them()
    {
        _ = Directory.CreateDirectory(Locks);
        File.SetUnixFileMode(Locks, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        await RootFolder.MakeAsync(Locks, default);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Locks));
    }

    [RequiresFact("root")]
    public async Task That_is_a_link_is_refused()
    {
        _ = Directory.CreateDirectory(_folder.File("elsewhere"));
        _ = Directory.CreateSymbolicLink(Locks, _folder.File("elsewhere"));

        Assert.Contains(Locks, (await RefusedAsync()).Message);
    }

    [RequiresFact("root")]
    public async Task Of_somebody_else_is_refused()
    {
        _ = Directory.CreateDirectory(Locks);
        Assert.Equal(0, (await Tool.RunAsync("chown", ["10001", Locks])).ExitCode);

        Assert.Contains(Locks, (await RefusedAsync()).Cure);
    }

    private async Task<SqlTlsException> RefusedAsync()
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => RootFolder.MakeAsync(Locks, default));
        Assert.Equal((Failure.Surroundings, InstanceCodes.ForeignLink), (refused.Failure, refused.Code));
        return refused;
    }
}
