using System.Text.Json.Serialization;
using SqlTls.Certificates;
using SqlTls.Probing;

namespace SqlTls.Reports;

/// <summary>What <c>probe</c> saw of one server.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Server">Where it listens.</param>
/// <param name="Reachable">It answered as a SQL Server does.</param>
/// <param name="Encryption">What it says of encryption.</param>
/// <param name="Strict">It speaks TDS 8.0.</param>
/// <param name="Protocols">Versions of TLS it answers to.</param>
/// <param name="Cipher">The suite it chose; null without a handshake.</param>
/// <param name="Certificate">Its certificate; null where none was seen.</param>
/// <param name="Chain">Thumbprints of the certificates as sent.</param>
/// <param name="Findings">What is wrong or worth knowing, the worst first.</param>
public sealed record ProbeReport(
    int Schema,
    string Server,
    bool Reachable,
    ServerEncryption Encryption,
    bool Strict,
    ProbeReport.Versions Protocols,
    string? Cipher,
    CertificateDescription? Certificate,
    IReadOnlyList<string> Chain,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>The report of a probe.</summary>
    /// <param name="probe">What was seen.</param>
    public static ProbeReport Of(ProbeResult probe) => new(
        1,
        $"{probe.Server}",
        probe.Reachable,
        probe.Encryption,
        probe.Strict,
        new Versions(probe.Protocols.Tls10, probe.Protocols.Tls11, probe.Protocols.Tls12, probe.Protocols.Tls13),
        probe.Cipher,
        probe.Certificate is null ? null : CertificateDescription.Of(probe.Certificate),
        [.. probe.Chain.Select(certificate => certificate.Thumbprint.ToLowerInvariant())],
        probe.Findings);

    /// <summary>What it says of encryption, in a word or two: <c>required, strict</c>.</summary>
    public string EncryptionInWords() => $"{Encryption}".ToLowerInvariant() + (Strict ? ", strict" : "");

    /// <summary>Versions of TLS.</summary>
    /// <param name="Tls10">TLS 1.0.</param>
    /// <param name="Tls11">TLS 1.1.</param>
    /// <param name="Tls12">TLS 1.2.</param>
    /// <param name="Tls13">TLS 1.3.</param>
    public sealed record Versions(
        [property: JsonPropertyName("tls1.0")] bool Tls10,
        [property: JsonPropertyName("tls1.1")] bool Tls11,
        [property: JsonPropertyName("tls1.2")] bool Tls12,
        [property: JsonPropertyName("tls1.3")] bool Tls13)
    {
        /// <summary>Those it answers to, such as <c>1.2, 1.3</c>.</summary>
        public override string ToString()
        {
            string accepted = string.Join(", ", new[] { Tls10 ? "1.0" : "", Tls11 ? "1.1" : "", Tls12 ? "1.2" : "", Tls13 ? "1.3" : "" }.Where(version => version.Length > 0));
            return accepted.Length > 0 ? accepted : "none";
        }
    }
}
