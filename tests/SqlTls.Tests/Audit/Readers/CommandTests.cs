namespace SqlTls.Tests.Audit.Readers;

/// <summary>Commands within a document: options begin with hyphens, and words with apostrophes around them hold a string of their own.</summary>
public class CommandTests
{
    private const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";

    [Theory]
    [InlineData("a.yml", "args:\n  - --ConnectionStrings__D=" + Bad + "\n", "2:28 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  dotnet run \\\n    --connection \"Server=db;Initial Catalog=x;Encrypt=true;TrustServerCertificate=true\"\n", "3:19 SQLTLS1002")]
    [InlineData("launchSettings.json", "{\"commandLineArgs\": \"--ConnectionStrings:D=" + Bad + "\"}", "1:44 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  -- " + Bad + "\n  // " + Bad + "\n  # " + Bad + "\n", "")]
    [InlineData("a.cs", "var script = @\"\n  --\t" + Bad + "\n\";", "")]
    public void An_option_is_no_comment(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));

    [Theory]
    [InlineData("a.yml", "run: |\n  docker run -e 'CS=" + Bad + "' img\n", "2:21 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  docker run -e CS='" + Bad + "'\n", "2:21 SQLTLS1001")]
    [InlineData("Dockerfile", "RUN app --set 'CS=" + Bad + "'\n", "1:19 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  a 'x' 'y' 'CS=" + Bad + "' 'z'\n", "2:17 SQLTLS1001")]
    [InlineData("a.yml", "run: |\n  curl -d '{\"cs\": \"" + Bad + "\"}'\n", "2:20 SQLTLS1001")]
    [InlineData("a.yml", "text: it's the users' one, Server=db;Initial Catalog=x;Application Name=it's;Encrypt=false\n", "1:28 SQLTLS1001")]
    public void An_apostrophe_at_the_start_of_a_word_opens_one(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));
}
