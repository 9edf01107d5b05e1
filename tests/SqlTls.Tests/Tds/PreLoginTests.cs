using CsCheck;
using SqlTls.Tds;

namespace SqlTls.Tests.Tds;

public class PreLoginTests
{
    private static readonly Gen<PreLogin> Any = Gen.Select(
        Gen.Byte,
        Gen.Byte,
        Gen.Int[0, ushort.MaxValue],
        Gen.Int[0, 3],
        (major, minor, build, encryption) => new PreLogin(new Version(major, minor, build), (EncryptionOption)encryption));

    [Fact]
    public void What_a_client_sends_is_read_as_it_was_written() => Any.Sample(message => PreLogin.Parse(message.ToRequest()) == message, iter: 1000);

    [Fact]
    public void What_a_server_answers_is_read_as_it_was_written() => Any.Sample(message => PreLogin.Parse(message.ToResponse()) == message, iter: 1000);

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0100060001")]
    [InlineData("010006ffffff00")]
    [InlineData("01ffff0001ff00")]
    public void A_message_that_points_outside_itself_or_has_no_end_is_refused(string hex) =>
        Assert.Throws<TdsProtocolException>(() => PreLogin.Parse(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("ff")]
    [InlineData("0100060001ff04")]
    [InlineData("0100060000ff")]
    public void An_encryption_option_that_is_missing_empty_or_unknown_is_none(string hex) =>
        Assert.Null(PreLogin.Parse(Convert.FromHexString(hex)).Encryption);
}
