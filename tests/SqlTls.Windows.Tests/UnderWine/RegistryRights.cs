using SqlTls.Windows.Rig;

namespace SqlTls.Windows.Tests.UnderWine;

/// <summary>Keys of the registry that this process may not write, or not even read.</summary>
[Collection("wine")]
public class RegistryRights(Wine wine)
{
    private const string Plain = "\"ForceEncryption\"=dword:00000000";

    [RequiresFact("wine")]
    public async Task That_are_lacking_for_the_settings_are_found_out_before_anything_is_written()
    {
        await wine.InstallAsync("LOCKED", Plain);
        Assert.Equal("running", (await wine.AskAsync("start", "MSSQL$LOCKED")).Output);
        IReadOnlyList<string> before = await wine.SettingsAsync("LOCKED");
        string start = wine.Start("LOCKED");
        string thumbprint = await wine.InstallCertificateAsync();
        Assert.Equal(new Answer(0, "denied", ""), await wine.AskAsync("deny", Settings("LOCKED"), "SetValue"));

        Answer up = await wine.AskAsync("up", "LOCKED", thumbprint, "");

        _ = await wine.AskAsync("allow", Settings("LOCKED"));
        Assert.True(up.Exit == 3, $"{up}");
        Assert.StartsWith("SQLTLS3206", up.Error);
        Assert.Equal(before, await wine.SettingsAsync("LOCKED"));
        Assert.Equal(start, wine.Start("LOCKED"));
        Assert.Empty(await wine.QueryAsync(@"HKLM\SOFTWARE\SqlTls\MSSQL16.LOCKED"));
    }

    [RequiresFact("wine")]
    public async Task That_are_lacking_to_read_one_instance_leave_the_others_in_the_list()
    {
        await wine.InstallAsync("HIDDEN", Plain, withService: false);
        await wine.InstallAsync("SHOWN", Plain, withService: false);
        Assert.Equal(new Answer(0, "denied", ""), await wine.AskAsync("deny", Settings("HIDDEN"), "ReadKey"));

        Answer instances = await wine.AskAsync("sqltls", "instances");

        _ = await wine.AskAsync("allow", Settings("HIDDEN"));
        Assert.Equal(0, instances.Exit);
        Assert.Contains("note SQLTLS3206: HIDDEN is left out.", instances.Error);
        Assert.Contains("MSSQL$SHOWN", instances.Output);
        Assert.DoesNotContain("MSSQL$HIDDEN", instances.Output);
    }

    private static string Settings(string name) => $@"SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL16.{name}\MSSQLServer\SuperSocketNetLib";
}
