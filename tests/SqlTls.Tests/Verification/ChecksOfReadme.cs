using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

public class ChecksOfReadme
{
    [Fact]
    public void Are_all_there_is()
    {
        string readme = File.ReadAllText(Repository.File("README.md"));
        string proved = readme[readme.IndexOf("## What is proved", StringComparison.Ordinal)..];

        IEnumerable<CheckKind> checks = typeof(CheckKind).GetFields().Select(field => field.GetValue(null)).OfType<CheckKind>();

        Assert.All(checks, check => Assert.Contains($"| `{check.Id}` |", proved, StringComparison.Ordinal));
    }
}
