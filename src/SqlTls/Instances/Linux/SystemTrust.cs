namespace SqlTls.Instances.Linux;

/// <summary>The trust stores that Linux systems have of their own.</summary>
internal static class SystemTrust
{
    // update-ca-certificates leaves the links of a certificate that has gone where no other came.
    public const string Refresh =
        "if command -v update-ca-certificates; then find /etc/ssl/certs -xtype l -lname '*sqltls-*' -delete; update-ca-certificates; elif command -v update-ca-trust; then update-ca-trust; fi";

    private static readonly (string Folder, string Bundle)[] Bundles =
    [
        ("/usr/local/share/ca-certificates", "/etc/ssl/certs/ca-certificates.crt"),
        ("/etc/pki/ca-trust/source/anchors", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
    ];

    /// <summary>The program that takes up authorities, and the folder that it takes them from: Debian and Ubuntu, then Red Hat.</summary>
    public static IEnumerable<(string Program, string Folder)> Stores { get; } =
    [
        ("/usr/sbin/update-ca-certificates", "/usr/local/share/ca-certificates"),
        ("/usr/bin/update-ca-trust", "/etc/pki/ca-trust/source/anchors"),
    ];

    /// <summary>The file that such a program makes of all authorities together; null for a file that is not in one of its folders.</summary>
    /// <param name="path">An absolute path.</param>
    public static string? BundleOf(string path) =>
        Bundles.Where(each => path.StartsWith(each.Folder + "/", StringComparison.Ordinal)).Select(each => each.Bundle).FirstOrDefault();
}
