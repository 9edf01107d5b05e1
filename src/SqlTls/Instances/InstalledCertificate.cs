using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances;

/// <summary>The certificate that an instance's settings name.</summary>
/// <param name="Leaf">The server's own certificate, without its key.</param>
/// <param name="Intermediates">What stands between it and its authority, nearest first.</param>
/// <param name="Authority">The root that clients must trust; null where the instance does not keep it.</param>
/// <param name="Description">What people and tools want to know of the leaf.</param>
/// <param name="Flaw">Why the server cannot use it, as half a sentence; null where nothing is known against it.</param>
/// <param name="LacksPermission">The server may not read its private key yet; to apply settings that name it lets it.</param>
public sealed record InstalledCertificate(
    X509Certificate2 Leaf,
    IReadOnlyList<X509Certificate2> Intermediates,
    X509Certificate2? Authority,
    CertificateDescription Description,
    string? Flaw = null,
    bool LacksPermission = false);
