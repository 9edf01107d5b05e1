using System.Text;
using CsCheck;
using SqlTls.Audit;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>What was written for a later run, and then damaged, is refused as what it is.</summary>
public sealed class KeptFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Journals_are_read_or_refused_as_such()
    {
        var snapshot = new Snapshot(new Dictionary<string, string?> { ["/var/opt/mssql/mssql.conf"] = "10001:0:660:W25ldHdvcmtdCg==", ["/x"] = null });
        Fuzz(new Journal(1, snapshot, snapshot, snapshot).Write(), text => _ = Journal.Parse(text)!.Original.With(Journal.Parse(text)!.Written ?? snapshot), InstanceCodes.Journal);
    }

    [Fact]
    public void Snapshots_of_files_are_read_or_refused_as_a_journal_is() =>
        Fuzz("10001:0:660:W25ldHdvcmtdCg==", text => _ = SnapshotFile.Read("/x", text), InstanceCodes.Journal);

    [Fact]
    public void Snapshots_of_the_registry_are_read_or_refused_as_a_journal_is() => Fuzz(
        @"value|HKLM64\SOFTWARE\Microsoft|Encrypt=Number:1",
        text => _ = MachineSnapshot.ValuesOf(new Snapshot(new Dictionary<string, string?> { [text.Split('=')[0]] = text.Split('=')[^1] })).Count(),
        InstanceCodes.Journal);

    [Fact]
    public void Settings_of_the_audit_are_read_or_refused() => FuzzFile(
        """{"rules":[{"rule":"SQLTLS1003","files":"**/*.cs","severity":"off"}],"ignore":[{"rule":"SQLTLS1001","files":"a","reason":"b","until":"2030-01-01"}]}""",
        file => _ = AuditSettings.Read(file),
        AuditCodes.BadSettings);

    [Fact]
    public void Baselines_are_read_or_refused() => FuzzFile(
        new AuditBaseline("", [new KnownFinding("SQLTLS1001", "a.json", "0123", 2)]).Write(),
        file => _ = AuditBaseline.ReadAsync(file).GetAwaiter().GetResult(),
        AuditCodes.BadBaseline);

    [Fact]
    public void Error_logs_of_any_bytes_are_read() => Cases.Run(
        Gen.OneOf(
            Damaged.Bytes,
            Damaged.Of(Encoding.UTF8.GetBytes("2026-01-01 00:00:00.00 Server Microsoft SQL Server 2022 - 16.0.1000.6\n2026-01-01 00:00:00.01 spid9s Error: 26014, Severity: 16, State: 1.\nx")),
            Damaged.Of([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Error: 99999, Severity: 16, State: 1.\n")])),
        bytes => _ = ErrorLog.Parse(bytes),
        _ => false,
        Convert.ToHexString);

    private static void Fuzz(string good, Action<string> parse, string code) =>
        Cases.Run(Texts(good), parse, exception => exception is SqlTlsException refused && refused.Code == code, text => text);

    private void FuzzFile(string good, Action<string> parse, string code)
    {
        string file = _folder.File("fuzzed");
        Cases.Run(
            Texts(good),
            text =>
            {
                File.WriteAllText(file, text);
                parse(file);
            },
            exception => exception is SqlTlsException refused && refused.Code == code,
            text => text,
            usual: 500);
    }

    private static Gen<string> Texts(string good) => Gen.OneOf(Gen.String, Damaged.Of(Encoding.UTF8.GetBytes(good)).Select(Encoding.UTF8.GetString));
}
