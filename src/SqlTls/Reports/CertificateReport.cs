using SqlTls.Certificates;

namespace SqlTls.Reports;

/// <summary>What <c>certificate create</c>, <c>request</c>, <c>import</c> and <c>export</c> wrote.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Certificate">The server's certificate; null for a request.</param>
/// <param name="Authority">Its authority; null where that is not known.</param>
/// <param name="Files">Full paths of what was written.</param>
public sealed record CertificateReport(int Schema, CertificateDescription? Certificate, CertificateDescription? Authority, CertificateReport.Paths Files)
{
    /// <summary>Full paths; null for what was not written.</summary>
    /// <param name="Certificate">The certificate, or the request.</param>
    /// <param name="Authority">The authority's certificate.</param>
    /// <param name="Key">The private key, mode 0600.</param>
    /// <param name="Pfx">Certificate, key and chain in one, mode 0600.</param>
    public sealed record Paths(string? Certificate, string? Authority, string? Key, string? Pfx);
}
