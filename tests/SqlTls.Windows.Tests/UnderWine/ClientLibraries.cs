using SqlTls.Endpoint;
using SqlTls.Windows.Rig;

namespace SqlTls.Windows.Tests.UnderWine;

[Collection("wine")]
public class ClientLibraries(Wine wine)
{
    private const string Flags = @"SOFTWARE\Microsoft\MSSQLServer\Client\SNI19.0\GeneralFlags";

    [RequiresFact("wine")]
    public async Task Are_told_to_encrypt_in_both_halves_and_told_to_stop()
    {
        _ = await wine.AskAsync("status", "none");
        await wine.RegisterAsync(string.Concat(new[] { Flags, Flags.Replace("SOFTWARE", @"SOFTWARE\WOW6432Node", StringComparison.Ordinal) }.Select(key => $"""
            [HKEY_LOCAL_MACHINE\{key}\Flag1]
            "Label"="Trust Server Certificate"
            "Value"=dword:00000001

            [HKEY_LOCAL_MACHINE\{key}\Flag2]
            "Label"="Force protocol encryption"
            "Value"=dword:00000000


            """)));

        Answer dry = await wine.AskAsync("sqltls", "client", "force-encryption", "on", "--oledb", "--dry-run");
        IReadOnlyList<string> after = await ValuesAsync();
        Answer on = await wine.AskAsync("sqltls", "client", "force-encryption", "on", "--oledb");

        Assert.Equal(on, dry);
        Assert.Equal(["0x1", "0x0", "0x1", "0x0"], after);
        Assert.Equal((0, 4), (on.Exit, on.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Equal(["0x0", "0x1", "0x0", "0x1"], await ValuesAsync());
        _ = await wine.AskAsync("sqltls", "client", "force-encryption", "off", "--oledb");
        Assert.Equal(["0x1", "0x0", "0x1", "0x0"], await ValuesAsync());
        Assert.Empty(await wine.QueryAsync(@"HKLM\SOFTWARE\SqlTls\Client"));
    }

    [RequiresFact("wine")]
    public async Task Of_old_that_raise_SqlClient_are_told_by_verify()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        _ = await wine.AskAsync("status", "none");
        await wine.RegisterAsync("[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSSQLServer\\Client\\SuperSocketNetLib]\n\"Encrypt\"=dword:00000001");

        Answer verify = await wine.AskAsync("sqltls", "verify", "--server", endpoint.Server);

        Assert.Contains("note SQLTLS3216", verify.Error);
    }

    private async Task<IReadOnlyList<string>> ValuesAsync()
    {
        List<string> values = [];
        foreach ((int bits, string flag) in new[] { (64, "Flag1"), (64, "Flag2"), (32, "Flag1"), (32, "Flag2") })
        {
            values.AddRange((await wine.QueryAsync($@"HKLM\{Flags}\{flag}", bits)).Where(line => line.StartsWith("Value", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]));
        }

        return values;
    }
}
