using CsCheck;
using SqlTls.Probing;

namespace SqlTls.Tests.Probing;

public class ServerAddressTests
{
    private static readonly Gen<string> Word = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"].Array[0, 20].Select(letters => "a" + new string(letters));

    private static readonly Gen<ServerAddress> Any = Gen.OneOf(
        Gen.Select(Word, Gen.Int[1, 65535], (host, port) => new ServerAddress(host, port, null)),
        Gen.Select(Word, Word.Where(name => name != "mssqlserver"), (host, instance) => new ServerAddress(host, null, instance)));

    [Theory]
    [InlineData("db", "db", 1433, null)]
    [InlineData("db,14330", "db", 14330, null)]
    [InlineData(" db , 14330 ", "db", 14330, null)]
    [InlineData("tcp:db,14330", "db", 14330, null)]
    [InlineData("TCP:db", "db", 1433, null)]
    [InlineData("tcp: db", "db", 1433, null)]
    [InlineData(".", "localhost", 1433, null)]
    [InlineData("(local)", "localhost", 1433, null)]
    [InlineData(".\\SQLEXPRESS", "localhost", null, "SQLEXPRESS")]
    [InlineData("db\\SQLEXPRESS", "db", null, "SQLEXPRESS")]
    [InlineData("db\\MSSQLSERVER", "db", 1433, null)]
    [InlineData("db\\SQLEXPRESS,14330", "db", 14330, null)]
    [InlineData("127.0.0.1,65535", "127.0.0.1", 65535, null)]
    [InlineData("::1,1", "::1", 1, null)]
    [InlineData("[::1],1", "::1", 1, null)]
    public void An_address_is_read_as_SqlClient_reads_it(string text, string host, int? port, string? instance) =>
        Assert.Equal(new ServerAddress(host, port, instance), ServerAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("tcp:")]
    [InlineData(",1433")]
    [InlineData("db,")]
    [InlineData("db,0")]
    [InlineData("0.0.0.0,1433")]
    [InlineData("0.0.0.0")]
    [InlineData("[::],1433")]
    [InlineData("db,-1")]
    [InlineData("db,65536")]
    [InlineData("db,99999999999")]
    [InlineData("db,1433x")]
    [InlineData("db\\")]
    [InlineData("\\SQLEXPRESS")]
    [InlineData("db\\a b")]
    [InlineData("db\\a\\b")]
    [InlineData("db\\a;b")]
    [InlineData("d b")]
    [InlineData("d\u0001b")]
    [InlineData("db/x")]
    [InlineData("db;Encrypt=false")]
    [InlineData("[]")]
    [InlineData("[],1433")]
    public void What_is_no_address_is_refused(string text)
    {
        SqlTlsException error = Assert.Throws<SqlTlsException>(() => ServerAddress.Parse(text));

        Assert.Equal((ProbeCodes.Address, Failure.Input), (error.Code, error.Failure));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void What_is_written_is_read_again() => Any.Sample(address => ServerAddress.Parse(address.ToString()) == address, iter: 1000);

    [Fact]
    public void Any_text_is_refused_or_has_a_host_and_a_port_or_an_instance() => Gen.String.Sample(
        text =>
        {
            try
            {
                var address = ServerAddress.Parse(text);
                Assert.NotEmpty(address.Host);
                Assert.True(address.Port is >= 1 and <= 65535 ^ address.Instance is { Length: > 0 }, $"{address}");
            }
            catch (SqlTlsException refusal)
            {
                Assert.Equal(ProbeCodes.Address, refusal.Code);
            }
        },
        iter: 5000);
}
