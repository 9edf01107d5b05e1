using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>
/// The store of a Linux system, this machine's or a container's, kept with the distribution's own command: Debian, Ubuntu and Alpine, SUSE, Fedora
/// and RHEL, Arch. The mark is the file's name among the anchors; of one that is being removed, in a folder beside them.
/// </summary>
/// <param name="place">What is put before a file's path in <see cref="TrustedCertificate.Where"/>, such as <c>container mssql: </c>; empty for this machine.</param>
/// <param name="run">Runs a script where the store is.</param>
internal sealed class LinuxTrust(string place, RunShell run) : ITrustStore
{
    private const int NoRights = 64;
    private const int UnknownSystem = 65;
    private const string Prefix = "sqltls-trust-";
    private const string Suffix = ".crt";
    private const string HalfSuffix = ".removed";

    // mkcert's truststore_linux.go knows the same four.
    private const string Find = """
        set -eu
        umask 022
        PATH=$PATH:/usr/sbin:/sbin
        has() { command -v "$1" >/dev/null 2>&1; }
        if [ -d /etc/pki/ca-trust/source/anchors ] && has update-ca-trust; then
          anchors=/etc/pki/ca-trust/source/anchors; refresh() { update-ca-trust extract; }
        elif [ -d /etc/pki/trust/anchors ] && has update-ca-certificates; then
          anchors=/etc/pki/trust/anchors; refresh() { update-ca-certificates "$@"; }
        elif has update-ca-certificates; then
          anchors=/usr/local/share/ca-certificates; refresh() { update-ca-certificates "$@"; }
        elif [ -d /etc/ca-certificates/trust-source/anchors ] && has trust; then
          anchors=/etc/ca-certificates/trust-source/anchors; refresh() { trust extract-compat; }
        else
          if [ -r /etc/os-release ]; then . /etc/os-release; fi
          echo "${PRETTY_NAME:-this system}"; exit 65
        fi
        file=$anchors/sqltls-trust-$SQLTLS_THUMBPRINT.crt
        removed=$anchors/.sqltls
        half=$removed/sqltls-trust-$SQLTLS_THUMBPRINT.removed

        """;

    private const string Rights = """
        if [ "$(id -u)" != 0 ]; then exit 64; fi

        """;

    private const string List = """
        for each in "$anchors"/sqltls-trust-*.crt "$removed"/sqltls-trust-*.removed; do
          if [ -e "$each" ]; then echo "$each"; fi
        done
        """;

    // Refreshed also where the file is there: a run may have been ended before it came to that.
    private const string Add = """
        if [ -e "$file" ]; then new=0; else new=1; fi
        mkdir -p "$anchors"
        trap 'rm -f "$anchors/.sqltls.$$"' EXIT
        printf '%s\n' "$SQLTLS_PEM" >"$anchors/.sqltls.$$"
        mv -f "$anchors/.sqltls.$$" "$file"
        if ! refresh >&2; then
          if [ $new = 1 ]; then rm -f "$file"; refresh --fresh >/dev/null 2>&1 || true; fi
          exit 66
        fi
        rm -f "$half"
        rmdir "$removed" 2>/dev/null || true
        echo "new=$new"
        """;

    // Until the store is without it, it is kept where the next run finds it: in a folder, since Fedora's command takes up every file of the anchors and
    // looks into no folder, and without .crt, which Debian's looks for in folders too. Without --fresh, Debian leaves links to it behind. A link that
    // leads nowhere hides others of the same name from OpenSSL.
    private const string Remove = """
        mkdir -p "$removed"
        if [ -e "$file" ]; then mv -f "$file" "$half"; fi
        if ! refresh --fresh >&2; then
          mv -f "$half" "$file"
          rmdir "$removed" 2>/dev/null || true
          refresh --fresh >/dev/null 2>&1 || true
          exit 66
        fi
        rm -f "$half"
        rmdir "$removed" 2>/dev/null || true
        """;

    public TrustScope Scope => TrustScope.Machine;

    public Task CheckAsync(CancellationToken cancellationToken = default) => RunAsync(Rights, "", "", cancellationToken);

    public async Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default)
    {
        (int exitCode, string output) = await run(Find + List, Environment("", ""), cancellationToken);
        return exitCode switch
        {
            0 => [.. output.Split('\n').Where(IsMark).Select(file => new TrustedCertificate(Thumbprint(file), "machine", place + file))],
            // A system without such a store holds nothing of ours.
            UnknownSystem => [],
            _ => throw Refused(exitCode, output, ""),
        };
    }

    // What is half removed is to be trusted anew.
    public async Task<bool> HoldsAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken)).Any(entry => Is(entry, authority.Thumbprint) && entry.Where.EndsWith(Suffix, StringComparison.Ordinal));

    public async Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) =>
        (await RunAsync(Rights + Add, authority.Thumbprint, authority.ExportCertificatePem(), cancellationToken)).Contains("new=1", StringComparison.Ordinal);

    public async Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default)
    {
        if ((await ListAsync(cancellationToken)).All(entry => !Is(entry, thumbprint)))
        {
            return false;
        }

        _ = await RunAsync(Rights + Remove, thumbprint, "", cancellationToken);
        return true;
    }

    private static bool Is(TrustedCertificate entry, string thumbprint) => string.Equals(entry.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Environment(string thumbprint, string pem) =>
        new() { ["SQLTLS_THUMBPRINT"] = thumbprint.ToLowerInvariant(), ["SQLTLS_PEM"] = pem };

    private static bool IsMark(string line) => line.EndsWith(Suffix, StringComparison.Ordinal) || line.EndsWith(HalfSuffix, StringComparison.Ordinal);

    private static string Thumbprint(string file) => Path.GetFileNameWithoutExtension(file)[Prefix.Length..];

    private async Task<string> RunAsync(string script, string thumbprint, string pem, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await run(Find + script, Environment(thumbprint, pem), cancellationToken);
        return exitCode == 0 ? output : throw Refused(exitCode, output, thumbprint);
    }

    private SqlTlsException Refused(int exitCode, string output, string thumbprint)
    {
        string words = output.ReplaceLineEndings(" ").Trim();
        return exitCode switch
        {
            NoRights => MachineTrust.NoRights("root", place),
            UnknownSystem => new SqlTlsException(
                Failure.Surroundings,
                TrustCodes.UnknownSystem,
                $"{place}The trust store of {words} is not known: there is neither update-ca-certificates nor update-ca-trust.",
                StepAlternative.Cure($"Install ca-certificates, which would need the file /usr/local/share/ca-certificates/{Prefix}{(thumbprint.Length > 0 ? thumbprint.ToLowerInvariant() : "THUMBPRINT")}{Suffix}", place.Length > 0)),
            _ => new SqlTlsException(
                Failure.Surroundings,
                TrustCodes.StoreRefused,
                string.Create(CultureInfo.InvariantCulture, $"{place}The trust store was not changed, exit code {exitCode}: {words}"),
                StepAlternative.Cure("Put right what it says", place.Length > 0)),
        };
    }
}
