using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances;

/// <summary>What is to change on an instance.</summary>
/// <param name="Settings">The settings wanted, all of them. Where the certificate stands is the instance's to say.</param>
/// <param name="Certificate">A certificate to install; null keeps the one that the settings name.</param>
/// <param name="TrustInside">Its authority and intermediates also go where the server looks for authorities that it trusts itself.</param>
public sealed record InstanceChange(TlsSettings Settings, ServerCertificate? Certificate, bool TrustInside)
{
    /// <summary>A certificate is to be made for it, and is not there yet.</summary>
    public bool IsToBeMade { get; init; }

    /// <summary>The certificate that stays has to serve: the user named it, or the server is about to start with it.</summary>
    public bool MustServe { get; init; }

    /// <summary>The names that the user asked for, beside those that the instance has by default.</summary>
    public IReadOnlyList<ServerName> AskedNames { get; init; } = [];
}
