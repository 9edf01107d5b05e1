namespace SqlTls.Tests.Audit;

/// <summary>A project that names no SqlClient has that of the projects that it refers to.</summary>
public class ReferredProjectTests
{
    private const string Clear = "[\"Server=db;Initial Catalog=x\"]";
    private const string Ambiguous = "[\"Server=db;Database=x;User Id=u;Password=p\"]";
    private const string Off = "Warning SQLTLS1003";
    private const string Unknown = "Note SQLTLS1003";

    [Theory]
    [InlineData("Microsoft.Data.SqlClient", "3.1.0", Off)]
    [InlineData("Microsoft.Data.SqlClient", "5.2.0", "")]
    [InlineData("System.Data.SqlClient", "4.8.6", Off)]
    [InlineData("Microsoft.EntityFrameworkCore.SqlServer", "6.0.36", Off)]
    [InlineData("Dapper", "2.1.0", Unknown)]
    public void Its_strings_are_judged_by_their_driver(string package, string version, string rules) => Assert.Equal(rules, Findings.RulesIn(
        "src/Web/appsettings.json",
        Clear,
        ("src/Web/Web.csproj", Project(@"..\Data\Data.csproj")),
        ("src/Data/Data.csproj", Project([], (package, version)))));

    [Fact]
    public void Its_own_client_counts_before_theirs() => Assert.Equal("", Findings.RulesIn(
        "Web/a.json",
        Clear,
        ("Web/Web.csproj", Project(["../Data/Data.csproj"], ("Microsoft.Data.SqlClient", "5.2.0"))),
        ("Data/Data.csproj", Project([], ("System.Data.SqlClient", "4.8.6")))));

    [Fact]
    public void The_way_may_lead_over_projects_that_name_none_and_back() => Assert.Equal(Off, Findings.RulesIn(
        "Web/a.json",
        Clear,
        ("Web/Web.csproj", Project(@"..\Core\Core.csproj")),
        ("Core/Core.csproj", Project(@"..\Data\Data.vbproj; ..\Web\Web.csproj")),
        ("Data/Data.vbproj", Project([@"..\Core\Core.csproj"], ("System.Data.SqlClient", "4.8.6")))));

    [Theory]
    [InlineData("Microsoft.Data.SqlClient", "5.2.0", "")]
    [InlineData("Microsoft.Data.SqlClient", "2.1.0", Off)]
    [InlineData("Microsoft.Data.SqlClient", "$(Unknown)", Unknown)]
    [InlineData("System.Data.SqlClient", "4.8.6", Unknown)]
    [InlineData("Npgsql", "8.0.0", "")]
    public void Of_several_versions_the_lowest_counts_and_of_two_clients_none(string package, string version, string rules) => Assert.Equal(rules, Findings.RulesIn(
        "Web/a.json",
        Ambiguous,
        ("Web/Web.csproj", Project(@"..\A\A.csproj", @"..\B\B.csproj")),
        ("A/A.csproj", Project([], (package, version))),
        ("B/B.csproj", Project([], ("Microsoft.Data.SqlClient", "6.0.1")))));

    [Fact]
    public void Another_databases_client_alone_says_whose_an_ambiguous_string_is()
    {
        (string, string)[] beside = [("Web/Web.csproj", Project("../Data/Data.csproj")), ("Data/Data.csproj", Project([], ("Npgsql", "8.0.0")))];

        Assert.Equal("", Findings.RulesIn("Web/a.json", Ambiguous, beside));
        Assert.Equal(Unknown, Findings.RulesIn("Web/a.json", Clear, beside));
    }

    [Fact]
    public void Another_databases_client_of_its_own_leaves_the_SqlClient_to_them() => Assert.Equal(Off, Findings.RulesIn(
        "Web/a.json",
        Ambiguous,
        ("Web/Web.csproj", Project(["../Data/Data.csproj"], ("Npgsql", "8.0.0"))),
        ("Data/Data.csproj", Project([], ("Microsoft.Data.SqlClient", "2.1.0")))));

    [Theory]
    [InlineData(@"$(Data)\Data.csproj", Off)]
    [InlineData(@"$(MSBuildThisFileDirectory)..\Data\Data.csproj", Off)]
    [InlineData(@"$(MSBuildProjectDirectory)\..\Data\Data.csproj", Off)]
    [InlineData(@"$(Elsewhere)\Data.csproj", Unknown)]
    [InlineData(@"$(Unknown)..\Data\Data.csproj", Unknown)]
    [InlineData(@"..\Data\None.csproj;..\Data\Data.csproj", Off)]
    [InlineData(@"..\Data\None.csproj", Unknown)]
    [InlineData(@"..\Data", Unknown)]
    [InlineData(@"..\*\*.csproj", Unknown)]
    [InlineData("", Unknown)]
    public void A_path_that_cannot_be_told_is_passed_over(string path, string rules) => Assert.Equal(rules, Findings.RulesIn(
        "Web/a.json",
        Clear,
        ("Web/Web.csproj", $"<Project><PropertyGroup><Data>..\\Data</Data><Elsewhere>$(Data)</Elsewhere></PropertyGroup><ItemGroup><ProjectReference Include=\"{path}\" /></ItemGroup></Project>"),
        ("Data/packages.lock.json", """{"version": 1, "dependencies": {"net8.0": {"System.Data.SqlClient": {"type": "Direct", "resolved": "4.8.6"}}}}"""),
        ("Data/Data.csproj", Project([], ("System.Data.SqlClient", "4.8.6")))));

    [Fact]
    public void A_project_outside_of_the_repository_is_not_looked_at() => Assert.Equal(Unknown, Findings.RulesIn(
        "inner/Web/a.json",
        Clear,
        ("inner/.git/HEAD", ""),
        ("inner/Web/Web.csproj", Project(@"..\..\Data\Data.csproj")),
        ("Data/Data.csproj", Project([], ("System.Data.SqlClient", "4.8.6")))));

    [RequiresFact("linux")]
    public void No_link_is_followed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("real/Data.csproj", Project([], ("System.Data.SqlClient", "4.8.6")));
        File.CreateSymbolicLink(folder.File("linked"), folder.File("real"));
        Directory.CreateDirectory(folder.File("b"));
        File.CreateSymbolicLink(folder.File("b/Data.csproj"), folder.File("real/Data.csproj"));

        Assert.Equal(Unknown, RulesIn(folder, Project("../linked/Data.csproj", "../b/Data.csproj")));
        Assert.Equal(Off, RulesIn(folder, Project("../linked/Data.csproj", "../real/Data.csproj")));
    }

    [Fact]
    public void Without_a_repository_a_project_beside_it_is_followed_and_none_further_up()
    {
        using var folder = new TemporaryFolder();
        folder.Write("beside/Data.csproj", Project([], ("System.Data.SqlClient", "4.8.6")));

        Assert.Equal(Off, RulesIn(folder, Project("../beside/Data.csproj")));
        Assert.Equal(Unknown, RulesIn(folder, Project("../../beside/Data.csproj"), "deep/Web"));
    }

    [Fact]
    public void Of_many_projects_64_are_looked_at() => Assert.Equal(
        (Off, Unknown),
        (Findings.RulesIn("p0/a.json", Clear, Chain(64)), Findings.RulesIn("p0/a.json", Clear, Chain(65))));

    [Fact]
    public void What_NET_Framework_holds_says_nothing_for_others() => Assert.Equal(Unknown, Findings.RulesIn(
        "Web/a.json",
        Clear,
        ("Web/Web.csproj", Project("../Lib/Lib.csproj")),
        ("Lib/Lib.csproj", "<Project><PropertyGroup><TargetFrameworks>net48;net8.0</TargetFrameworks></PropertyGroup></Project>")));

    private static string RulesIn(TemporaryFolder folder, string project, string place = "Web")
    {
        folder.Write(place + "/Web.csproj", project);
        string file = folder.Write(place + "/a.json", Clear);
        return string.Join(',', SqlTls.Audit.ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings.Select(finding => $"{finding.Severity} {finding.Rule}"));
    }

    // The last of so many projects behind the first has the client.
    private static (string, string)[] Chain(int length) =>
    [
        .. Enumerable.Range(0, length).Select(i => ($"p{i}/a.csproj", Project($"../p{i + 1}/a.csproj"))),
        ($"p{length}/a.csproj", Project([], ("System.Data.SqlClient", "4.8.6"))),
    ];

    private static string Project(params string[] references) => Project(references, []);

    private static string Project(string[] references, params (string Name, string Version)[] packages) =>
        $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{string.Concat(references.Select(path => $"<ProjectReference Include=\"{path}\" />"))}{string.Concat(packages.Select(package => $"<PackageReference Include=\"{package.Name}\" Version=\"{package.Version}\" />"))}</ItemGroup></Project>""";
}
