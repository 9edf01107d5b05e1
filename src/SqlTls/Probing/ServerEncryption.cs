namespace SqlTls.Probing;

/// <summary>What a server says of encryption in PRELOGIN.</summary>
public enum ServerEncryption
{
    /// <summary>It has no TLS.</summary>
    Unsupported,

    /// <summary>It encrypts the login alone, whatever is asked.</summary>
    Off,

    /// <summary>It encrypts whoever asks.</summary>
    On,

    /// <summary>It refuses whoever does not encrypt.</summary>
    Required,
}
