using System.Text;
using SqlTls.Instances;
using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances.Linux;

/// <summary>Files of the machine that a service runs on, here in a folder of the test's own.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LocalFilesTests : IDisposable
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead;
    private const int NobodysNumber = -1;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("linux")]
    public async Task Are_read_as_they_were_written_with_owner_and_mode()
    {
        HostFile own = await OwnAsync();
        string path = _folder.File("tls/deep/server.key");

        await LocalFiles.WriteAsync([own with { Path = path, Content = "key"u8.ToArray(), Mode = OwnerAlone }], default);

        HostFile read = (await LocalFiles.ReadAsync(path, 100, default))!;
        Assert.Equal(("key", own.Owner, own.Group, OwnerAlone), (Text(read), read.Owner, read.Group, read.Mode));
    }

    [RequiresFact("procfs")]
    public async Task That_go_while_they_are_read_are_not_there()
    {
        using FileStream open = File.OpenRead(_folder.Write("errorlog", "2026-01-02 03:04:05.67 Server"));

        // A file that this process alone sees: it can be read, and is gone for the program that tells its owner.
        Assert.Null(await LocalFiles.ReadAsync($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}", 100, default));
    }

    [RequiresFact("linux")]
    public async Task Lie_in_folders_that_others_may_look_into_and_not_change()
    {
        HostFile own = await OwnAsync();

        await LocalFiles.WriteAsync([own with { Path = _folder.File("tls/deep/a") }], default);

        Assert.All(["tls", "tls/deep"], folder => Assert.Equal("755", Convert.ToString((int)File.GetUnixFileMode(_folder.File(folder)), 8)));
    }

    [RequiresFact("linux")]
    public async Task Are_replaced_whole_and_leave_nothing_beside_them()
    {
        HostFile own = await OwnAsync();
        string path = _folder.Write("conf/mssql.conf", "a long text that was there before");

        await LocalFiles.WriteAsync([own with { Path = path, Content = "short"u8.ToArray() }], default);

        Assert.Equal("short", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.File("conf")));
    }

    [RequiresFact("linux")]
    public async Task That_are_links_stay_links_and_what_they_lead_to_is_replaced()
    {
        HostFile own = await OwnAsync();
        string target = _folder.Write("etc/mssql.conf", "old");
        string link = _folder.File("mssql.conf");
        _ = File.CreateSymbolicLink(link, target);

        await LocalFiles.WriteAsync([own with { Path = link, Content = "new"u8.ToArray() }], default);

        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        Assert.Equal("new", await File.ReadAllTextAsync(target));
    }

    [RequiresFact("linux")]
    public async Task Are_read_from_their_beginning_as_far_as_asked() =>
        Assert.Equal("begin", Text((await LocalFiles.ReadAsync(_folder.Write("errorlog", "beginning"), 5, default))!));

    [RequiresTheory("linux")]
    [InlineData("missing")]
    [InlineData("no/such/folder")]
    public async Task That_are_not_there_are_none(string name) => Assert.Null(await LocalFiles.ReadAsync(_folder.File(name), 100, default));

    [RequiresFact("linux")]
    public async Task That_cannot_be_written_are_told_with_the_reason()
    {
        HostFile own = await OwnAsync();
        _folder.Write("file", "");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => LocalFiles.WriteAsync([own with { Path = _folder.File("file/below") }], default));

        Assert.Equal((Failure.Surroundings, InstanceCodes.ReadOnly), (refused.Failure, refused.Code));
        Assert.Contains(_folder.File("file"), refused.Message);
    }

    [RequiresFact("linux")]
    public async Task That_cannot_be_read_are_told_with_the_reason()
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => LocalFiles.ReadAsync(_folder.Path, 100, default));

        Assert.Equal((Failure.Surroundings, InstanceCodes.ServiceRefused), (refused.Failure, refused.Code));
        Assert.Contains(_folder.Path, refused.Message);
    }

    [RequiresFact("linux")]
    public void That_cannot_be_deleted_are_told_with_the_reason()
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => LocalFiles.Delete([_folder.Path]));

        Assert.Equal((Failure.Surroundings, InstanceCodes.ReadOnly), (refused.Failure, refused.Code));
        Assert.Contains(_folder.Path, refused.Message);
    }

    [RequiresFact("linux")]
    public async Task Whose_owner_cannot_be_set_stay_as_they_were()
    {
        HostFile own = await OwnAsync();
        string path = _folder.Write("conf/mssql.conf", "before");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => LocalFiles.WriteAsync([own with { Path = path, Owner = NobodysNumber }], default));

        Assert.Equal(InstanceCodes.ServiceRefused, refused.Code);
        Assert.Contains("The owner of ", refused.Message);
        Assert.Equal("before", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.File("conf")));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_with_its_name()
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => LocalCommand.RunAsync("sqltls-no-such-program", [], default));

        Assert.Equal((Failure.Surroundings, InstanceCodes.ServiceRefused), (refused.Failure, refused.Code));
        Assert.StartsWith("sqltls-no-such-program cannot be run: ", refused.Message);
    }

    private static string Text(HostFile file) => Encoding.UTF8.GetString(file.Content.Span);

    // Only root may give files away; what is the test's own, everybody may write.
    private async Task<HostFile> OwnAsync() => (await LocalFiles.ReadAsync(_folder.Write("own", ""), 0, default))!;
}
