using SqlTls.Certificates;
using SqlTls.Reports;
using SqlTls.Reports.Pages;
using SqlTls.Verification;

namespace SqlTls.Action.Tests.Pages;

/// <summary>Runs to write pages of.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset At = new(2026, 11, 24, 3, 10, 0, TimeSpan.Zero);

    public static RunReport Good => new(At) { Setup = Setup(Passed("listening"), Passed("encrypted-connection"), Check("strict-connection", CheckOutcome.Skipped, "The server does not speak TDS 8.0.")) };

    public static RunReport Bad => new(At)
    {
        Setup = Setup(
            Passed("listening"),
            Check("old-tls-refused", CheckOutcome.Failed, "The server accepts TLS 1.0 or 1.1.", "Allow TLS 1.2 and later alone.", Decision.Advice),
            Check("encrypted-connection", CheckOutcome.Failed, "The certificate is for other names than the one asked for.", "Ask for one of its names, or make a certificate with --dns-name.", Decision.Client, ("exception", "A connection was successfully established with the server, but then an error occurred during the pre-login handshake."))),
        Audit = new AuditReport(1, 12, 3, [new AuditReport.RuleFinding("SQLTLS1002", Severity.Error, "src/appsettings.json", 4, 12, "The certificate is not validated.", "Take TrustServerCertificate=true out.")]),
    };

    public static UpReport Unproved => Setup(Check("listening", CheckOutcome.Skipped, "What was written waits for a restart.")) with
    {
        Instance = new UpReport.InstanceName("windows", "MSSQLSERVER", ""),
        Restarts = 0,
        ConnectionStrings = new Dictionary<string, string>(),
    };

    public static RunReport Hostile(string text) => new(At)
    {
        Setup = Setup(Check("listening", CheckOutcome.Failed, text, text, Decision.Server, (text, text), ("exception", text))) with
        {
            ConnectionStrings = new Dictionary<string, string> { [text] = text },
        },
        Audit = new AuditReport(1, 1, 1, [new AuditReport.RuleFinding("SQLTLS1002", Severity.Error, text, 1, 1, text, text)]),
        Error = new ErrorReport.Detail("SQLTLS3102", text, text),
    };

    private static UpReport Setup(params Check[] checks) => new(
        1,
        new UpReport.InstanceName("container", "mssql", "127.0.0.1,1433"),
        Changed: true,
        Restarts: 1,
        RolledBack: false,
        new CertificateDescription(new string('a', 40), "CN=localhost", "CN=sqltls authority 1", ["localhost", "mssql", "127.0.0.1", "::1"], At, At.AddDays(6.5), "RSA", 2048, "sha256ECDSA"),
        checks,
        new Dictionary<string, string>
        {
            ["sqlclient"] = "Server=127.0.0.1,1433;User ID=sa;Encrypt=Mandatory;TrustServerCertificate=False;ServerCertificate=/home/runner/work/repo/repo/.sqltls/mssql/server.crt",
            ["jdbc"] = "jdbc:sqlserver://127.0.0.1:1433;user=sa;encrypt=true;trustServerCertificate=false",
        },
        new UpReport.Duration(4.321, 2.5, 0.9));

    private static Check Passed(string id) => Check(id, CheckOutcome.Passed, $"It is so: {id}.", "", Decision.Client, ("server", "127.0.0.1,1433"));

    private static Check Check(string id, CheckOutcome outcome, string message, string cure = "", Decision decides = Decision.Client, params (string Name, string Value)[] evidence) =>
        new(id, "SQLTLS4005", outcome, message, cure, evidence.ToDictionary(pair => pair.Name, pair => pair.Value), decides);
}
