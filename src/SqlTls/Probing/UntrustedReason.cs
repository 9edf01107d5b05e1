namespace SqlTls.Probing;

/// <summary>Why a chain leads to no trusted authority.</summary>
internal enum UntrustedReason
{
    /// <summary>The certificate vouches for itself.</summary>
    SelfSigned,

    /// <summary>Its authority is not trusted here.</summary>
    Authority,

    /// <summary>A certificate between it and its authority was not sent.</summary>
    MissingIntermediate,
}
