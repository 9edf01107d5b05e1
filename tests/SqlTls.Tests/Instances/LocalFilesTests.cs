using System.Runtime.Versioning;
using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances;

[SupportedOSPlatform("linux")]
public class LocalFilesTests
{
    [RequiresFact("procfs")]
    public async Task A_file_that_goes_while_it_is_read_is_not_there()
    {
        using var folder = new TemporaryFolder();
        using FileStream open = File.OpenRead(folder.Write("errorlog", "2026-01-02 03:04:05.67 Server"));

        // A file that this process alone sees: it can be read, and is gone for the program that tells its owner.
        Assert.Null(await LocalFiles.ReadAsync($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}", 1000, CancellationToken.None));
    }
}
