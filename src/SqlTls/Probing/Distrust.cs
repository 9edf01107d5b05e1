namespace SqlTls.Probing;

/// <summary>Why a chain leads to no trusted authority, and where it ends.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Issuer">The distinguished name of the issuer at whom it ends.</param>
internal sealed record Distrust(UntrustedReason Reason, string Issuer)
{
    /// <summary>What to do about an intermediate that is not sent.</summary>
    public const string CureOfMissing = "Install it where the server looks for it: on Linux in its own trust store, beside the authority.";

    /// <summary>An intermediate that is not sent, in a sentence.</summary>
    public string Missing => $"The certificate of the intermediate '{Issuer}' is not sent.";
}
