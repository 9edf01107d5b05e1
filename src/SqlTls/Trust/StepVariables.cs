namespace SqlTls.Trust;

/// <summary>The variables by which programs are told to trust a folder of <see cref="StepTrust"/>.</summary>
internal static class StepVariables
{
    private const string OpenSsl = "SSL_CERT_DIR";
    private const string Java = "JAVA_TOOL_OPTIONS";
    private const string JavaStore = "-Djavax.net.ssl.trustStore=";
    private const string JavaType = "-Djavax.net.ssl.trustStoreType=PKCS12";
    private const string JavaPassword = $"-Djavax.net.ssl.trustStorePassword={JavaTrustStore.Password}";

    // Debian, Alpine and SUSE; on RHEL the first is a link to the second, where it is there.
    private static string SystemFolder => Directory.Exists("/etc/ssl/certs") || !Directory.Exists("/etc/pki/tls/certs") ? "/etc/ssl/certs" : "/etc/pki/tls/certs";

    /// <summary>Variables to set; null for one to take away.</summary>
    public static IReadOnlyDictionary<string, string?> Of(StepTrust trust, Func<string, string?> environment)
    {
        var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            [NodeBundle.Variable] = NodeValue(trust, environment(NodeBundle.Variable)),
            [Java] = JavaValue(trust, environment(Java)),
        };
        if (!OperatingSystem.IsWindows())
        {
            variables[OpenSsl] = File.Exists(trust.JavaFile) ? OursFirst(trust.CertificateFolder, environment(OpenSsl)) : Without(trust.CertificateFolder, environment(OpenSsl));
        }

        return variables;
    }

    /// <summary>The value of <c>SSL_CERT_DIR</c> that has a folder before what counts already.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="value">The variable's value now; null or empty stands for the system's own folder.</param>
    public static string OursFirst(string folder, string? value) => $"{folder}:{Without(folder, value)}";

    private static string Without(string folder, string? value)
    {
        string[] others = [.. (value ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(other => other != folder)];
        return others.Length > 0 ? string.Join(':', others) : SystemFolder;
    }

    private static string? NodeValue(StepTrust trust, string? value) =>
        File.Exists(trust.NodeFile) ? trust.NodeFile
        : value == trust.NodeFile ? null
        : value;

    private static string? JavaValue(StepTrust trust, string? value)
    {
        string store = JavaStore + trust.JavaFile;
        // Options are separated by blanks; since JDK 9 quotes hold one together.
        string ours = $"{(store.Contains(' ', StringComparison.Ordinal) ? $"\"{store}\"" : store)} {JavaType} {JavaPassword}";
        string others = (value ?? "").Replace(ours, "", StringComparison.Ordinal).Trim();
        return !File.Exists(trust.JavaFile) || others.Contains(JavaStore, StringComparison.Ordinal)
            ? others.Length > 0 ? others : null
            : $"{others} {ours}".Trim();
    }
}
