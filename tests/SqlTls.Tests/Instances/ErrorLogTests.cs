using System.Text;
using SqlTls.Instances;

namespace SqlTls.Tests.Instances;

public class ErrorLogTests
{
    private const string File = "/var/opt/mssql/tls/sqltls-00.crt";

    private const string Up = $"""
        2026-11-24 10:00:00.12 Server      Microsoft SQL Server 2022 (RTM-CU14) (KB5038325) - 16.0.4135.4 (X64)
        2026-11-24 10:00:01.00 spid9s      The certificate [Certificate File:'{File}', Private Key File:'/k'] was successfully loaded for encryption.
        2026-11-24 10:00:01.10 spid9s      Server is listening on [ 'any' <ipv4> 1433].
        2026-11-24 10:00:01.20 spid9s      SQL Server is now ready for client connections. This is an informational message; no user action is required.
        2026-11-24 10:00:01.30 spid9s      Recovery is complete. This is an informational message only. No user action is required.
        """;

    [Fact]
    public void Names_the_version() => Assert.Equal(new Version(16, 0, 4135, 4), ErrorLog.Parse(Up).Version);

    [Fact]
    public void Of_Windows_is_read_by_its_mark() =>
        Assert.True(ErrorLog.Parse([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Up)]).Says(ErrorLog.Ready));

    [Theory]
    [InlineData("Error: \u0F2099999, Severity: 16, State: 1.")]
    [InlineData("Microsoft SQL Server 2022 - \u0F216.0.1000.6")]
    public void Of_digits_that_are_not_of_ASCII_is_text_like_any_other(string line) => Assert.Empty(ErrorLog.Parse($"{line}\nx").Entries);

    [Fact]
    public void Says_that_the_server_is_up_with_the_certificate() => Assert.True(ErrorLogDiagnosis.OfStart(ErrorLog.Parse(Up), File)?.Up);

    [Fact]
    public void Of_a_server_that_is_up_with_another_certificate_is_a_failure() =>
        Assert.Equal(InstanceCodes.NotLoaded, ErrorLogDiagnosis.OfStart(ErrorLog.Parse(Up), "/other.crt")?.Problem?.Code);

    [Fact]
    public void Of_a_start_that_is_not_over_says_nothing() =>
        Assert.Null(ErrorLogDiagnosis.OfStart(ErrorLog.Parse(string.Join('\n', Up.Split('\n').Take(4))), File));

    [Theory]
    [InlineData("Unable to open certificate file using correct permissions", InstanceCodes.Permissions)]
    [InlineData("The server could not load the certificate it needs to initiate an SSL connection. It returned the following error: 0x80092004.", InstanceCodes.CertificateRefused)]
    [InlineData("The server was unable to initialize encryption because of a problem with a security library.", InstanceCodes.SecurityLibrary)]
    [InlineData("Unable to load user-specified certificate [Cert Hash(sha1) \"00\"]. The server will not accept a connection.", InstanceCodes.CertificateRefused)]
    [InlineData("TDSSNIClient initialization failed with error 0xd, status code 0x38. Reason: An error occurred.", InstanceCodes.Network)]
    [InlineData("Initializing the FallBack certificate failed with error code: 15, state: 29, error number: 1.", InstanceCodes.Fallback)]
    [InlineData("Could not start the network library because of an internal error in the network library.", InstanceCodes.NetworkLibrary)]
    [InlineData("Error: 17821, Severity: 20, State: 1.\n2026-11-24 10:00:01.00 Logon       A valid TLS certificate is not configured.", InstanceCodes.NoStrictCertificate)]
    [InlineData("Fehler: 26014, Schweregrad: 16, Status: 1.\n2026-11-24 10:00:01.00 spid9s      Etwas auf Deutsch.", InstanceCodes.CertificateRefused)]
    [InlineData("Erreur : 26014, Gravité : 16, État : 1.\n2026-11-24 10:00:01.00 spid9s      Quelque chose en français.", InstanceCodes.CertificateRefused)]
    [InlineData("エラー: 17182、重大度: 16、状態: 1。\n2026-11-24 10:00:01.00 spid9s      日本語。", InstanceCodes.Network)]
    public void Line_has_a_cause_and_a_cure(string line, string code)
    {
        Finding? found = ErrorLogDiagnosis.Of(ErrorLog.Parse($"2026-11-24 10:00:01.00 spid9s      {line}"));

        Assert.Equal(code, found?.Code);
        Assert.NotEmpty(found!.Cure);
    }

    [Theory]
    [InlineData("TDSSNIClient initialization failed with error 0x80092004, status code 0x80. Reason: Unable to initialize SSL support. Cannot find object or property.", "did not find its certificate, or may not read its key", "LocalMachine\\My")]
    [InlineData("TDSSNIClient initialization failed with error 0xd, status code 0x38. Reason: An error occurred while obtaining or using the certificate for SSL. The data is invalid.", "invisible character", "--thumbprint")]
    public void Of_Windows_says_by_its_code_why_the_network_did_not_initialise(string line, string cause, string cure)
    {
        Finding? found = ErrorLogDiagnosis.Of(ErrorLog.Parse($"2026-11-24 10:00:01.00 spid9s      {line}"), onWindows: true);

        Assert.Equal(InstanceCodes.Network, found?.Code);
        Assert.Contains(cause, found!.Message);
        Assert.Contains(cure, found.Cure);
        Assert.DoesNotContain(cause, ErrorLogDiagnosis.Of(ErrorLog.Parse($"2026-11-24 10:00:01.00 spid9s      {line}"))!.Message);
    }

    [Theory]
    [InlineData(26010)]
    [InlineData(26011)]
    [InlineData(26014)]
    [InlineData(26015)]
    [InlineData(17182)]
    [InlineData(17190)]
    [InlineData(17821)]
    public void Of_Windows_is_cured_without_the_words_of_Linux(int number)
    {
        Finding? found = ErrorLogDiagnosis.Of(ErrorLog.Parse($"2026-11-24 10:00:01.00 spid9s      Error: {number}, Severity: 16, State: 1.\n2026-11-24 10:00:01.00 spid9s      x"), onWindows: true);

        Assert.DoesNotMatch("PEM|mssql.conf|image|certificate check", found!.Cure);
    }

    [Fact]
    public void Of_Windows_with_another_certificate_speaks_of_no_mssql_conf() =>
        Assert.DoesNotContain("mssql.conf", ErrorLogDiagnosis.OfStart(ErrorLog.Parse(Up), new string('a', 40), onWindows: true)!.Problem!.Cure);

    [Fact]
    public void Cause_goes_before_its_consequences()
    {
        const string Log = """
            2026-11-24 10:00:01.00 spid9s      Error: 17826, Severity: 18, State: 3.
            2026-11-24 10:00:01.00 spid9s      Could not start the network library because of an internal error in the network library.
            2026-11-24 10:00:01.00 spid9s      Unable to open certificate file using correct permissions
            """;

        Assert.Equal(InstanceCodes.Permissions, ErrorLogDiagnosis.Of(ErrorLog.Parse(Log))?.Code);
    }
}
