using CsCheck;
using Microsoft.Data.SqlClient;
using SqlTls.Audit;
using SqlTls.ConnectionStrings;

namespace SqlTls.Tests.ConnectionStrings;

public class KeyValueGrammarTests
{
    private static readonly string[] Pieces =
    [
        "Server", "Data Source", "Encrypt", "TrustServerCertificate", "Trust Server Certificate", "Password", "Host Name In Certificate",
        "=", "=", "=", "==", ";", ";", ";", " ", "\t", "true", "false", "yes", "no", "strict", "mandatory", "optional", "db", "'", "\"", "''", "\"\"", "a",
    ];

    [Fact]
    public void What_SqlClient_makes_of_a_string_is_what_the_audit_reads() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).List[0, 14].Select(string.Concat)
            .Sample(Agrees, iter: 20_000, threads: 1);

    [Theory]
    [InlineData("Server=db;Encrypt=true;Encrypt=no")]
    [InlineData("Server=db;Encrypt=true;Encrypt=")]
    [InlineData("Server = db ; Password = 'a;b''c' ; Encrypt = Strict")]
    [InlineData("Server=\"d\"\"b\";TRUSTSERVERCERTIFICATE=Yes")]
    [InlineData("Server=db;Password=a=b;Encrypt=optional")]
    [InlineData("Server=db;Password='open")]
    [InlineData("Server=db;;; Encrypt=false;")]
    public void Realistic_strings_are_read_as_SqlClient_reads_them(string text) => Assert.True(Agrees(text), text);

    private static bool Agrees(string text)
    {
        (List<Pair> pairs, int error) = KeyValueGrammar.Read(text, 0, braces: false);

        // A keyword or a value that SqlClient does not know is another matter than the grammar.
        if (error < 0 && pairs.Any(pair => pair.Word is Word.Unknown))
        {
            return true;
        }

        SqlConnectionStringBuilder builder;
        try
        {
            builder = new SqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // It looks at every value of a keyword, the audit at the one that wins; an empty one in quotes is no word it knows.
            return error >= 0 || pairs.Any(pair => pair.Value is "" || Refuses(pair));
        }

        var read = new ConnectionString(Dialect.AdoNet, 0, "", pairs, error, false, false);
        return error < 0
            && (read.Last(Word.Server)?.Value ?? "") == builder.DataSource
            && (read.Last(Word.Password)?.Value ?? "") == builder.Password
            && (read.Last(Word.HostNameInCertificate)?.Value ?? "") == builder.HostNameInCertificate
            && Rules.Judge(read, ClientDriver.MicrosoftData(new(7, 1))).Any(verdict => verdict.Rule == AuditCodes.EncryptionOff) == (builder.Encrypt == SqlConnectionEncryptOption.Optional)
            && Rules.Judge(read, ClientDriver.MicrosoftData(new(7, 1))).Any(verdict => verdict.Rule is AuditCodes.NotValidated or AuditCodes.StrictIgnoresTrust) == builder.TrustServerCertificate;
    }

    private static bool Refuses(Pair pair) =>
        Rules.Judge(new ConnectionString(Dialect.AdoNet, 0, "", [pair], -1, false, false), ClientDriver.MicrosoftData(new(7, 1))).Any(verdict => verdict.Rule == AuditCodes.Refused);
}
