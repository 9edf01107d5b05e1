using CsCheck;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public class ServerNameTests
{
    private static readonly Gen<string> Label = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789_"].Array[1, 63]
        .Select(letters => "a" + new string(letters[1..]));

    private static readonly Gen<string> DnsName = Label.Array[2, 3].Select(labels => string.Join('.', labels));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\u0001b")]
    [InlineData("a\u200eb")]
    [InlineData("*.*")]
    [InlineData("*")]
    [InlineData("a.*.example.com")]
    [InlineData("a*.example.com")]
    [InlineData("*.*.example.com")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("-a.example.com")]
    [InlineData("a/b")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3")]
    [InlineData("010.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost:1433")]
    public void What_is_no_name_is_refused(string text)
    {
        SqlTlsException error = Assert.Throws<SqlTlsException>(() => ServerName.Parse(text));

        Assert.Equal(("SQLTLS2105", Failure.Input), (error.Code, error.Failure));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void A_label_has_63_characters_at_the_most()
    {
        Assert.Equal(63, ServerName.Parse(new string('a', 63)).Value.Length);
        Assert.Throws<SqlTlsException>(() => ServerName.Parse(new string('a', 64)));
    }

    [Fact]
    public void A_name_has_253_characters_at_the_most()
    {
        string longest = string.Join('.', Enumerable.Repeat(new string('a', 62), 4)) + ".a";

        Assert.Equal(253, ServerName.Parse(longest).Value.Length);
        Assert.Throws<SqlTlsException>(() => ServerName.Parse(longest + "a"));
    }

    [Theory]
    [InlineData("DB.Example.COM", "db.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("my_server", "my_server")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    public void A_name_is_written_as_certificates_write_it(string text, string value) => Assert.Equal(value, ServerName.Parse(text).Value);

    [Theory]
    [InlineData("*.example.com", "db.example.com", true)]
    [InlineData("*.example.com", "a.db.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("::1", "0:0::1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    public void A_wildcard_stands_for_one_label_and_an_address_for_itself(string name, string host, bool covered) =>
        Assert.Equal(covered, ServerName.Parse(name).Covers(host));

    [Fact]
    public void Every_name_covers_itself_in_any_case() => DnsName.Sample(text =>
        Assert.True(ServerName.Parse(text).Covers(text.ToUpperInvariant())));

    [Fact]
    public void Reading_a_name_again_changes_nothing() => DnsName.Sample(text =>
        Assert.Equal(ServerName.Parse(text), ServerName.Parse(ServerName.Parse(text).Value)));

    [Fact]
    public void Any_text_is_a_name_or_is_refused_with_one_line() => Gen.String.Sample(text =>
    {
        try
        {
            _ = ServerName.Parse(text);
        }
        catch (SqlTlsException error)
        {
            Assert.DoesNotContain('\n', error.Message);
        }
    });
}
