namespace SqlTls.Tests;

public class HelpLinkTests
{
    [Fact]
    public void A_codes_page_is_in_the_repository_of_the_build() =>
        Assert.Equal($"{HelpLink.Repository}/blob/main/docs/codes/SQLTLS1001.md", HelpLink.For("SQLTLS1001"));
}
