using System.Text;
using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Manifests;

/// <summary>What both kinds of manifest hold.</summary>
internal static class ManifestText
{
    /// <summary>The <c>mssql.conf</c> for these settings.</summary>
    public static string Conf(ManifestOptions options, string certificateFile, string keyFile)
    {
        var settings = new TlsSettings(
            certificateFile,
            keyFile,
            ForceEncryption: options.ForceEncryption ? true : null,
            ForceStrict: options.ForceStrict ? true : null,
            Protocols: options.Protocols,
            Ciphers: options.Ciphers);
        return Encoding.UTF8.GetString(ConfSettings.Write(MssqlConf.Empty, settings).ToBytes()).TrimEnd('\n') + "\n";
    }

    /// <summary>What a client trusts: the root, where it is known, else the nearest to it.</summary>
    public static string Authority(ServerCertificate certificate) =>
        (certificate.Issuers.LastOrDefault() ?? certificate.Leaf).ExportCertificatePem() + "\n";

    /// <summary>Lines of a YAML block scalar.</summary>
    public static string Indented(string text, int blanks) =>
        string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? line : new string(' ', blanks) + line));
}
