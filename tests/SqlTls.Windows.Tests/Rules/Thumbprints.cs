using SqlTls.Certificates;

namespace SqlTls.Windows.Tests.Rules;

public class Thumbprints
{
    private const string Clean = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567")]
    [InlineData("\u200E0123456789abcdef0123456789abcdef01234567")]
    [InlineData("01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67 ")]
    [InlineData("01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67\r\n")]
    public void Lose_what_a_dialog_adds(string text) => Assert.Equal(Clean, Thumbprint.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef0123456")]
    [InlineData("0123456789abcdef0123456789abcdef012345678")]
    [InlineData("g123456789abcdef0123456789abcdef01234567")]
    public void Are_refused_unless_they_have_40_hex_digits(string text) =>
        Assert.Equal(CertificateCodes.NotAThumbprint, Assert.Throws<SqlTlsException>(() => Thumbprint.Parse(text)).Code);
}
