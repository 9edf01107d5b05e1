using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

public class FileKindTests
{
    private const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";

    public static TheoryData<string> Quoted =>
    [
        "appsettings.json", "local.settings.json", "launchSettings.json", "a.jsonc", "a.cs", "a.cshtml", "a.razor", "a.csx", "a.vb", "a.fs", "a.fsx", "a.java", "a.kt", "build.gradle.kts", "a.scala", "a.groovy",
        "build.gradle", "a.go", "a.py", "a.js", "a.jsx", "a.ts", "a.tsx", "a.mjs", "a.cjs", "a.mts", "a.cts", "a.ps1", "a.psm1", "a.psd1", "a.sh", "a.bash", "appsettings.json.example", "a.py.template",
        "a.ipynb", "a.code-workspace", "a.linq", "a.asp", "main.tf", "prod.auto.tfvars", "a.hcl", "a.php", "a.rs", "a.rb", "a.R", "schema.prisma",
    ];

    public static TheoryData<string> Marked =>
    [
        "web.config", "app.config", "Web.Release.config", "a.xml", "a.csproj", "a.vbproj", "a.fsproj", "a.sqlproj", "a.proj", "a.wixproj", "a.rptproj", "a.csproj.user", "a.props", "a.targets",
        "a.pubxml", "a.pubxml.user", "a.publishsettings", "a.settings", "a.rdl", "a.rds", "a.rdlc", "a.dtsx", "a.dtsConfig", "Project.params", "a.conmgr", "a.edmx", "a.dbml", "a.aspx", "a.ascx",
        "a.asax", "a.master", "a.resx", "a.runsettings", "a.scmp", "a.odc", "a.ds", "web.config.example", "a.config.template", "web.config.dist",
    ];

    public static TheoryData<string> Lines => [".env", ".env.production", "prod.env", ".env.sample", "a.properties", "a.ini", "a.dsn", "a.conf", "a.cfg", "a.cmd", "a.bat", "Dockerfile", "Dockerfile.dev", "api.Dockerfile", "Containerfile", "api.containerfile"];

    [Theory]
    [MemberData(nameof(Quoted))]
    public void A_file_of_literals_is_read(string name) => AssertRead(name, $"\"{Bad}\"");

    [Theory]
    [MemberData(nameof(Marked))]
    public void A_file_of_markup_is_read(string name) => AssertRead(name, $"<a b=\"{Bad}\"/>");

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_file_of_lines_is_read(string name) => AssertRead(name, $"A={Bad}\n");

    [Theory]
    [InlineData("docker-compose.yml", "a: " + Bad)]
    [InlineData("azure-pipelines.yaml", "a: " + Bad)]
    [InlineData("a.toml", "a = \"" + Bad + "\"")]
    [InlineData("a.sql", "SELECT '" + Bad + "'")]
    [InlineData("main.bicep", "var a = '" + Bad + "'")]
    [InlineData("main.bicepparam", "param a = '" + Bad + "'")]
    [InlineData("a.udl", "[oledb]\nProvider=MSOLEDBSQL;Data Source=db;Use Encryption for Data=false\n")]
    [InlineData("odbc.ini", "[a]\nDriver=ODBC Driver 18 for SQL Server\nServer=db\nEncrypt=no\n")]
    public void Every_other_kind_is_read(string name, string content) => AssertRead(name, content);

    private static void AssertRead(string name, string content)
    {
        Assert.True(ConnectionStringAudit.Knows(name));
        Assert.Contains(AuditCodes.EncryptionOff, Findings.In(name, content));
    }
}
