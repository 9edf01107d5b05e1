namespace SqlTls.Tests.Audit;

/// <summary>Which driver's default, and which driver's words, a string is judged by.</summary>
public class DriverChoiceTests
{
    private const string Plain = "Server=db;Database=x;User Id=u;Password=p";
    private const string GoMod = "module x\nrequire github.com/microsoft/go-mssqldb v1.7.2\n";
    private const string Node = """{"dependencies": {"mssql": "^6.0.1"}}""";

    [Theory]
    [InlineData(".env", "U=sqlserver://u:p@db?database=x", "go.mod", GoMod, "Warning SQLTLS1003")]
    [InlineData("a.yml", "a: server=db;user id=u;database=x;encrypt=disable", "go.mod", GoMod, "Error SQLTLS1001")]
    [InlineData("a.yml", "a: server=db;user id=u;database=x;encrypt=disable", "notes.txt", "", "Error SQLTLS1001")]
    [InlineData("a.json", "\"" + Plain + "\"", "package.json", Node, "Warning SQLTLS1003")]
    [InlineData(".env", "A=" + Plain, "package.json", Node, "Warning SQLTLS1003")]
    [InlineData("a.vb", "Dim a = \"" + Plain + "\"", "package.json", Node, "Note SQLTLS1003")]
    [InlineData("a.sql", "SELECT '" + Plain + "'", "go.mod", GoMod, "Note SQLTLS1003")]
    [InlineData("web.config", "<a connectionString=\"" + Plain + "\"/>", "a.csproj", """<Project ToolsVersion="4.0"><ItemGroup><Reference Include="System.Data"/></ItemGroup></Project>""", "Warning SQLTLS1003")]
    [InlineData("A.java", "\"jdbc:sqlserver://db;databaseName=x\"", "build.gradle", "implementation group: 'com.microsoft.sqlserver', name: 'mssql-jdbc', version: '9.2.1.jre11'", "Warning SQLTLS1003")]
    [InlineData("A.java", "\"jdbc:sqlserver://db;databaseName=x\"", "gradle/libs.versions.toml", "[versions]\nsql = \"9.2.1.jre11\"\n[libraries]\nmssql-jdbc = { module = \"com.microsoft.sqlserver:mssql-jdbc\", version.ref = \"sql\" }\n", "Warning SQLTLS1003")]
    [InlineData("A.java", "\"jdbc:sqlserver://db;databaseName=x\"", "gradle/libs.versions.toml", "[libraries]\nmssql = \"com.microsoft.sqlserver:mssql-jdbc:12.2.0.jre11\"\n", "")]
    public void The_nearest_project_says_it_for_configuration_too(string name, string content, string project, string text, string rules) =>
        Assert.Equal(rules, Findings.RulesIn(name, content, (project, text)));

    [Fact]
    public void A_parent_of_Maven_manages_versions() => Assert.Equal("Warning SQLTLS1003", Findings.RulesIn(
        "child/A.java",
        "\"jdbc:sqlserver://db;databaseName=x\"",
        ("pom.xml", "<project><properties><m>9.2.1.jre8</m></properties><dependencyManagement><dependencies><dependency><artifactId>mssql-jdbc</artifactId><version>${m}</version></dependency></dependencies></dependencyManagement></project>"),
        ("child/pom.xml", "<project><dependencies><dependency><artifactId>mssql-jdbc</artifactId></dependency></dependencies></project>")));

    [Theory]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>2.6.15</version></parent>", "", "Warning SQLTLS1003")]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>2.7.0</version></parent>", "", "")]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>3.2.0</version></parent>", "<version>9.4.1.jre8</version>", "Warning SQLTLS1003")]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>3.2.0</version></parent>", "<version>${none}</version>", "Note SQLTLS1003")]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>2.5.0</version></parent>", "<version>${mssql-jdbc.version}</version>", "Warning SQLTLS1003")]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>3.2.0</version></parent><properties><mssql-jdbc.version>9.4.1.jre8</mssql-jdbc.version></properties>", "", "Warning SQLTLS1003")]
    [InlineData("<properties><boot>2.5.0</boot></properties><dependencyManagement><dependencies><dependency><artifactId>spring-boot-dependencies</artifactId><version>${boot}</version><scope>import</scope></dependency></dependencies></dependencyManagement>", "", "Warning SQLTLS1003")]
    [InlineData("<properties><mssql-jdbc.version>9.4.1.jre8</mssql-jdbc.version></properties><dependencyManagement><dependencies><dependency><artifactId>spring-boot-dependencies</artifactId><version>3.2.0</version><scope>import</scope></dependency></dependencies></dependencyManagement>", "", "")]
    [InlineData("<parent><artifactId>spring-boot-starter-parent</artifactId><version>${none}</version></parent>", "", "Note SQLTLS1003")]
    [InlineData("<dependency><artifactId>spring-boot-starter-web</artifactId><version>2.5.0</version></dependency>", "", "Note SQLTLS1003")]
    public void What_Spring_Boot_manages_has_no_version_of_its_own(string boot, string version, string rules)
    {
        string driver = $"<dependencies><dependency><artifactId>mssql-jdbc</artifactId>{version}</dependency></dependencies>";

        Assert.Equal(rules, Findings.RulesIn("A.java", "\"jdbc:sqlserver://db;databaseName=x\"", ("pom.xml", $"<project>{boot}{driver}</project>")));
        Assert.Equal(rules, Findings.RulesIn("child/A.java", "\"jdbc:sqlserver://db;databaseName=x\"", ("pom.xml", $"<project>{boot}</project>"), ("child/pom.xml", $"<project>{driver}</project>")));
    }

    [Theory]
    [InlineData("build.gradle", "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '2.5.0'\n}\n", "runtimeOnly 'com.microsoft.sqlserver:mssql-jdbc'", "Warning SQLTLS1003")]
    [InlineData("build.gradle.kts", "plugins {\n  id(\"org.springframework.boot\") version \"3.2.0\" apply false\n}\n", "runtimeOnly(\"com.microsoft.sqlserver:mssql-jdbc\")", "")]
    [InlineData("build.gradle", "plugins {\n  id 'org.springframework.boot' version '3.2.0'\n}\n", "runtimeOnly group: 'com.microsoft.sqlserver', name: 'mssql-jdbc'", "")]
    [InlineData("build.gradle", "plugins {\n  id 'org.springframework.boot' version '3.2.0'\n}\n", "runtimeOnly group: 'com.microsoft.sqlserver', name: 'mssql-jdbc', version: jdbc", "Note SQLTLS1003")]
    [InlineData("build.gradle", "plugins {\n  id 'org.springframework.boot' version '3.2.0'\n}\n", "runtimeOnly \"com.microsoft.sqlserver:mssql-jdbc:$jdbc\"", "Note SQLTLS1003")]
    [InlineData("build.gradle", "plugins {\n  id 'org.springframework.boot' version '3.2.0'\n}\n", "runtimeOnly 'com.microsoft.sqlserver:mssql-jdbc:9.4.1.jre8'", "Warning SQLTLS1003")]
    [InlineData("build.gradle", "plugins {\n  id 'org.springframework.boot' version '3.2.0'\n}\next['mssql-jdbc.version'] = '9.4.1.jre8'\n", "runtimeOnly 'com.microsoft.sqlserver:mssql-jdbc'", "Warning SQLTLS1003")]
    [InlineData("build.gradle", "plugins {\n  id 'org.springframework.boot' version \"$boot\"\n}\n", "runtimeOnly 'com.microsoft.sqlserver:mssql-jdbc'", "Note SQLTLS1003")]
    public void Nor_has_it_in_Gradle(string script, string plugins, string dependency, string rules)
    {
        Assert.Equal(rules, Findings.RulesIn("A.java", "\"jdbc:sqlserver://db;databaseName=x\"", (script, $"{plugins}dependencies {{ {dependency} }}")));
        Assert.Equal(rules, Findings.RulesIn("child/A.java", "\"jdbc:sqlserver://db;databaseName=x\"", (script, plugins), ("child/" + script, $"dependencies {{ {dependency} }}")));
    }

    [Fact]
    public void Nor_in_a_catalog_of_Gradle() => Assert.Equal("Warning SQLTLS1003", Findings.RulesIn(
        "A.java",
        "\"jdbc:sqlserver://db;databaseName=x\"",
        ("gradle/libs.versions.toml", "[libraries]\nmssql = { module = \"com.microsoft.sqlserver:mssql-jdbc\" }\n"),
        ("build.gradle", "plugins {\n  id 'org.springframework.boot' version '2.5.0'\n}\ndependencies { implementation libs.mssql }\n")));

    [Fact]
    public void A_package_may_be_referred_to_for_all_projects() => Assert.Equal("Warning SQLTLS1003", Findings.RulesIn(
        "a.json",
        "\"" + Plain + "\"",
        ("Directory.Packages.props", """<Project><ItemGroup><GlobalPackageReference Include="System.Data.SqlClient" Version="4.8.6"/></ItemGroup></Project>"""),
        ("a.csproj", "<Project/>")));

    [Fact]
    public void The_provider_of_Entity_Framework_stands_in_its_string() => Assert.Equal("Warning SQLTLS1003", Findings.RulesIn(
        "web.config",
        """<add connectionString="metadata=res://*/M.csdl;provider=System.Data.SqlClient;provider connection string=&quot;data source=db;initial catalog=x&quot;" providerName="System.Data.EntityClient"/>"""));

    [Theory]
    [InlineData("a.go", "s := fmt.Sprintf(\"server=%s;user id=%s;password=%s;port=%d;database=%s;encrypt=disable\", a)", "Error SQLTLS1001")]
    [InlineData("a.go", "s := fmt.Sprintf(\"server=%s;user id=%s;password=%s;port=%d;database=%s\", a)", "Warning SQLTLS1003")]
    [InlineData("a.py", "c = pyodbc.connect('DRIVER='+driver+';SERVER=tcp:'+server+';PORT=1433;DATABASE='+db+';UID='+u+';PWD='+ p+';Encrypt=no')", "Error SQLTLS1001")]
    [InlineData("a.py", "c = f\"DRIVER={driver};SERVER={s};PORT=1433;DATABASE={d};UID={u};PWD={p};Encrypt=no\"", "Error SQLTLS1001")]
    [InlineData("a.py", "c = \"DRIVER={};SERVER={};DATABASE={};Trusted_Connection=yes;Encrypt=no\".format(a, b, c)", "Error SQLTLS1001")]
    [InlineData("a.py", "c = f\"DRIVER={{ODBC Driver 18 for SQL Server}};SERVER={s};DATABASE={d};UID={u};PWD={p}\"", "")]
    [InlineData("a.py", "c = f\"DRIVER={{ODBC Driver 17 for SQL Server}};SERVER={s};DATABASE={d};UID={u};PWD={p}\"", "Warning SQLTLS1003")]
    [InlineData("a.cs", "var c = $\"Driver={{ODBC Driver 18 for SQL Server}};Server={h};Database=x;Trusted_Connection=yes;TrustServerCertificate=1\";", "Error SQLTLS1002")]
    [InlineData("a.cs", "var c = $\"Driver={{ODBC Driver 17 for SQL Server}};Server={h};Database=x;Trusted_Connection=yes;Encrypt=1\";", "")]
    public void A_strings_own_words_say_it_first(string name, string content, string rules) => Assert.Equal(rules, Findings.RulesIn(name, content));

    [Theory]
    [InlineData("sqlsrv:Server=db;Database=x;Encrypt=0", "Error SQLTLS1001")]
    [InlineData("sqlsrv:server = db,1433; Database = x; TrustServerCertificate = 1; Encrypt = 1", "Error SQLTLS1002")]
    [InlineData("sqlsrv:Server={db};Database={a;Encrypt=no};ConnectionPooling=0;Encrypt=strict", "")]
    [InlineData("sqlsrv:Server=db;Database=x", "Note SQLTLS1003")]
    [InlineData("sqlsrv:Server=(localdb)\\\\MSSQLLocalDB;Database=x", "")]
    [InlineData("pgsql:Server=db;Database=x;port=5432", "")]
    public void What_PHP_hands_to_ODBC_is_read_as_ODBC_does(string text, string rules) =>
        Assert.Equal(rules, Findings.RulesIn("a.json", $"\"{text}\"", ("a.csproj", "<Project><ItemGroup><PackageReference Include=\"System.Data.SqlClient\" Version=\"4.8.6\"/></ItemGroup></Project>")));

    [Theory]
    [InlineData("__DB_ENCRYPT__")]
    [InlineData("@Encrypt@")]
    [InlineData("%(enc)s")]
    [InlineData("~ENC~")]
    [InlineData("<true|false>")]
    [InlineData("@Microsoft.KeyVault(SecretUri=x)")]
    public void What_is_filled_in_later_is_not_judged(string value) =>
        Assert.Equal("", Findings.In("a.json", $$"""{"A": "Server=db;Initial Catalog=x;Encrypt={{value}}"}"""));
}
