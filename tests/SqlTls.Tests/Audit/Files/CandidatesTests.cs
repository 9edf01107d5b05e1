using CsCheck;
using SqlTls.Audit.Files;
using SqlTls.ConnectionStrings;

namespace SqlTls.Tests.Audit.Files;

public class CandidatesTests
{
    private static readonly string[] Pieces =
    [
        "Server", "server", "Data Source", "DataSource", "Addr", "Address", "Network Address", "Initial Catalog", "Database", "User ID", "uid", "Password",
        "Encrypt", "TrustServerCertificate", "Trust Server Certificate", "Integrated Security", "Trusted_Connection", "Driver", "{ODBC Driver 18 for SQL Server}",
        "Provider", "MSOLEDBSQL", "ApplicationIntent", "sqlsrv:", "odbc_connect=Driver%3D", "jdbc:sqlserver://", "mssql://", "sqlserver://", "?encrypt",
        "=", "=", "=", "=", ";", ";", ";", " ", "\t", "\n", "true", "no", "db", "db",
    ];

    [Fact]
    public void The_first_look_leaves_out_no_text_that_holds_a_connection_string() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).List[1, 14].Select(string.Concat)
            .Sample(text => Candidates.MayBeInFile(text) || !Finder.Find(text).Any(), iter: 20_000, threads: 1);

    [Theory]
    [InlineData("const server = http.createServer();", false)]
    [InlineData("the server and its data source", false)]
    [InlineData("Server = db; Encrypt = no", true)]
    [InlineData("b[\"Data Source\"] = x; b[\"Encrypt\"] = y", true)]
    [InlineData("DB_TRUST_SERVER_CERTIFICATE: true", true)]
    [InlineData("{\"name\": \"DB_TRUST_SERVER_CERTIFICATE\", \"value\": \"true\"}", true)]
    [InlineData("- name: DB_TRUST_SERVER_CERTIFICATE\n  value: db", true)]
    [InlineData("the server certificate, and trust", false)]
    [InlineData("new SqlConnectionStringBuilder(text)", true)]
    public void A_server_alone_is_no_sign(string text, bool candidate) => Assert.Equal(candidate, Candidates.MayBeInFile(text));
}
