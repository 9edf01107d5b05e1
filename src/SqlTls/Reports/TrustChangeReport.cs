using SqlTls.Trust;

namespace SqlTls.Reports;

/// <summary>What <c>trust add</c> or <c>trust remove</c> did.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Changed">A store holds something else than before.</param>
/// <param name="Trusted">What it was about: after <c>add</c> where it is, after <c>remove</c> where it was.</param>
public sealed record TrustChangeReport(int Schema, bool Changed, IReadOnlyList<TrustedCertificate> Trusted);
