using System.Text.Json;
using SqlTls.Windows.Rig;

namespace SqlTls.Windows.Tests.UnderWine;

[Collection("wine")]
public class Instances(Wine wine)
{
    private const string Plain = """
        "ForceEncryption"=dword:00000000
        "HideInstance"=dword:00000001
        """;

    [RequiresFact("wine")]
    public async Task Are_listed_from_both_halves_of_the_registry()
    {
        await wine.InstallAsync("LIST64", Plain);
        await wine.RegisterAsync("""
            [HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\Microsoft SQL Server\Instance Names\SQL]
            "LIST32"="MSSQL10_50.LIST32"

            [HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\Microsoft SQL Server\MSSQL10_50.LIST32\MSSQLServer\SuperSocketNetLib]
            "ForceEncryption"=dword:00000001
            """);

        Answer answer = await wine.AskAsync("sqltls", "instances", "--json");

        JsonElement[] instances = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("instances").EnumerateArray()];
        JsonElement wide = instances.Single(instance => instance.GetProperty("name").GetString() == "LIST64");
        JsonElement narrow = instances.Single(instance => instance.GetProperty("name").GetString() == "LIST32");
        Assert.Equal(("16.0.4125.3", 51433, "MSSQL$LIST64"), (wide.GetProperty("version").GetString(), wide.GetProperty("port").GetInt32(), wide.GetProperty("service").GetString()));
        Assert.True(narrow.GetProperty("forceEncryption").GetBoolean());
        Assert.Equal(JsonValueKind.Null, narrow.GetProperty("account").ValueKind);
    }

    [RequiresFact("wine")]
    public async Task Get_their_settings_and_a_restart()
    {
        string thumbprint = await RunningAsync("UP", Plain);
        string before = wine.Start("UP");

        Answer up = await wine.AskAsync("up", "UP", thumbprint, "");

        Assert.Equal(new Answer(0, "changed True, restarts 1", ""), up);
        Assert.NotEqual(before, wine.Start("UP"));
        Assert.Equal(
            [$"Certificate REG_SZ {thumbprint}", "ForceEncryption REG_DWORD 0x1", "ForceStrict REG_DWORD 0x1", "HideInstance REG_DWORD 0x1"],
            (await Values("UP")).Order(StringComparer.Ordinal));
    }

    [RequiresFact("wine")]
    public async Task Are_not_restarted_a_second_time()
    {
        string thumbprint = await RunningAsync("TWICE", Plain);
        _ = await wine.AskAsync("up", "TWICE", thumbprint, "");
        string before = wine.Start("TWICE");

        Assert.Equal(new Answer(0, "changed False, restarts 0", ""), await wine.AskAsync("up", "TWICE", thumbprint, ""));
        Assert.Equal(before, wine.Start("TWICE"));
    }

    [RequiresFact("wine")]
    public async Task Are_put_back_with_their_kinds_and_what_was_absent_is_absent()
    {
        string thumbprint = await RunningAsync("BACK", "\"ForceEncryption\"=\"0\"\n\"Certificate\"=hex(2):00,00");
        IReadOnlyList<string> before = await Values("BACK");
        Assert.Contains(before, line => line.StartsWith("Certificate REG_EXPAND_SZ", StringComparison.Ordinal));

        _ = await wine.AskAsync("up", "BACK", thumbprint, "");
        Assert.Contains("ForceEncryption REG_DWORD 0x1", await Values("BACK"));
        Answer down = await wine.AskAsync("down", "BACK");

        Assert.Equal(new Answer(0, "changed True, restarts 1", ""), down);
        Assert.Equal(before, await Values("BACK"));
        Assert.Empty(await wine.QueryAsync(@"HKLM\SOFTWARE\SqlTls\MSSQL16.BACK"));
    }

    [RequiresFact("wine")]
    public async Task Of_32_bits_are_written_and_put_back_in_their_half_of_the_registry()
    {
        string thumbprint = await RunningAsync("NARROW", "\"ForceEncryption\"=\"0\"", bits: 32);
        IReadOnlyList<string> before = await Values("NARROW", bits: 32);

        Answer up = await wine.AskAsync("up", "NARROW", thumbprint, "");

        Assert.Equal(new Answer(0, "changed True, restarts 1", ""), up);
        Assert.Contains($"Certificate REG_SZ {thumbprint}", await Values("NARROW", bits: 32));
        Assert.Empty(await Values("NARROW"));
        Answer refused = await wine.AskAsync("up", "NARROW", await wine.InstallCertificateAsync(), "A check says no.");
        Assert.Equal(4, refused.Exit);
        Assert.Contains($"Certificate REG_SZ {thumbprint}", await Values("NARROW", bits: 32));
        Assert.Equal(new Answer(0, "changed True, restarts 1", ""), await wine.AskAsync("down", "NARROW"));
        Assert.Equal(before, await Values("NARROW", bits: 32));
        Assert.Empty(await Values("NARROW"));
    }

    [RequiresFact("wine")]
    public async Task Are_put_back_when_a_check_says_no()
    {
        string thumbprint = await RunningAsync("NO", Plain);
        IReadOnlyList<string> before = await Values("NO");

        Answer up = await wine.AskAsync("up", "NO", thumbprint, "A check says no.");

        Assert.Equal((4, "SQLTLS4001: A check says no. Everything was put back as it was."), (up.Exit, up.Error));
        Assert.Equal(before, await Values("NO"));
        Assert.Equal("running", (await wine.AskAsync("status", "MSSQL$NO")).Output);
    }

    [RequiresFact("wine")]
    public async Task That_fail_to_start_are_diagnosed_from_the_error_log_and_put_back()
    {
        string thumbprint = await RunningAsync("FAIL", Plain);
        await wine.RegisterAsync($"[HKEY_LOCAL_MACHINE\\{StandInKey.Path}]\n\"FAIL\"=\"{thumbprint}\"");
        IReadOnlyList<string> before = await Values("FAIL");

        Answer up = await wine.AskAsync("up", "FAIL", thumbprint, "");

        Assert.True(up.Exit == 4, $"{up}");
        Assert.StartsWith("SQLTLS3005", up.Error);
        Assert.Contains("26014", up.Error);
        Assert.Equal(before, await Values("FAIL"));
        Assert.Equal("running", (await wine.AskAsync("status", "MSSQL$FAIL")).Output);
    }

    [RequiresFact("wine")]
    public async Task That_are_stopped_stay_stopped()
    {
        string thumbprint = await RunningAsync("STOPPED", Plain);
        Assert.Equal("stopped", (await wine.AskAsync("stop", "MSSQL$STOPPED")).Output);

        Answer up = await wine.AskAsync("up", "STOPPED", thumbprint, "Nobody may ask.");

        Assert.Equal(new Answer(0, "changed True, restarts 0", "the service MSSQL$STOPPED is stopped, and stays so"), up);
        Assert.Equal("stopped", (await wine.AskAsync("status", "MSSQL$STOPPED")).Output);
    }

    [RequiresFact("wine")]
    public async Task That_are_still_stopping_are_started_once_they_have_stopped()
    {
        _ = await RunningAsync("SLOW", Plain);
        await wine.RegisterAsync($"[HKEY_LOCAL_MACHINE\\{StandInKey.Path}]\n\"MSSQL$SLOW\"=dword:00000005");
        string before = wine.Start("SLOW");

        Answer stop = await wine.AskAsync("stop", "MSSQL$SLOW", "1");
        Answer start = await wine.AskAsync("start", "MSSQL$SLOW");

        Assert.StartsWith("SQLTLS3212: The service MSSQL$SLOW did not stop within 1 s", stop.Error);
        Assert.Equal("running", start.Output);
        Assert.NotEqual(before, wine.Start("SLOW"));
    }

    [RequiresFact("wine")]
    public async Task Without_a_service_are_refused()
    {
        await wine.InstallAsync("GHOST", Plain, withService: false);

        Answer up = await wine.AskAsync("up", "GHOST", await wine.InstallCertificateAsync(), "");

        Assert.Equal(3, up.Exit);
        Assert.StartsWith("SQLTLS3205", up.Error);
    }

    [RequiresFact("wine")]
    public async Task That_are_not_there_are_refused_with_those_that_are()
    {
        await wine.InstallAsync("THERE", Plain);

        Answer up = await wine.AskAsync("sqltls", "up", "--instance", "ELSEWHERE", "--days", "30");

        Assert.Equal(2, up.Exit);
        Assert.Contains("SQLTLS3202", up.Error);
        Assert.Contains("THERE (MSSQL16.THERE)", up.Error);
    }

    private async Task<string> RunningAsync(string name, string settings, int bits = 64)
    {
        await wine.InstallAsync(name, settings, bits: bits);
        Assert.Equal("running", (await wine.AskAsync("start", $"MSSQL${name}")).Output);
        return await wine.InstallCertificateAsync();
    }

    // Keys below follow the values, each with its whole path.
    private async Task<IReadOnlyList<string>> Values(string name, int bits = 64) => [.. (await wine.SettingsAsync(name, bits)).Where(line => !line.StartsWith("HKEY", StringComparison.Ordinal))];
}
