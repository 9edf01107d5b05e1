using System.Text.Json;
using SqlTls.Instances.Windows;
using SqlTls.Reports;
using SqlTls.Settings;

namespace SqlTls.Tests.Reports;

public class WindowsReportsTests
{
    private static readonly InstanceOnMachine Instance = new(
        "SQLEXPRESS", "MSSQL16.SQLEXPRESS", RegistryBits.Bits64, new Version(16, 0, 1000, 6), "MSSQL$SQLEXPRESS", @"NT SERVICE\MSSQL$SQLEXPRESS", 14330, new TlsSettings(Thumbprint: new string('a', 40), ForceEncryption: true));

    [Fact]
    public void An_instance_is_reported_with_its_settings() => Assert.Equal(
        $$"""{"schema":1,"instances":[{"name":"SQLEXPRESS","id":"MSSQL16.SQLEXPRESS","version":"16.0.1000.6","service":"MSSQL$SQLEXPRESS","account":"NT SERVICE\\MSSQL$SQLEXPRESS","port":14330,"forceEncryption":true,"forceStrict":false,"thumbprint":"{{new string('a', 40)}}"}]}""",
        ReportJson.WriteLine(InstancesReport.Of([Instance])));

    [Fact]
    public void What_is_not_known_of_an_instance_is_null()
    {
        using var report = JsonDocument.Parse(ReportJson.Write(InstancesReport.Of([Instance with { Version = null, Account = null, Port = null, Settings = TlsSettings.None }])));

        JsonElement only = Assert.Single(report.RootElement.GetProperty("instances").EnumerateArray());
        Assert.All(["version", "account", "port", "thumbprint"], name => Assert.Equal(JsonValueKind.Null, only.GetProperty(name).ValueKind));
        Assert.False(only.GetProperty("forceEncryption").GetBoolean());
    }

    [Fact]
    public void A_flag_of_a_client_library_is_reported_with_what_it_was() => Assert.Equal(
        """{"schema":1,"flags":[{"library":"OLE DB 19","bits":64,"label":"Force protocol encryption","was":0,"now":1},{"library":"Native Client 11","bits":32,"label":"Force protocol encryption","was":1,"now":1}]}""",
        ReportJson.WriteLine(ClientReport.Of([
            new ClientFlag("OLE DB 19", RegistryBits.Bits64, "Force protocol encryption", 0, 1),
            new ClientFlag("Native Client 11", RegistryBits.Bits32, "Force protocol encryption", 1, 1)])));
}
