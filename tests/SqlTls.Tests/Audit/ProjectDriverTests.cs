using SqlTls.Audit;
using SqlTls.ConnectionStrings;

namespace SqlTls.Tests.Audit;

public sealed class ProjectDriverTests : IDisposable
{
    private const string Ado = "\"Server=db;Initial Catalog=x\"";
    private const string Jdbc = "\"jdbc:sqlserver://db;databaseName=x\"";
    private readonly TemporaryFolder _folder = new();

    public ProjectDriverTests() => _folder.Write(".git/HEAD", "");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="3.1.0" /></ItemGroup></Project>""", "Warning")]
    [InlineData("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient"><Version>[5.1,6)</Version></PackageReference></ItemGroup></Project>""", "")]
    [InlineData("a.csproj", """<Project><PropertyGroup><V>2.1.4</V></PropertyGroup><ItemGroup><PackageReference Version="$(V)" Include="Microsoft.Data.SqlClient" /></ItemGroup></Project>""", "Warning")]
    [InlineData("a.csproj", """<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><ItemGroup><PackageReference Include="System.Data.SqlClient" Version="4.8.0" /></ItemGroup></Project>""", "Warning")]
    [InlineData("a.csproj", """<Project><!-- <PackageReference Include="System.Data.SqlClient" Version="4.8.0" /> --></Project>""", "Note")]
    [InlineData("a.csproj", "<Project><broken", "Note")]
    [InlineData("a.vbproj", """<Project><ItemGroup><PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="6.0.36" /></ItemGroup></Project>""", "Warning")]
    [InlineData("a.fsproj", """<Project><ItemGroup><PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="7.*" /></ItemGroup></Project>""", "")]
    [InlineData("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="2.2.6" /></ItemGroup></Project>""", "Warning")]
    [InlineData("packages.config", """<packages><package id="EntityFramework" version="6.4.4" targetFramework="net48" /></packages>""", "Warning")]
    [InlineData("packages.config", """<packages><package id="Microsoft.Data.SqlClient" version="5.2.0" targetFramework="net48" /></packages>""", "")]
    [InlineData("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net472</TargetFramework></PropertyGroup></Project>""", "Warning")]
    [InlineData("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><F>net48</F><TargetFrameworks>net8.0; $(F)</TargetFrameworks></PropertyGroup></Project>""", "Warning")]
    [InlineData("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net48</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="6.0.1" /></ItemGroup></Project>""", "")]
    [InlineData("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""", "Note")]
    [InlineData("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>""", "Note")]
    [InlineData("notes.txt", "nothing", "Note")]
    public async Task What_is_not_stated_is_judged_by_the_projects_driver(string name, string content, string severity)
    {
        _folder.Write(name, content);
        _folder.Write("src/appsettings.json", Ado);

        Assert.Equal(severity, await SeveritiesAsync());
    }

    [Theory]
    [InlineData("2.1.0", "Warning")]
    [InlineData("3.1.32", "Warning")]
    [InlineData("5.0.17", "Warning")]
    [InlineData("6.0.36", "Warning")]
    [InlineData("7.0.20", "")]
    [InlineData("9.0.0", "")]
    [InlineData("10.0.0", "")]
    public async Task Entity_Framework_Core_encrypts_by_default_from_its_version_7_on(string version, string severity)
    {
        _folder.Write("a.csproj", $"""<Project><ItemGroup><PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="{version}" /></ItemGroup></Project>""");
        _folder.Write("appsettings.json", Ado);

        Assert.Equal(severity, await SeveritiesAsync());
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.SqlServer.NetTopologySuite", "6.0.36", "Warning")]
    [InlineData("Microsoft.EntityFrameworkCore.SqlServer.HierarchyId", "8.0.1", "")]
    [InlineData("Microsoft.EntityFrameworkCore.SqlServer.Abstractions", "9.0.0", "")]
    [InlineData("Aspire.Microsoft.Data.SqlClient", "8.0.0", "")]
    [InlineData("Aspire.Microsoft.EntityFrameworkCore.SqlServer", "$(Unknown)", "")]
    [InlineData("Aspire.Hosting.SqlServer", "8.0.0", "Note")]
    public async Task Packages_bring_a_SqlClient_along(string package, string version, string severity)
    {
        _folder.Write("a.csproj", $"""<Project><ItemGroup><PackageReference Include="{package}" Version="{version}" /></ItemGroup></Project>""");
        _folder.Write("appsettings.json", Ado);

        Assert.Equal(severity, await SeveritiesAsync());
    }

    [Fact]
    public async Task Versions_may_stand_in_Directory_Packages_props()
    {
        _folder.Write("Directory.Packages.props", """<Project><ItemGroup><PackageVersion Include="Microsoft.Data.SqlClient" Version="2.0.0" /></ItemGroup></Project>""");
        _folder.Write("src/a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" /></ItemGroup></Project>""");
        _folder.Write("src/deep/a.json", Ado);

        Assert.Equal("Warning", await SeveritiesAsync());
    }

    [Fact]
    public async Task What_was_restored_counts_before_what_was_asked_for()
    {
        _folder.Write("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="3.*" /></ItemGroup></Project>""");
        _folder.Write("packages.lock.json", """{"version": 2, "dependencies": {"net10.0": {"Microsoft.Data.SqlClient": {"type": "Direct", "requested": "[3.*, )", "resolved": "5.1.1"}}}}""");
        _folder.Write("a.json", Ado);

        Assert.Equal("", await SeveritiesAsync());
    }

    [Fact]
    public async Task What_was_restored_for_NET_Framework_alone_has_its_SqlClient()
    {
        _folder.Write("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"/>""");
        _folder.Write("packages.lock.json", """{"version": 1, "dependencies": {".NETFramework,Version=v4.8": {"Newtonsoft.Json": {"type": "Direct", "resolved": "13.0.1"}}}}""");
        _folder.Write("a.json", Ado);

        Assert.Equal("Warning", await SeveritiesAsync());
    }

    [Fact]
    public async Task The_nearest_project_decides()
    {
        _folder.Write("a.csproj", """<Project><ItemGroup><PackageReference Include="System.Data.SqlClient" Version="4.8.0" /></ItemGroup></Project>""");
        _folder.Write("new/b.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="7.1.0" /></ItemGroup></Project>""");
        _folder.Write("new/a.json", Ado);

        Assert.Equal("", await SeveritiesAsync());
    }

    [Theory]
    [InlineData("System.Data.SqlClient", "Warning")]
    [InlineData("Microsoft.Data.SqlClient", "")]
    public async Task A_provider_name_beside_the_string_counts_first(string provider, string severity)
    {
        _folder.Write("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="7.1.0" /></ItemGroup></Project>""");
        _folder.Write("web.config", $"<add connectionString={Ado} providerName=\"{provider}\" />");

        Assert.Equal(severity, await SeveritiesAsync());
    }

    [Theory]
    [InlineData("pom.xml", """<project><dependencies><dependency><groupId>com.microsoft.sqlserver</groupId><artifactId>mssql-jdbc</artifactId><version>9.4.1.jre8</version></dependency></dependencies></project>""", "A.java", Jdbc, "Warning")]
    [InlineData("pom.xml", """<project><properties><mssql.version>12.4.2.jre11</mssql.version></properties><dependencies><dependency><artifactId>mssql-jdbc</artifactId><version>${mssql.version}</version></dependency></dependencies></project>""", "a.properties", "url=jdbc:sqlserver://db;databaseName=x", "")]
    [InlineData("pom.xml", """<project><dependency><artifactId>mssql-jdbc</artifactId></dependency></project>""", "A.java", Jdbc, "Note")]
    [InlineData("pom.xml", "<artifactId>mssql-jdbc</artifactId>", "A.java", Jdbc, "Note")]
    [InlineData("package.json", """{"dependencies": {"mssql": "\uD800"}}""", "a.js", Ado, "Note")]
    [InlineData("build.gradle", "implementation 'com.microsoft.sqlserver:mssql-jdbc:10.2.0.jre17'", "A.java", Jdbc, "")]
    [InlineData("package.json", """{"dependencies": {"mssql": "^5.1.0"}}""", "a.js", Ado, "Warning")]
    [InlineData("package.json", """{"dependencies": {"mssql": "^11.0.1"}}""", "a.ts", Ado, "")]
    [InlineData("package.json", """{"devDependencies": {"tedious": "~6.0.0"}}""", "a.js", Ado, "")]
    [InlineData("go.mod", "require (\n\tgithub.com/microsoft/go-mssqldb v1.7.2\n)", "a.go", "\"sqlserver://u@db?database=x\"", "Warning")]
    public async Task Other_languages_have_project_files_too(string project, string content, string file, string text, string severity)
    {
        _folder.Write(project, content);
        _folder.Write("src/" + file, text);

        Assert.Equal(severity, await SeveritiesAsync());
    }

    [Fact]
    public async Task A_driver_given_to_a_copy_of_the_options_counts()
    {
        _folder.Write("a.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="6.0.1" /></ItemGroup></Project>""");
        _folder.Write("a.json", Ado);
        AuditOptions options = new AuditOptions([_folder.Path], _folder.Path) { DriverOnDemand = new(() => ClientDriver.MicrosoftData(new(6, 0))) };

        AuditResult result = await ConnectionStringAudit.RunAsync(options with { Driver = ClientDriver.SystemData });

        Assert.Equal(Severity.Warning, Assert.Single(result.Findings).Severity);
    }

    [Fact]
    public async Task What_a_caller_must_read_much_for_is_read_once_and_for_a_connection_string_alone()
    {
        int asked = 0;
        var options = new AuditOptions([_folder.Path], _folder.Path)
        {
            DriverOnDemand = new(() =>
            {
                asked++;
                return ClientDriver.SystemData;
            }),
        };
        _folder.Write("a.json", """{"server": "none"}""");

        _ = await ConnectionStringAudit.RunAsync(options);
        int without = asked;
        _folder.Write("b.json", Ado);
        _folder.Write("c.json", Ado);
        _ = await ConnectionStringAudit.RunAsync(options);

        Assert.Equal((0, 1), (without, asked));
    }

    private async Task<string> SeveritiesAsync()
    {
        AuditResult result = await ConnectionStringAudit.RunAsync(new([_folder.Path], _folder.Path));
        Assert.All(result.Findings, finding => Assert.Equal(AuditCodes.NotStated, finding.Rule));
        return string.Join(',', result.Findings.Select(finding => finding.Severity));
    }
}
