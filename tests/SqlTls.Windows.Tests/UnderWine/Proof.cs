using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Settings;
using SqlTls.Windows.Rig;

namespace SqlTls.Windows.Tests.UnderWine;

/// <summary>
/// Everything that up does, its checks included: probe and SqlClient run under Wine, with its native network layer, against what the service
/// really serves. Wine's Schannel encrypts and validates nobody, so no check is asserted that a chain or a name decides.
/// </summary>
[Collection("wine")]
public class Proof(Wine wine)
{
    [RequiresFact("wine")]
    public async Task Is_of_what_an_instance_serves_after_its_restart()
    {
        using ServerCertificate certificate = Machine.Certificate("localhost", "127.0.0.1");
        await using var serving = new ServingOutside([certificate]);
        using var folder = new TemporaryFolder();
        await StartAsync("PROOF", serving);

        Answer up = await UpAsync("PROOF", certificate, serving, folder, forceStrict: null);

        Assert.True(up.Exit == 0, $"{up}");
        JsonElement report = JsonDocument.Parse(up.Output).RootElement;
        Assert.Equal((true, 1), (report.GetProperty("changed").GetBoolean(), report.GetProperty("restarts").GetInt32()));
        foreach (string check in new[] { "listening", "certificate-presented", "names-covered", "encrypted-connection", "strict-connection", "plaintext-refused", "old-tls-refused" })
        {
            Assert.Equal("passed", Check(report, check).GetProperty("outcome").GetString());
        }

        Assert.Equal("TRUE", Check(report, "encrypted-connection").GetProperty("evidence").GetProperty("encryptOption").GetString());
        Assert.True(await IsPresentedAsync(certificate, serving));

        Assert.Equal(new Answer(0, "changed True, restarts 1", ""), await wine.AskAsync("down", "PROOF"));
        Assert.False(await IsPresentedAsync(certificate, serving));
    }

    [RequiresFact("wine")]
    public async Task That_fails_for_another_certificate_puts_the_instance_back()
    {
        using ServerCertificate certificate = Machine.Certificate("localhost", "127.0.0.1");
        await using var serving = new ServingOutside([certificate], options => options with { Certificate = null });
        await RefusedAsync("OTHER", certificate, serving, "SQLTLS4002", forceStrict: null);
    }

    [RequiresFact("wine")]
    public async Task That_strict_connections_are_not_the_only_ones_puts_the_instance_back()
    {
        using ServerCertificate certificate = Machine.Certificate("localhost", "127.0.0.1");
        await using var serving = new ServingOutside([certificate], options => options with { ForceStrict = false });
        await RefusedAsync("LAX", certificate, serving, "SQLTLS4005", forceStrict: true);
    }

    [RequiresFact("wine")]
    public async Task Is_had_of_an_instance_that_takes_strict_connections_alone()
    {
        using ServerCertificate certificate = Machine.Certificate("localhost", "127.0.0.1");
        await using var serving = new ServingOutside([certificate]);
        using var folder = new TemporaryFolder();
        await StartAsync("STRICT", serving);

        Answer up = await UpAsync("STRICT", certificate, serving, folder, forceStrict: true);

        Assert.True(up.Exit == 0, $"{up}");
        Assert.Equal("passed", Check(JsonDocument.Parse(up.Output).RootElement, "strict-connection").GetProperty("outcome").GetString());
        Assert.True((await PresentedAsync(serving)).StrictAlone);
    }

    private async Task RefusedAsync(string name, ServerCertificate certificate, ServingOutside serving, string code, bool? forceStrict)
    {
        using var folder = new TemporaryFolder();
        await StartAsync(name, serving);
        IReadOnlyList<string> before = await wine.SettingsAsync(name);
        string start = wine.Start(name);

        Answer up = await UpAsync(name, certificate, serving, folder, forceStrict);

        Assert.True(up.Exit == 4, $"{up}");
        Assert.StartsWith(code, up.Error);
        Assert.EndsWith("Everything was put back as it was.", up.Error);
        Assert.Equal(before, await wine.SettingsAsync(name));
        Assert.NotEqual(start, wine.Start(name));
        Assert.True((await PresentedAsync(serving)).Reachable);
        Assert.Empty(await wine.QueryAsync($@"HKLM\SOFTWARE\SqlTls\MSSQL16.{name}"));
    }

    private async Task StartAsync(string name, ServingOutside serving)
    {
        await wine.InstallAsync(name, "\"ForceEncryption\"=dword:00000000", port: serving.Port);
        await wine.RegisterAsync($"[HKEY_LOCAL_MACHINE\\{StandInKey.Path}]\n\"{StandInKey.Orders}{name}\"=dword:{serving.OrdersPort:x8}");
        Assert.Equal("running", (await wine.AskAsync("start", $"MSSQL${name}")).Output);
    }

    private async Task<Answer> UpAsync(string name, ServerCertificate certificate, ServingOutside serving, TemporaryFolder folder, bool? forceStrict)
    {
        TlsSettings wanted = TlsSettings.None with { Thumbprint = await wine.InstallAsync(certificate), ForceEncryption = true, ForceStrict = forceStrict };
        return await wine.AskAsync("setup", name, JsonSerializer.Serialize(wanted), serving.Password, Wine.InWine(folder.File("out")));
    }

    private static JsonElement Check(JsonElement report, string id) =>
        report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id);

    private static async Task<bool> IsPresentedAsync(ServerCertificate certificate, ServingOutside serving) =>
        (await PresentedAsync(serving)).Certificate!.RawData.AsSpan().SequenceEqual(certificate.Leaf.RawData);

    // Asked from outside of Wine: what stands in a report of the rig's is not all there is.
    private static Task<ProbeResult> PresentedAsync(ServingOutside serving) =>
        TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse($"127.0.0.1,{serving.Port}"), ["127.0.0.1"], [], TimeSpan.FromSeconds(15)));
}
