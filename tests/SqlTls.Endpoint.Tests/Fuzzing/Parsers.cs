using System.Security.Cryptography.X509Certificates;
using System.Text;
using CsCheck;
using SqlTls.Certificates;
using SqlTls.Endpoint.Queries;
using SqlTls.Endpoint.Sessions;
using SqlTls.Probing;
using SqlTls.Tds;
using SqlTls.Tests.Fuzzing;
using SqlTls.Tests.Tds;

namespace SqlTls.Endpoint.Tests.Fuzzing;

/// <summary>Whatever bytes come, a parser reads them or refuses them, and nothing else.</summary>
public class Parsers
{
    private const byte Handshake = 22;

    private static readonly string[] Words = ["'", "''", "[", "]]", "\"", "--", "/*", "*/", "SELECT", "@@", "0x", "1.5e", ",", ";", "\0", "\uD800"];

    private static readonly string[] Phrases =
    [
        "SELECT", "ISNULL(", "CAST(", "CONVERT(int,", "f(", "(", ")", ",", "*", "1", "99999999999", "'a'", "NULL", "AS", "int", "nvarchar(30)", "TOP", "[n]", "@@VERSION", "@@SPID",
        "FROM sys.dm_exec_connections", "WHERE session_id = @@SPID", ".", ";", "SET x 1", "BEGIN TRAN", "IF @@TRANCOUNT > 0 COMMIT", "OPTION", new string('x', 2000),
    ];

    private static readonly SessionFacts Facts =
        new(51, true, false, "server", new Version(17, 0, 1000), "program", "sa", "host", "application", "127.0.0.1", "127.0.0.1", 1433, 4096, 0x74000004);

    [Fact]
    public void PreLogin_is_read_or_refused() =>
        Fuzz(new PreLogin(new Version(17, 0, 1000), EncryptionOption.On).ToRequest(), bytes => _ = PreLogin.Parse(bytes));

    [Fact]
    public void Login7_is_read_or_refused() => Fuzz(GoodLogin(), bytes => _ = Login7.Parse(bytes));

    [Fact]
    public void A_message_of_packets_is_read_or_refused() =>
        Fuzz(TdsMessage.Frame(PacketType.SqlBatch, new byte[1400], 512), bytes => Finish(TdsMessage.ReadAsync(new MemoryStream(bytes), Login7.Limit, CancellationToken.None)));

    [Fact]
    public void TLS_records_are_read_or_refused_and_their_certificates_judged()
    {
        using var authority = Authority.Create(CertificateOptions.For("server.example"));
        using ServerCertificate certificate = authority.Issue(CertificateOptions.For("server.example"));
        byte[] good =
        [
            .. Flight.Record(Handshake, Flight.Message(2, Flight.Hello(0x0303, 0xC02F))),
            .. Flight.Record(Handshake, Flight.Message(11, Flight.Certificates(certificate.Leaf.RawData, authority.Certificate.RawData))),
        ];

        Fuzz(good, bytes => Judge(ServerFlight.ReadAsync(new MemoryStream(bytes), CancellationToken.None).GetAwaiter().GetResult().Chain));
    }

    [Fact]
    public void An_answer_of_SQL_Server_Browser_gives_a_port_or_none() => Fuzz(
        [5, 43, 0, .. "InstanceName;SQLEXPRESS;tcp;51433;np;pipe;;"u8],
        bytes => Assert.True(Browser.TcpPort(bytes, "SQLEXPRESS") is null or (>= 1 and <= 65535)));

    [Fact]
    public void A_remote_call_is_read_or_refused() =>
        Fuzz(GoodCall("SELECT 1"), bytes => _ = RemoteCall.Parse(Headers.Skip(bytes)));

    [Fact]
    public void A_batch_of_any_text_is_cut_into_tokens() => Cases.Run(
        Gen.OneOf(Gen.String, Gen.Int[0, Words.Length - 1].Select(word => Words[word]).Array[0, 40].Select(string.Concat)),
        text => _ = SqlTokenizer.Tokenize(text),
        exception => exception is SqlNotUnderstoodException,
        text => $"'{text}'");

    [Fact]
    public void A_batch_of_any_words_is_answered_or_refused_in_tokens_that_are_whole() => Cases.Run(
        Gen.OneOf(
            Gen.String,
            Gen.Int[0, Phrases.Length - 1].Select(word => Phrases[word]).Array[0, 60].Select(words => string.Join(' ', words)),
            Gen.Select(Gen.Int[0, Phrases.Length - 1], Gen.Int[0, 300], (word, count) => "SELECT " + string.Join(' ', Enumerable.Repeat(Phrases[word], count)))),
        Answer,
        exception => exception is SqlNotUnderstoodException,
        text => $"'{text[..Math.Min(text.Length, 200)]}'");

    private static void Answer(string batch)
    {
        var answer = new TokenWriter();
        try
        {
            foreach (ResultSet result in Batch.Run(batch, Facts).OfType<ResultSet>())
            {
                Assert.InRange(result.Columns.Count, 1, ushort.MaxValue);
                answer.Rows(result);
            }
        }
        catch (SqlNotUnderstoodException exception)
        {
            answer.Failed(exception.Error, "server");
            // The token's kind, its length in 16 bits, and as much as that says.
            ReadOnlySpan<byte> token = answer.ToPayload().Span;
            Assert.Equal(token.Length - 3, token[1] | (token[2] << 8));
            throw;
        }
    }

    private static void Fuzz(byte[] good, Action<byte[]> parse) => Cases.Run(
        Gen.OneOf(Damaged.Bytes, Damaged.Of(good)),
        parse,
        exception => exception is TdsProtocolException or TlsAlertException,
        Convert.ToHexString);

    private static void Finish(ValueTask<TdsMessage?> reading) => _ = reading.AsTask().GetAwaiter().GetResult();

    private static void Judge(IReadOnlyList<X509Certificate2> chain)
    {
        var server = ServerAddress.Parse("server.example");
        var seen = new ProbeResult(server, true, null, ServerEncryption.On, Strict: false, TlsSupport.None, null, chain, []) { Distrust = new Distrust(UntrustedReason.Unsaid, "") };
        _ = ProbeFindings.Of(seen, null, new ProbeRequest(server, [], [], TimeSpan.Zero));
        foreach (X509Certificate2 certificate in chain)
        {
            _ = CertificateDescription.Of(certificate);
            certificate.Dispose();
        }
    }

    // 94 bytes of numbers, offsets and lengths, then the texts (MS-TDS 2.2.6.4).
    private static byte[] GoodLogin()
    {
        byte[] login = new byte[94 + 40];
        byte[] text = Encoding.Unicode.GetBytes("sa");
        login[4 + 3] = 0x74;
        for (int field = 0; field < 9; field++)
        {
            int entry = 36 + (field * 4);
            login[entry] = (byte)(94 + (field * 4));
            login[entry + 2] = 2;
            text.CopyTo(login, 94 + (field * 4));
        }

        return login;
    }

    // No headers, sp_executesql by number, one parameter of type nvarchar.
    private static byte[] GoodCall(string statement)
    {
        byte[] text = Encoding.Unicode.GetBytes(statement);
        return [4, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 0, 0, 0, 0xE7, 0x40, 0x1F, 9, 4, 0xD0, 0, 0x34, (byte)text.Length, 0, .. text];
    }
}
