using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>What a server answers to a client's wish for encryption (the table of MS-TDS 2.2.6.5).</summary>
internal static class Negotiation
{
    public static EncryptionOption Answer(EncryptionOption wish, TdsEndpointOptions options) => (wish, options) switch
    {
        (_, { SupportsEncryption: false }) => EncryptionOption.NotSupported,
        (not EncryptionOption.NotSupported, { LoginOnly: true }) => EncryptionOption.Off,
        (EncryptionOption.On or EncryptionOption.Required, _) => EncryptionOption.On,
        (_, { ForceEncryption: true }) => EncryptionOption.Required,
        (EncryptionOption.Off, _) => EncryptionOption.Off,
        _ => EncryptionOption.NotSupported,
    };

    /// <summary>Whether nothing can follow: the server must encrypt and the client cannot.</summary>
    public static bool Closes(EncryptionOption? wish, EncryptionOption answer) =>
        answer == EncryptionOption.Required && wish is (null or EncryptionOption.NotSupported);
}
