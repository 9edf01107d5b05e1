namespace SqlTls.Verification;

/// <summary>What a failed check means.</summary>
public enum Decision
{
    /// <summary>The server is not what was asked for: it is put back as it was.</summary>
    Server,

    /// <summary>The settings stay, and the run fails.</summary>
    Client,

    /// <summary>A warning.</summary>
    Advice,
}
