using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

public class SqlClientStringTests
{
    [Theory]
    [InlineData("User ID=sa;Password=secret", true)]
    [InlineData("User ID=sa;PWD=secret", true)]
    [InlineData("Integrated Security=true", true)]
    [InlineData("Trusted_Connection=SSPI", true)]
    [InlineData("Password=;Integrated Security=yes", true)]
    [InlineData("Authentication=Active Directory Default", true)]
    [InlineData("User ID=sa", false)]
    [InlineData("User ID=sa;Password=", false)]
    [InlineData("Integrated Security=False", false)]
    [InlineData("User ID=sa;Password=;Trusted_Connection=no", false)]
    [InlineData("User ID=sa;Authentication=Sql Password", false)]
    [InlineData("User ID=sa;Authentication=NotSpecified", false)]
    public void A_login_is_said_by_what_keywords_hold(string words, bool hasLogin) =>
        Assert.Equal(hasLogin, SqlClientString.Parse($"Server=db;{words}").HasLogin);
}
