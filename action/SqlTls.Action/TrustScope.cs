namespace SqlTls.Action;

/// <summary>Who trusts the authority afterwards, besides those who use the connection string that is handed out.</summary>
internal enum TrustScope
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Later steps of the job, through their environment.</summary>
    Step,

    /// <summary>The runner's user.</summary>
    User,

    /// <summary>The runner's machine.</summary>
    Machine,
}
