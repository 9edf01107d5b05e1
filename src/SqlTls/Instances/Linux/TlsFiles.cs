using System.Text;
using System.Text.RegularExpressions;
using SqlTls.Certificates;

namespace SqlTls.Instances.Linux;

/// <summary>
/// Where a certificate of ours stands. Each has files of its own, named after its thumbprint: to install one overwrites no key, and the one
/// line in <c>mssql.conf</c> that names it is what switches from the old to the new.
/// </summary>
internal sealed partial record TlsFiles(string Thumbprint)
{
    public const string Folder = "/var/opt/mssql/tls";
    public const string Journal = $"{Folder}/sqltls.json";
    private const string ServerAnchors = "/var/opt/mssql/security/ca-certificates";
    private const string Prefix = $"{Folder}/sqltls-";
    private const string Suffix = ".crt";
    private const UnixFileMode KeyMode = UnixFileMode.UserRead;
    private const UnixFileMode PublicMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Certificate => $"{Prefix}{Thumbprint}{Suffix}";

    public string Key => $"{Prefix}{Thumbprint}.key";

    public string Authority => $"{Prefix}{Thumbprint}.authority.pem";

    public IEnumerable<string> All => [Certificate, Key, Authority];

    /// <summary>The files that belong to a certificate of ours; null for one that somebody else put there.</summary>
    public static TlsFiles? Of(string? certificateFile) =>
        certificateFile is not null && IsOurs(certificateFile) && certificateFile.StartsWith(Prefix, StringComparison.Ordinal) && certificateFile.EndsWith(Suffix, StringComparison.Ordinal)
            ? new TlsFiles(certificateFile[Prefix.Length..^Suffix.Length])
            : null;

    public static TlsFiles Of(ServerCertificate certificate) => new(certificate.Describe().Thumbprint);

    /// <summary>Whether a path is one that this tool gives to a certificate, or to an issuer of one.</summary>
    public static bool IsOurs(string path)
    {
        int slash = path.LastIndexOf('/');
        (string folder, string name) = (path[..Math.Max(slash, 0)], path[(slash + 1)..]);
        return folder == Folder
            ? CertificateName().IsMatch(name)
            : (folder == ServerAnchors || SystemTrust.Stores.Any(store => store.Folder == folder)) && IssuerName().IsMatch(name);
    }

    /// <summary>Whether a file is this certificate's.</summary>
    public bool Has(string path) => path[(path.LastIndexOf('/') + 1)..].StartsWith($"sqltls-{Thumbprint}", StringComparison.Ordinal);

    /// <summary>Where its issuers go so that the server trusts them itself. <c>update-ca-certificates</c> takes one certificate a file.</summary>
    public IEnumerable<string> Anchors(string? systemAnchors, int issuers) => Enumerable.Range(0, issuers).SelectMany(index =>
        new[] { ServerAnchors, systemAnchors }.Where(folder => folder is not null).Select(folder => $"{folder}/sqltls-{Thumbprint}-{index}{Suffix}"));

    public IEnumerable<HostFile> Contents(ServerCertificate certificate, HostState host)
    {
        yield return new HostFile(Certificate, Encoding.ASCII.GetBytes(certificate.ChainPem()), host.Owner, host.Group, PublicMode);
        yield return new HostFile(Key, Encoding.ASCII.GetBytes(certificate.KeyPem()), host.Owner, host.Group, KeyMode);
        if (certificate.Authority is { } authority)
        {
            yield return new HostFile(Authority, Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"), host.Owner, host.Group, PublicMode);
        }
    }

    public IEnumerable<HostFile> AnchorContents(ServerCertificate certificate, string? systemAnchors, HostState host)
    {
        byte[][] issuers = [.. certificate.Issuers.Select(issuer => Encoding.ASCII.GetBytes(issuer.ExportCertificatePem() + "\n"))];
        string[] paths = [.. Anchors(systemAnchors, issuers.Length)];
        int folders = paths.Length / Math.Max(1, issuers.Length);
        return paths.Select((path, index) => path.StartsWith(ServerAnchors, StringComparison.Ordinal)
            ? new HostFile(path, issuers[index / folders], host.Owner, host.Group, PublicMode)
            : new HostFile(path, issuers[index / folders], 0, 0, PublicMode));
    }

    [GeneratedRegex(@"^sqltls-[0-9a-f]{40}\.(?:crt|key|authority\.pem)\z")]
    private static partial Regex CertificateName();

    [GeneratedRegex(@"^sqltls-[0-9a-f]{40}-[0-9]{1,3}\.crt\z")]
    private static partial Regex IssuerName();
}
