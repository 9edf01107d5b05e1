using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using SqlTls.Audit.Projects;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>Whatever stands in a project file, it names a driver or none.</summary>
public sealed class ProjectFiles : IDisposable
{
    private static readonly string[] Words =
    [
        "<Project>", "</Project>", "<a", ">", "/>", "</a>", "<PackageReference ", "Include=\"Microsoft.Data.SqlClient\"", "Version=\"", "$(", ")", "<artifactId>", "mssql-jdbc", "</artifactId>", "<ProjectReference ", "Include=\"..\\b.csproj\"", "..\\", ";", "<version>", "${",
        "{", "}", "[", "]", "\"", "\"dependencies\"", "\"mssql\"", ":", ",", "null", "1.2.3", "99999999999", "\\uD800", "\\", "'", "require github.com/microsoft/go-mssqldb v", "version.ref = ", "<!--", "-->", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "\n", "\0", "\uD800",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csproj", "<Project><PropertyGroup><V>2.1.4</V><TargetFrameworks>net48;$(V)</TargetFrameworks></PropertyGroup><ItemGroup><PackageReference Version=\"$(V)\" Include=\"Microsoft.Data.SqlClient\" /></ItemGroup></Project>")]
    [InlineData("c/c.csproj", "<Project><PropertyGroup><P>..</P></PropertyGroup><ItemGroup><ProjectReference Include=\"$(P)\\b.csproj;$(MSBuildThisFileDirectory)..\\c\\c.csproj\" /></ItemGroup></Project>")]
    [InlineData("packages.config", "<packages><package id=\"EntityFramework\" version=\"6.4.4\" targetFramework=\"net48\" /></packages>")]
    [InlineData("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"Microsoft.Data.SqlClient\" Version=\"2.0.0\" /></ItemGroup></Project>")]
    [InlineData("packages.lock.json", """{"version": 2, "dependencies": {"net10.0": {"Microsoft.Data.SqlClient": {"type": "Direct", "resolved": "5.1.1"}}}}""")]
    [InlineData("pom.xml", "<project><properties><m>12.4.2</m></properties><dependencies><dependency><artifactId>mssql-jdbc</artifactId><version>${m}</version></dependency></dependencies></project>")]
    [InlineData("pom.xml", "<project><parent><artifactId>spring-boot-starter-parent</artifactId><version>2.5.0</version></parent><dependencies><dependency><artifactId>mssql-jdbc</artifactId></dependency></dependencies></project>")]
    [InlineData("build.gradle", "plugins { id 'org.springframework.boot' version '2.5.0' }\next['mssql-jdbc.version'] = '9.4.1.jre8'\nimplementation 'com.microsoft.sqlserver:mssql-jdbc'\n")]
    [InlineData("build.gradle", "implementation group: 'com.microsoft.sqlserver', name: 'mssql-jdbc', version: '9.2.1.jre11'")]
    [InlineData("gradle/libs.versions.toml", "[versions]\nsql = \"9.2.1.jre11\"\n[libraries]\nmssql-jdbc = { module = \"com.microsoft.sqlserver:mssql-jdbc\", version.ref = \"sql\" }\n")]
    [InlineData("package.json", """{"dependencies": {"mssql": "^6.0.1"}, "devDependencies": {"tedious": "~6.0.0"}}""")]
    [InlineData("go.mod", "module x\nrequire (\n\tgithub.com/microsoft/go-mssqldb v1.7.2\n)\n")]
    public void Are_read(string name, string good)
    {
        _folder.Write(".git/HEAD", "");
        _folder.Write("b.csproj", "<Project><ItemGroup><PackageReference Include=\"Microsoft.Data.SqlClient\" /></ItemGroup></Project>");
        string file = _folder.Write(name, good);
        Cases.Run(
            Texts(good),
            text =>
            {
                File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
                var near = new NearDrivers(new ProjectDrivers(), Path.GetDirectoryName(file)!, () => null);
                _ = (near.SqlClient, near.Jdbc, near.Node, near.Go);
            },
            _ => false,
            text => $"{name}: '{text}'",
            usual: 1_000);
    }

    private static Gen<string> Texts(string good) => Gen.OneOf(
        Gen.String,
        Damaged.Of(Encoding.UTF8.GetBytes(good)).Select(Encoding.UTF8.GetString),
        Replaced(good),
        Gen.Int[0, Words.Length - 1].Select(word => Words[word]).Array[0, 40].Select(string.Concat));

    // One of its words is another.
    private static Gen<string> Replaced(string good)
    {
        Match[] words = [.. Regex.Matches(good, @"\w+").Cast<Match>()];
        return Gen.Select(
            Gen.Int[0, words.Length - 1],
            Gen.Int[0, Words.Length - 1],
            (at, word) => good[..words[at].Index] + Words[word] + good[(words[at].Index + words[at].Length)..]);
    }
}
