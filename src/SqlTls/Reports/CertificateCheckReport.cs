using SqlTls.Certificates;

namespace SqlTls.Reports;

/// <summary>What <c>certificate check</c> found.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Findings">What is wrong or worth knowing, the worst first.</param>
public sealed record CertificateCheckReport(int Schema, CertificateDescription Certificate, IReadOnlyList<Finding> Findings);
