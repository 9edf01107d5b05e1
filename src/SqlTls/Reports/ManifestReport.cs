using SqlTls.Certificates;

namespace SqlTls.Reports;

/// <summary>What <c>manifest</c> wrote.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Certificate">The certificate that was made for it; null where cert-manager makes it.</param>
/// <param name="File">Full path of the manifest.</param>
public sealed record ManifestReport(int Schema, CertificateDescription? Certificate, string File);
