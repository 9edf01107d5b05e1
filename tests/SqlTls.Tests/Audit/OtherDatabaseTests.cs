using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

public class OtherDatabaseTests
{
    [Theory]
    [InlineData("Host=db;Database=d;Username=u;Password=p;SSL Mode=Require;Trust Server Certificate=true")]
    [InlineData("Host=db;Username=u;Password=p;Trust Server Certificate=true")]
    [InlineData("Server=db;Port=5432;Database=d;User Id=u;Password=p;SSL Mode=Require;Trust Server Certificate=true")]
    [InlineData("Server=db;Port=5432;Database=d;User Id=u;Password=p;Trust Server Certificate=true")]
    [InlineData("Server=db;Port=3306;Database=d;Uid=u;Pwd=p;SslMode=Preferred;AllowPublicKeyRetrieval=true")]
    [InlineData("Server=db;Database=d;User=u;Password=p;SslMode=None;Charset=utf8mb4")]
    [InlineData("Driver={MySQL ODBC 8.0 Unicode Driver};Server=db;Database=d;User=u;Password=p;Encrypt=no")]
    [InlineData("Provider=MSOLAP;Data Source=db;Initial Catalog=x;Integrated Security=SSPI")]
    [InlineData("Provider=Microsoft.ACE.OLEDB.12.0;Data Source=a.accdb;Persist Security Info=False")]
    [InlineData("Data Source=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521)));User Id=u;Password=p")]
    public void Its_string_is_no_finding(string text)
    {
        Assert.Equal("", Findings.In("a.json", $$"""{"A": "{{text}}"}"""));
        Assert.Equal("", Findings.In("a.yml", $"a: {text}"));
        Assert.Equal("", Findings.In(".env", $"A={text}\n"));
    }

    [Theory]
    [InlineData("var cs = url + \";SSL Mode=Require;Trust Server Certificate=true\";")]
    [InlineData("var cs = url + \";Trust Server Certificate=true;SslMode=Require\";")]
    public void Its_pairs_that_a_program_adds_are_no_finding(string code) => Assert.Equal("", Findings.In("a.cs", code));

    [Theory]
    [InlineData("if (!cs.Contains(\"Trust Server Certificate=true\")) { }")]
    [InlineData("var cs = \"Server=db;Database=x;User Id=u;Password=p;TrustServerCertificate=true\";")]
    public void What_a_project_that_talks_to_another_database_alone_trusts_is_no_finding(string code) => Assert.Equal(
        "", Findings.In("a.cs", code, ("a.csproj", """<Project><ItemGroup><PackageReference Include="Npgsql" Version="9.0.0" /></ItemGroup></Project>""")));

    [Fact]
    public void What_may_be_anothers_is_told_and_not_changed()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.cs", "if (!cs.Contains(\"Trust Server Certificate=true\")) { }");

        AuditFinding finding = Assert.Single(ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings);

        Assert.Equal((AuditCodes.NotValidated, null), (finding.Rule, finding.Edit));
    }

    [Fact]
    public void A_string_of_SQL_Server_in_the_next_line_is_found_all_the_same() =>
        Assert.Equal("3:3 SQLTLS1001", Findings.In("a.yml", "a: |\n  Server=db;Port=5432;Database=d;User Id=u;Password=p\n  Server=db;Initial Catalog=x;Encrypt=false\n"));

    [Theory]
    [InlineData("MySql.Data.MySqlClient")]
    [InlineData("Npgsql")]
    [InlineData("Oracle.ManagedDataAccess.Client")]
    public void A_providerName_of_another_database_says_whose_string_it_is(string provider) =>
        Assert.Equal("", Findings.In("web.config", $"""<add name="a" connectionString="Server=db;Database=x;User Id=u;Password=p" providerName="{provider}" />"""));

    [Theory]
    [InlineData("MySqlConnector")]
    [InlineData("MySql.EntityFrameworkCore")]
    [InlineData("Oracle.EntityFrameworkCore")]
    [InlineData("Microsoft.EntityFrameworkCore.Sqlite")]
    [InlineData("Npgsql.EntityFrameworkCore.PostgreSQL")]
    public void A_project_that_talks_to_another_database_alone_says_whose_ambiguous_string_it_is(string package) =>
        Assert.Equal("", Findings.In("a.json", "[\"Server=db;Database=x;User Id=u;Password=p\"]", ("a.csproj", $"""<Project><ItemGroup><PackageReference Include="{package}" Version="2.3.0" /></ItemGroup></Project>""")));

    [Theory]
    [InlineData("MySql.Data, Version=6.9.9.0, Culture=neutral, PublicKeyToken=c5687fc88969c44d, processorArchitecture=MSIL", "")]
    [InlineData("Oracle.ManagedDataAccess", "")]
    [InlineData("Contoso.MySql.Data, Version=1.0.0.0", "1:3 SQLTLS1003")]
    public void So_does_an_old_project_that_refers_to_its_assembly(string assembly, string findings) =>
        Assert.Equal(findings, Findings.In("a.json", "[\"Server=db;Database=x;User Id=u;Password=p\"]", ("a.csproj", $"""<Project ToolsVersion="4.0"><ItemGroup><Reference Include="{assembly}"><HintPath>..\lib\a.dll</HintPath></Reference><Reference Include="System.Data" /></ItemGroup></Project>""")));

    [Fact]
    public void Where_an_old_project_refers_to_a_SqlClient_too_the_string_may_be_its() =>
        Assert.Equal("1:3 SQLTLS1003", Findings.In(
            "a.json",
            "[\"Server=db;Database=x;User Id=u;Password=p\"]",
            ("a.csproj", """<Project ToolsVersion="4.0"><ItemGroup><Reference Include="MySql.Data, Version=6.9.9.0" /></ItemGroup></Project>"""),
            ("packages.config", """<packages><package id="Microsoft.Data.SqlClient" version="2.1.0" targetFramework="net48" /></packages>""")));
}
