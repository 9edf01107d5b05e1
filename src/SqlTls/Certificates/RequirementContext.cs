using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>What a certificate is held against.</summary>
/// <param name="Names">Names and addresses that clients use; empty where that is not known.</param>
/// <param name="Now">The time to judge validity by.</param>
/// <param name="RenewBefore">How long before its end it counts as about to expire; zero for never.</param>
/// <param name="HasMatchingKey">Whether its private key is there and matches; null where no key is to be had, as over the wire.</param>
/// <param name="KeyStorage">What keeps the key.</param>
/// <param name="Authorities">Where the chain has to lead: to any of them, or where none is named to any root; null where that is judged elsewhere, as over the wire.</param>
public sealed record RequirementContext(
    IReadOnlyList<string> Names,
    DateTimeOffset Now,
    TimeSpan RenewBefore = default,
    bool? HasMatchingKey = null,
    KeyStorage KeyStorage = KeyStorage.Unknown,
    IReadOnlyList<X509Certificate2>? Authorities = null)
{
    /// <summary>A chain to an authority that is trusted was built already: whether those above may vouch is not looked at again.</summary>
    public bool IsVouchedFor { get; init; }
}
