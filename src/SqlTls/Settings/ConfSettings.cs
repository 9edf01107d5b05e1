namespace SqlTls.Settings;

/// <summary>The TLS settings in an <c>mssql.conf</c> (docs: linux/configure/mssql-conf.md).</summary>
internal static class ConfSettings
{
    public const string Path = "/var/opt/mssql/mssql.conf";
    private const string Network = "network";
    private const string DefaultErrorLog = "/var/opt/mssql/log/errorlog";

    public static IEnumerable<(string Section, string Key)> Keys { get; } =
    [
        (Network, "tlscert"), (Network, "tlskey"), (Network, "tlsprotocols"), (Network, "tlsciphers"), (Network, "forceencryption"), (Network, "forcestrict"),
    ];

    public static TlsSettings Read(MssqlConf conf) => new(
        CertificateFile: Text(conf, "tlscert"),
        KeyFile: Text(conf, "tlskey"),
        ForceEncryption: Flag(conf, "forceencryption"),
        ForceStrict: Flag(conf, "forcestrict"),
        Protocols: Text(conf, "tlsprotocols"),
        Ciphers: Text(conf, "tlsciphers"));

    /// <summary>The settings that the server takes of it: none, where the file begins with a byte-order mark.</summary>
    public static TlsSettings InEffect(MssqlConf conf) => conf.HadByteOrderMark ? TlsSettings.None : Read(conf);

    /// <summary>The file with these settings; those that say the same already are not touched.</summary>
    public static MssqlConf Write(MssqlConf conf, TlsSettings settings)
    {
        TlsSettings now = Read(conf);
        conf = now.CertificateFile == settings.CertificateFile ? conf : conf.With(Network, "tlscert", settings.CertificateFile);
        conf = now.KeyFile == settings.KeyFile ? conf : conf.With(Network, "tlskey", settings.KeyFile);
        conf = now.Protocols == settings.Protocols ? conf : conf.With(Network, "tlsprotocols", settings.Protocols);
        conf = now.Ciphers == settings.Ciphers ? conf : conf.With(Network, "tlsciphers", settings.Ciphers);
        conf = now.ForceEncryption == settings.ForceEncryption ? conf : conf.With(Network, "forceencryption", Flag(settings.ForceEncryption));
        return now.ForceStrict == settings.ForceStrict ? conf : conf.With(Network, "forcestrict", Flag(settings.ForceStrict));
    }

    public static string ErrorLog(MssqlConf conf) => conf.Get("filelocation", "errorlogfile") is { Length: > 0 } path ? path : DefaultErrorLog;

    private static string? Text(MssqlConf conf, string key) => conf.Get(Network, key) is { Length: > 0 } value ? value : null;

    private static bool? Flag(MssqlConf conf, string key) => Text(conf, key)?.ToLowerInvariant() switch
    {
        null => null,
        "1" or "true" or "yes" or "on" => true,
        _ => false,
    };

    private static string? Flag(bool? value) => value switch { null => null, true => "1", false => "0" };
}
