namespace SqlTls.Tests.Audit.Readers;

/// <summary>How each language writes its comments, literals and holes.</summary>
public class LanguageTests
{
    private const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";

    [Theory]
    [InlineData("c = \"Server=tcp:${azurerm_mssql_server.a[\"b\"].fqdn},1433;Initial Catalog=${var.db};Encrypt=False\"", "1:6 SQLTLS1001")]
    [InlineData("c = \"Server=db\\\\sql;Initial Catalog=\\\"x\\\";Encrypt=false\"", "1:6 SQLTLS1001")]
    [InlineData("# \"" + Bad + "\"\n// \"" + Bad + "\"\n/* \"" + Bad + "\"\n*/ c = \"" + Bad + "\" # it", "4:9 SQLTLS1001")]
    [InlineData("c = \"Server=db;Initial Catalog=x;Encrypt=${var.encrypt}\"", "")]
    [InlineData("c = <<EOT\n{ \"a\": \"" + Bad + "\" }\nEOT\n", "2:9 SQLTLS1001")]
    public void Terraform(string source, string findings) => Assert.Equal(findings, Findings.In("main.tf", source));

    [Theory]
    [InlineData("var c = 'Server=tcp:${reference(id, '2021-11-01').fqdn},1433;Initial Catalog=${db};Encrypt=False'", "1:10 SQLTLS1001")]
    [InlineData("var c = 'Server=db;Initial Catalog=x;Password=\\'a\\';Encrypt=false'", "1:10 SQLTLS1001")]
    [InlineData("var c = '''\nServer=a\\new;Initial Catalog=x;Encrypt=false\n'''", "2:1 SQLTLS1001")]
    [InlineData("// '" + Bad + "'\n/* '" + Bad + "' */ var c = '" + Bad + "'", "2:60 SQLTLS1001")]
    public void Bicep(string source, string findings) => Assert.Equal(findings, Findings.In("main.bicep", source));

    [Theory]
    [InlineData("$c = new PDO('sqlsrv:Server=' . $this->host . ';Database=' . Config::get('db') . ';Encrypt=0');", "1:22 SQLTLS1001")]
    [InlineData("$c = new PDO('sqlsrv:Server='.$host.';Database='.$c[\"db\"].';Encrypt=no');", "1:22 SQLTLS1001")]
    [InlineData("$c = \"sqlsrv:Server=$host;Database={$c[\"db\"]};TrustServerCertificate=1\";", "1:14 SQLTLS1002,1:14 SQLTLS1003")]
    [InlineData("$c = \"sqlsrv:server = tcp:x.database.windows.net,1433; Database = d; Encrypt=true\";", "")]
    [InlineData("$c = 'sqlsrv:Server=.\\new;Database=it\\'s;Encrypt=false';", "1:14 SQLTLS1001")]
    [InlineData("# '" + Bad + "'\n// '" + Bad + "'\n/* '" + Bad + "' */ $c = '" + Bad + "';", "3:57 SQLTLS1001")]
    [InlineData("<p>Don't</p>\n<?php $c = \"" + Bad + "\";", "2:13 SQLTLS1001")]
    public void Php(string source, string findings) => Assert.Equal(findings, Findings.In("a.php", source));

    [Theory]
    [InlineData("c = \"Server=#{ENV[\"HOST\"]};Initial Catalog=#{db};Encrypt=false\"", "1:6 SQLTLS1001")]
    [InlineData("c = 'Server=.\\new;Initial Catalog=' + @db + ';Encrypt=false'", "1:6 SQLTLS1001")]
    [InlineData("# \"" + Bad + "\"\nc = \"" + Bad + "\"", "2:6 SQLTLS1001")]
    public void Ruby(string source, string findings) => Assert.Equal(findings, Findings.In("a.rb", source));

    [Theory]
    [InlineData("let c = \"Server={};Initial Catalog=x;\\\n    Encrypt=false\";", "1:10 SQLTLS1001")]
    [InlineData("let c = r\"Server=.\\new;Initial Catalog=x;Encrypt=false\";", "1:11 SQLTLS1001")]
    [InlineData("let c = br##\"{\"a\": \"#\", \"b\": \"" + Bad + "\"}\"##; let d = \"" + Bad + "\";", "1:31 SQLTLS1001,1:88 SQLTLS1001")]
    [InlineData("let c = r#\"\"" + Bad + "\" \"#;", "1:13 SQLTLS1001")]
    [InlineData("let q = ('\"', '\\\"'); let c: &'static str = \"" + Bad + "\";", "1:45 SQLTLS1001")]
    [InlineData("/* one /* two */ \"" + Bad + "\" */ // \"" + Bad + "\"\nlet c = \"" + Bad + "\";", "2:10 SQLTLS1001")]
    public void Rust(string source, string findings) => Assert.Equal(findings, Findings.In("a.rs", source));

    [Theory]
    [InlineData("c <- odbcDriverConnect('driver={ODBC Driver 17 for SQL Server};server=db;\ndatabase=x;trusted_connection=yes;encrypt=no') # it's", "1:25 SQLTLS1001")]
    [InlineData("# \"" + Bad + "\"\nc <- \"" + Bad + "\"", "2:7 SQLTLS1001")]
    public void R(string source, string findings) => Assert.Equal(findings, Findings.In("a.R", source));

    [Theory]
    [InlineData("datasource db {\n  provider = \"sqlserver\"\n  url = \"sqlserver://db:1433;database=x;trustServerCertificate=true;encrypt=true\" // it\n}", "3:10 SQLTLS1002")]
    [InlineData("// url = \"sqlserver://db:1433;database=x;encrypt=false\"", "")]
    public void Prisma(string source, string findings) => Assert.Equal(findings, Findings.In("schema.prisma", source));

    [Theory]
    [InlineData("<%\n' \"Provider=SQLOLEDB;Data Source=a;Use Encryption for Data=false\"\nc = \"Provider=MSOLEDBSQL;Data Source=\" & _\n  host & \";Initial Catalog=x;Use Encryption for Data=false\"\n%>", "3:6 SQLTLS1001")]
    public void Classic_ASP(string source, string findings) => Assert.Equal(findings, Findings.In("a.asp", source));
}
