namespace SqlTls.Tests.Audit.Readers;

/// <summary>Which client a source file names, by an import or in full.</summary>
public class SqlClientNamespaceTests
{
    private const string Clear = "\"Server=db;Initial Catalog=x;Integrated Security=true\"";
    private const string Ambiguous = "\"server=db;uid=u;pwd=p;database=x\"";
    private const string Off = "Warning SQLTLS1003";
    private const string Unknown = "Note SQLTLS1003";

    private static readonly (string, string) Project = ("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="5.2.0" /></ItemGroup></Project>""");

    [Theory]
    [InlineData("a.ps1", "$c = New-Object System.Data.SqlClient.SqlConnection(" + Clear + ")", Off)]
    [InlineData("a.psm1", "$c = new-object -TypeName 'system.data.sqlclient.sqlconnection' -ArgumentList " + Clear, Off)]
    [InlineData("a.ps1", "$c = [System.Data.SqlClient.SqlConnection]::new(" + Clear + ")", Off)]
    [InlineData("a.ps1", "using namespace System.Data.SqlClient\n$c = [SqlConnection]::new(" + Clear + ")", Off)]
    [InlineData("a.ps1", "# New-Object System.Data.SqlClient.SqlConnection\n$c = " + Clear, "")]
    [InlineData("a.ps1", "Write-Host 'System.Data.SqlClient.SqlConnection is old'\n$c = " + Clear, "")]
    [InlineData("a.cs", "var c = new System.Data.SqlClient.SqlConnection(" + Clear + ");", Off)]
    [InlineData("a.cs", "var c = new global::System.Data.SqlClient.SqlConnection(" + Clear + ");", Off)]
    [InlineData("a.cs", "using SqlConnection = System.Data.SqlClient.SqlConnection;\nvar c = new SqlConnection(" + Clear + ");", Off)]
    [InlineData("a.cs", "// new System.Data.SqlClient.SqlConnection()\nvar c = " + Clear + ";", "")]
    [InlineData("a.cs", "var t = \"System.Data.SqlClient.SqlConnection\"; var c = " + Clear + ";", "")]
    [InlineData("a.cs", "var c = new My.System.Data.SqlClient.SqlConnection(" + Clear + ");", "")]
    [InlineData("a.vb", "Dim c As New system.data.sqlclient.sqlconnection(" + Clear + ")", Off)]
    [InlineData("a.fs", "let c = new System.Data.SqlClient.SqlConnection(" + Clear + ")", Off)]
    [InlineData("a.cs", "var c = new Microsoft.Data.SqlClient.SqlConnection(" + Clear + ");", "")]
    public void A_client_that_is_written_in_full_counts_like_an_import(string name, string code, string rules) => Assert.Equal(rules, Findings.RulesIn(name, code, Project));

    [Theory]
    [InlineData("using Microsoft.Data.SqlClient;\nvar c = new System.Data.SqlClient.SqlConnection(" + Clear + ");", "")]
    [InlineData("using System.Data.SqlClient;\nvar c = new Microsoft.Data.SqlClient.SqlConnection(" + Clear + ");", Off)]
    [InlineData("var c = new System.Data.SqlClient.SqlConnection(); var d = new Microsoft.Data.SqlClient.SqlConnection(" + Clear + ");", "")]
    public void An_import_wins_and_of_two_the_project_decides(string code, string rules) => Assert.Equal(rules, Findings.RulesIn("a.cs", code, Project));

    [Theory]
    [InlineData("a.cs", "using MySql.Data.MySqlClient;\nvar c = ")]
    [InlineData("a.cs", "global using MySqlConnector;\nvar c = ")]
    [InlineData("a.cs", "using Npgsql;\nvar c = ")]
    [InlineData("a.cs", "using Oracle.ManagedDataAccess.Client;\nvar c = ")]
    [InlineData("a.cs", "using Microsoft.AnalysisServices.AdomdClient;\nvar c = ")]
    [InlineData("a.cs", "using Microsoft.Data.Sqlite;\nvar c = ")]
    [InlineData("a.cs", "var c = new MySql.Data.MySqlClient.MySqlConnection(\"\"); c.ConnectionString = ")]
    [InlineData("a.vb", "Imports MySql.Data.MySqlClient\nDim c = ")]
    [InlineData("a.fsx", "open MySqlConnector\nlet c = ")]
    [InlineData("a.ps1", "$c = New-Object MySql.Data.MySqlClient.MySqlConnection\n$c.ConnectionString = ")]
    [InlineData("a.ps1", "$c = New-Object -TypeName 'MySql.Data.MySqlClient.MySqlConnection'\n$c.ConnectionString = ")]
    public void Another_databases_client_has_the_ambiguous_strings_of_its_file(string name, string code)
    {
        Assert.Equal("", Findings.RulesIn(name, code + Ambiguous));
        Assert.Equal("", Findings.RulesIn(name, code + "\"Data Source=db;Initial Catalog=x;User Id=u;Password=p\""));
    }

    [Theory]
    [InlineData(Clear, Unknown)]
    [InlineData("\"server=db;uid=u;pwd=p;database=x;MultipleActiveResultSets=true\"", Unknown)]
    [InlineData("\"server=db;uid=u;pwd=p;database=x;Encrypt=false\"", "Error SQLTLS1001")]
    [InlineData("\"server=db;Initial Catalog=x;Encrypt=true;TrustServerCertificate=true\"", "Error SQLTLS1002")]
    [InlineData("\"Driver={ODBC Driver 17 for SQL Server};server=db;uid=u;pwd=p;database=x\"", Off)]
    public void What_is_unmistakably_SQL_Servers_stays_its(string text, string rules) => Assert.Equal(rules, Findings.RulesIn("a.cs", "using MySqlConnector;\nvar c = " + text + ";"));

    [Theory]
    [InlineData("using System.Data.SqlClient;\n", Off)]
    [InlineData("var d = new System.Data.SqlClient.SqlConnection();\n", Off)]
    [InlineData("var d = new SqlConnection();\n", Unknown)]
    [InlineData("options.UseSqlServer(a);\n", Unknown)]
    [InlineData("// MySqlConnection, MySqlServerVersion\n", "")]
    public void Where_the_file_names_a_SqlClient_too_the_string_may_be_its(string code, string rules) => Assert.Equal(rules, Findings.RulesIn("a.cs", "using MySqlConnector;\n" + code + "var c = " + Ambiguous + ";"));

    [Theory]
    [InlineData("// using MySqlConnector;\n")]
    [InlineData("using MySqlConnectorOfOurs;\n")]
    [InlineData("var a = \"MySqlConnector.MySqlConnection\";\n")]
    public void What_is_no_import_says_nothing(string code) => Assert.Equal(Unknown, Findings.RulesIn("a.cs", code + "var c = " + Ambiguous + ";"));
}
