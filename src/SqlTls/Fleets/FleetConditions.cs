namespace SqlTls.Fleets;

/// <summary>What may be true of a server and worth failing a scheduled job for.</summary>
[Flags]
public enum FleetConditions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A finding of severity error, whatever it says.</summary>
    Error = 1,

    /// <summary>Nothing answers there as SQL Server does.</summary>
    Unreachable = 2,

    /// <summary>It does not encrypt what clients read and write.</summary>
    Unencrypted = 4,

    /// <summary>It lets clients in that do not encrypt.</summary>
    Plaintext = 8,

    /// <summary>No authority that is trusted here vouches for its certificate.</summary>
    Untrusted = 16,

    /// <summary>Its certificate has expired, or will before the time that was said.</summary>
    Expiring = 32,

    /// <summary>It does not speak TDS 8.0.</summary>
    NotStrict = 64,

    /// <summary>It accepts TLS 1.0 or 1.1.</summary>
    OldTls = 128,
}
