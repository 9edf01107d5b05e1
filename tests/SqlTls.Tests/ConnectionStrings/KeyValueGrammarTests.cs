using CsCheck;
using Microsoft.Data.SqlClient;
using SqlTls.Audit;
using SqlTls.ConnectionStrings;

namespace SqlTls.Tests.ConnectionStrings;

public class KeyValueGrammarTests
{
    private static readonly ClientDriver Client = ClientDriver.MicrosoftData(new(7, 1));

    private static readonly string[] Keys =
    [
        "Server", "server", "Data Source", "ADDR", "Initial Catalog", "Encrypt", "encrypt", "ENCRYPT", "TrustServerCertificate", "Trust Server Certificate", "trustservercertificate",
        "Password", "pwd", "Host Name In Certificate", "HostNameInCertificate", "Server Certificate", "Application Name",
    ];

    private static readonly string[] Values = ["true", "True", "false", "yes", "NO", "strict", "Mandatory", "optional", "db", "a=b", "a b", "tcp:db,1433", "", "1", "it's", "say \"x\"", "a;b"];

    private static readonly string[] Damage = ["=", "==", ";", "'", "\"", " ", "\0", "\t", "{", "}"];

    private static readonly Gen<string> Text = Gen.Select(Gen.Int[0, Keys.Length - 1], Gen.Int[0, Values.Length - 1], Gen.Int[0, 2], Gen.Int[0, 3])
        .Select((key, value, quote, blanks) => Pair(Keys[key], Values[value], quote, new string(' ', blanks)))
        .List[1, 6]
        .Select(pairs => string.Join(';', pairs));

    [Fact]
    public void What_SqlClient_makes_of_a_string_is_what_the_audit_reads()
    {
        var seen = new Dictionary<string, int>();
        Text.Sample(text => Agrees(text, seen), iter: 20_000, threads: 1);

        AssertSeen(seen, strings: 4_000, several: 1_000, ofEach: 100);
    }

    [Fact]
    public void What_SqlClient_makes_of_a_damaged_string_is_what_the_audit_reads()
    {
        var seen = new Dictionary<string, int>();
        Gen.Select(Text, Gen.Int[0, 200], Gen.Int[0, Damage.Length - 1]).Select((text, at, damage) => text.Insert(at % (text.Length + 1), Damage[damage]))
            .Sample(text => Agrees(text, seen), iter: 20_000, threads: 1);

        AssertSeen(seen, strings: 1_500, several: 400, ofEach: 30);
        Assert.True(seen["unknown"] > 1_000, Shown(seen));
    }

    [Theory]
    [InlineData("Server=db;Encrypt=true;Encrypt=no")]
    [InlineData("Server=db;Encrypt=true;Encrypt=")]
    [InlineData("Server = db ; Password = 'a;b''c' ; Encrypt = Strict")]
    [InlineData("Server=\"d\"\"b\";TRUSTSERVERCERTIFICATE=Yes")]
    [InlineData("Server=db;Password=a=b;Encrypt=optional")]
    [InlineData("Server=db;Password='open")]
    [InlineData("Server=db;;; Encrypt=false;")]
    [InlineData("Server=tcp:x.database.windows.net,1433;Initial Catalog=x;Persist Security Info=False;User ID=u;Password=p;MultipleActiveResultSets=False;Encrypt=True;TrustServerCertificate=False;Connection Timeout=30;")]
    [InlineData("Server=(localdb)\\mssqllocaldb;Database=aspnet-App-53bc9b9d;Trusted_Connection=True;MultipleActiveResultSets=true")]
    [InlineData("Data Source=.\\SQLEXPRESS;Initial Catalog=Shop;Integrated Security=SSPI;TrustServerCertificate=True")]
    [InlineData("Server=localhost,1433;Database=master;User Id=sa;Password=yourStrong(!)Password;TrustServerCertificate=True;Encrypt=False")]
    [InlineData("Server=db;Database=x;Authentication=Active Directory Default;Encrypt=True;")]
    [InlineData("Server=tcp:ag,1433;Database=x;Integrated Security=true;MultiSubnetFailover=True;ApplicationIntent=ReadOnly;Encrypt=Strict")]
    [InlineData("Data Source=db;Failover Partner=db2;Initial Catalog=x;Integrated Security=True;Connect Timeout=15;Max Pool Size=200")]
    [InlineData("Data Source=db;AttachDbFilename=|DataDirectory|\\x.mdf;Integrated Security=True;User Instance=False")]
    [InlineData("Server=db;Database=x;Uid=u;Pwd=\"p;\"\"q\";Column Encryption Setting=enabled;Encrypt=Mandatory")]
    [InlineData("server=db;database=x;trusted_connection=yes;encrypt=yes;trust server certificate=no;host name in certificate=db.example.com")]
    [InlineData("Server=db;Database=x;Integrated Security=true;ServerCertificate=/etc/ssl/db.crt;Encrypt=Strict")]
    [InlineData("Network Address=tcp:db;Initial Catalog=x;User ID=u;Password=p;Packet Size=4096")]
    [InlineData("Application Name=My App;Server=db;Database=x;Connect Retry Count=3;Connect Retry Interval=10;Pooling=false;Encrypt=false")]
    [InlineData("Data Source=\"db\\inst\";Initial Catalog='x';Integrated Security=sspi;Workstation ID=me;Encrypt='true'")]
    public void Realistic_strings_are_read_and_found_as_SqlClient_reads_them(string text)
    {
        Assert.True(Agrees(text), text);
        if (TryBuild(text) is { } builder)
        {
            ConnectionString found = Finder.Find(text).Single();
            Assert.Equal(builder.DataSource, found.Server);
            Assert.Equal(builder.TrustServerCertificate, Has(found, AuditCodes.NotValidated, AuditCodes.StrictIgnoresTrust));
        }
    }

    private static string Pair(string key, string value, int quote, string blanks) => quote switch
    {
        1 => $"{blanks}{key}{blanks}={blanks}'{value.Replace("'", "''", StringComparison.Ordinal)}'",
        2 => $"{key}=\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{blanks}",
        _ => $"{blanks}{key}={blanks}{value}",
    };

    private static bool Agrees(string text, Dictionary<string, int>? seen = null)
    {
        (List<Pair> pairs, int error) = KeyValueGrammar.Read(text, 0, braces: false);
        SqlConnectionStringBuilder? builder = TryBuild(text);
        void Count(string what) => _ = seen is null ? 0 : seen[what] = seen.GetValueOrDefault(what) + 1;

        // What no client of SQL Server knows, SqlClient refuses, unless it has no value.
        if (error < 0 && pairs.Exists(pair => pair.Value is not null && pair.Word is Word.Unknown or Word.Foreign or Word.Doubtful or Word.Port))
        {
            Count("unknown");
            return builder is null;
        }

        if (builder is null)
        {
            Count("refused");

            // It looks at every value of a keyword, the audit at the one that wins; what is no word, or empty in quotes, is none it knows.
            return error >= 0 || pairs.Any(pair => pair.Value is "" || Refuses(pair));
        }

        var read = new ConnectionString(Dialect.AdoNet, 0, "", pairs, error, false, false);
        Count("string");
        Count(pairs.Count > 1 ? "several" : "one");
        Count(OfClient(builder.Encrypt));
        return error < 0
            && (read.Last(Word.Server)?.Value ?? "") == builder.DataSource
            && (read.Last(Word.Password)?.Value ?? "") == builder.Password
            && (read.Last(Word.HostNameInCertificate)?.Value ?? "") == builder.HostNameInCertificate
            && (read.Last(Word.ServerCertificate)?.Value ?? "") == builder.ServerCertificate
            && OfAudit(read) == OfClient(builder.Encrypt)
            && Has(read, AuditCodes.NotValidated, AuditCodes.StrictIgnoresTrust) == builder.TrustServerCertificate;
    }

    private static string OfClient(SqlConnectionEncryptOption encrypt) => encrypt == SqlConnectionEncryptOption.Optional ? "optional" : encrypt == SqlConnectionEncryptOption.Strict ? "strict" : "mandatory";

    // With every certificate trusted, each of the three has a rule of its own.
    private static string OfAudit(ConnectionString text)
    {
        ConnectionString trusting = text with { Pairs = [.. text.Pairs, new Pair("TrustServerCertificate", "true", 0, 0, 4)] };
        return Has(trusting, AuditCodes.EncryptionOff) ? "optional" : Has(trusting, AuditCodes.StrictIgnoresTrust) ? "strict" : "mandatory";
    }

    private static void AssertSeen(Dictionary<string, int> seen, int strings, int several, int ofEach) => Assert.True(
        seen["string"] > strings && seen["several"] > several && new[] { "optional", "mandatory", "strict", "refused" }.All(what => seen.GetValueOrDefault(what) > ofEach),
        Shown(seen));

    private static string Shown(Dictionary<string, int> seen) => string.Join(", ", seen.Select(count => $"{count.Value} {count.Key}"));

    private static SqlConnectionStringBuilder? TryBuild(string text)
    {
        try
        {
            return new SqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static bool Has(ConnectionString text, params string[] rules) => Rules.Judge(text, Client).Any(verdict => rules.Contains(verdict.Rule));

    private static bool Refuses(Pair pair) => pair.Word is Word.Encrypt or Word.TrustServerCertificate
        && (pair.Value?.All(char.IsAsciiLetterOrDigit) == false || Has(new(Dialect.AdoNet, 0, "", [pair], -1, false, false), AuditCodes.Refused));
}
