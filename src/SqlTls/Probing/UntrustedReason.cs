namespace SqlTls.Probing;

/// <summary>Why a chain leads to no trusted authority.</summary>
internal enum UntrustedReason
{
    /// <summary>The certificate vouches for itself.</summary>
    SelfSigned,

    /// <summary>Its authority is not trusted here.</summary>
    Authority,

    /// <summary>The authority that is trusted bears the issuer's name, and has another key: it was made again.</summary>
    FormerAuthority,

    /// <summary>A certificate between it and its authority was not sent.</summary>
    MissingIntermediate,

    /// <summary>The issuer was not sent and is not trusted, and nothing says whether it is an authority or an intermediate.</summary>
    Unsaid,
}
