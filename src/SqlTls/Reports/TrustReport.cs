using SqlTls.Trust;

namespace SqlTls.Reports;

/// <summary>What <c>trust list</c> found.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Trusted">Certificates that this tool put into trust stores.</param>
public sealed record TrustReport(int Schema, IReadOnlyList<TrustedCertificate> Trusted);
