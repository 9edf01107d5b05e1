namespace SqlTls.ConnectionStrings;

/// <summary>The keywords of all drivers in all their spellings.</summary>
internal static class Words
{
    private static readonly Dictionary<string, Word> Known = Build();

    // SqlClient's and ODBC's, and JDBC's.
    private static readonly string[] Ours = ["active directory", "activedirectory", "sql password", "sqlpassword"];

    public static Word Of(string key) => Known.GetValueOrDefault(key.Trim(), Word.Unknown);

    /// <summary>What it means beside its value: other databases have ways of authentication of their own.</summary>
    public static Word Of(string key, string? value) => Of(key) is var word && word == Word.Authentication
        ? value is not null && Ours.Any(way => value.TrimStart().StartsWith(way, StringComparison.OrdinalIgnoreCase)) ? Word.Telling : Word.Other
        : word;

    private static Dictionary<string, Word> Build()
    {
        var words = new Dictionary<string, Word>(StringComparer.OrdinalIgnoreCase);
        void Add(Word word, string spellings)
        {
            foreach (string spelling in spellings.Split('|'))
            {
                words[spelling] = word;
            }
        }

        Add(Word.Server, "data source|server|addr|address|network address|servername|datasource");
        Add(Word.Database, "database|databasename");
        Add(Word.User, "user id|uid|user|userid|username|user name");
        Add(Word.Password, "password|pwd");
        Add(Word.Encrypt, "encrypt|use encryption for data");
        Add(Word.TrustServerCertificate, "trustservercertificate|trust server certificate");
        Add(Word.HostNameInCertificate, "hostnameincertificate|host name in certificate");
        Add(Word.ServerCertificate, "servercertificate|server certificate");
        Add(Word.Driver, "driver");
        Add(Word.Provider, "provider");
        Add(Word.NetworkLibrary, "network library|net|network");
        Add(Word.Nested, "provider connection string");
        Add(Word.Telling, "initial catalog|initialcatalog|integrated security|integratedsecurity|trusted_connection|multipleactiveresultsets|multiple active result sets|mars_connection|applicationintent|application intent|multisubnetfailover|multi subnet failover|attachdbfilename|user instance|failover partner|column encryption setting|connectretrycount|connect retry count|transparentnetworkipresolution|transparent network ip resolution|fedauth");
        Add(Word.Authentication, "authentication");
        Add(Word.Other, "application name|app|applicationname|extended properties|initial file name|connect timeout|connection timeout|timeout|command timeout|connection lifetime|load balance timeout|current language|language|enlist|max pool size|min pool size|pooling|packet size|persist security info|persistsecurityinfo|workstation id|wsid|replication|type system version|transaction binding|connectretryinterval|connect retry interval|poolblockingperiod|pool blocking period|ipaddresspreference|ip address preference|enclave attestation url|attestation protocol|asynchronous processing|async|connection reset|context connection|serverspn|server spn|failoverpartnerspn|failover partner spn|auto translate|dsn|app name|dial timeout|log|failoverport|tlsmin|guid conversion");
        Add(Word.Foreign, "host|sslmode|ssl mode|ssl-mode|charset|character set|allowuservariables|allow user variables|allowpublickeyretrieval|convert zero datetime|foreign keys|dbq|sid|service name|search path|searchpath|include error detail|treattinyasboolean");
        Add(Word.Doubtful, "version|cache|mode|filename|dialect|role|default command timeout|keepalive|keep alive");
        Add(Word.Port, "port");
        return words;
    }
}
