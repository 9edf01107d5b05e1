using Microsoft.Build.Framework;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class BadInput(Packages packages)
{
    [Theory]
    [InlineData("""<SqlTlsInstance Include="x" />""", "SqlTlsUp", "SQLTLS3017")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Container="mssql" />""", "SqlTlsUp", "SQLTLS3017")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Cng="true" />""", "SqlTlsUp", "SQLTLS3017")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" DnsName="localhost" />""", "SqlTlsUp", "SQLTLS5010")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" ForceEncryption="yes" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Days="many" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Days="99999" />""", "SqlTlsUp", "SQLTLS2106")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" DnsNames="not a name" />""", "SqlTlsUp", "SQLTLS2105")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" PasswordVariable="NOT_SET_ANYWHERE" />""", "SqlTlsUp", "SQLTLS5013")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Certificate="missing.pfx" />""", "SqlTlsUp", "SQLTLS5003")]
    [InlineData("""<SqlTlsInstance Include="x" Container="mssql" Thumbprint="0123456789abcdef0123456789abcdef01234567" />""", "SqlTlsUp", "SQLTLS3017")]
    [InlineData("""<SqlTlsInstance Include="x" Instance="X" Thumbprint="0123456789abcdef0123456789abcdef01234567" Certificate="missing.pfx" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsInstance Include="x" Instance="X" Thumbprint="0123456789abcdef0123456789abcdef01234567" Days="30" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Certificate="missing.pfx" Days="30" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" Key="missing.key" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsConnection Include="Server=x" Authority="missing.crt" />""", "SqlTlsVerify", "SQLTLS5003")]
    [InlineData("""<SqlTlsConnection Include="no connection string" />""", "SqlTlsVerify", "SQLTLS4116")]
    [InlineData("""<SqlTlsConnection Include="x" Variable="NOT_SET_ANYWHERE" />""", "SqlTlsVerify", "SQLTLS5013")]
    [InlineData("""<SqlTlsConnection Include="Server=x" User="app" />""", "SqlTlsVerify", "SQLTLS5010")]
    [InlineData("""<SqlTlsInstance Include="x" Endpoint="true" /><SqlTlsInstance Include="x" Endpoint="true" />""", "SqlTlsUp", "SQLTLS5011")]
    [InlineData("""<SqlTlsConnection Include="x" Variable="NOT_SET_ANYWHERE" Optional="perhaps" />""", "SqlTlsVerify", "SQLTLS5011")]
    [InlineData("""<SqlTlsAuditFile Include="missing.json" />""", "SqlTlsAudit", "SQLTLS1014")]
    public async Task Fails_the_build_with_a_code_where_it_stands(string item, string target, string code)
    {
        Project project = (await packages.RestoredAsync()).Write("Items.targets", $"<Project>\n  <ItemGroup>\n    {item}\n  </ItemGroup>\n</Project>");

        Build build = await project.BuildAsync("--no-restore", $"-t:{target}", $"-p:CustomAfterMicrosoftCommonTargets={project.PathOf("Items.targets")}");

        Assert.False(build.Succeeded);
        BuildErrorEventArgs error = Assert.Single(build.Errors);
        Assert.Equal(code, error.Code);
        Assert.Equal((project.PathOf("Items.targets"), 3), (error.File, error.LineNumber));
        Assert.DoesNotContain("   at ", build.Run.Output);
    }

    [Theory]
    [InlineData("""Include="Server=db%3BPassword=Canary-5%3BEncrypt=true" Optional="perhaps" """, "SQLTLS5011")]
    [InlineData("""Include="Password=Canary-5%3BServer=db%3BEncrypt=true" Misspelt="x" """, "SQLTLS5010")]
    [InlineData("""Include="Password=Canary-5;Server=db;Encrypt=true" Misspelt="x" """, "SQLTLS5010")]
    [InlineData("""Include="Password='Canary-5%3BServer=db" Misspelt="x" """, "SQLTLS5010")]
    public async Task Of_a_connection_string_is_told_without_its_password(string item, string code)
    {
        Project project = (await packages.RestoredAsync()).Write("Items.targets", $"<Project><ItemGroup><SqlTlsConnection {item} /></ItemGroup></Project>");

        Build build = await project.BuildAsync("--no-restore", "-t:SqlTlsVerify", $"-p:CustomAfterMicrosoftCommonTargets={project.PathOf("Items.targets")}");

        Assert.Equal(code, Assert.Single(build.Errors).Code);
        Assert.DoesNotContain("Canary-5", build.Run.Output);
    }

    [Theory]
    [InlineData("SqlTlsUp")]
    [InlineData("SqlTlsVerify")]
    public async Task Of_which_there_is_none_is_no_success(string target)
    {
        Project project = (await packages.RestoredAsync()).Write("../One.slnx", """<Solution><Project Path="own/App.csproj" /></Solution>""");

        Build build = await project.BuildAsync("App.csproj", "--no-restore", $"-t:{target}");
        Build ofSolution = await project.BuildAsync("../One.slnx", "--no-restore", $"-t:{target}");

        Assert.False(build.Succeeded);
        Assert.Equal("SQLTLS5015", Assert.Single(build.Errors).Code);
        Assert.True(ofSolution.Succeeded, ofSolution.Run.Everything);
        Assert.Equal("SQLTLS5015", Assert.Single(ofSolution.Warnings).Code);
    }

    [Fact]
    public async Task Of_a_variable_that_may_be_missing_is_told_and_left_out()
    {
        Project project = packages.NewProject().With("""<ItemGroup><SqlTlsConnection Include="x" Variable="NOT_SET_ANYWHERE" Optional="true" /></ItemGroup>""");

        Build build = await project.BuildAsync("-t:SqlTlsVerify");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Contains("NOT_SET_ANYWHERE: not verified, since its variable is not set", build.Messages);
    }
}
