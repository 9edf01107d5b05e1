namespace SqlTls.Tds;

/// <summary>The ENCRYPTION option of PRELOGIN, asked or answered (MS-TDS 2.2.6.5).</summary>
internal enum EncryptionOption : byte
{
    /// <summary>Available, but off: the login alone is encrypted.</summary>
    Off = 0x00,

    /// <summary>Available and on.</summary>
    On = 0x01,

    /// <summary>Not available.</summary>
    NotSupported = 0x02,

    /// <summary>Required; whoever cannot must go.</summary>
    Required = 0x03,
}
