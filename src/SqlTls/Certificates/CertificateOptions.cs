namespace SqlTls.Certificates;

/// <summary>What a certificate is made for, and how.</summary>
/// <param name="Names">The names that clients use, at least one; the first is the CN. A name that is said twice counts once.</param>
/// <param name="Days">How long it is valid from now on, 1 to 3650 days.</param>
/// <param name="KeySize">Bits of the server's RSA key: 2048, 3072 or 4096.</param>
/// <exception cref="SqlTlsException">SQLTLS2105, SQLTLS2106, SQLTLS2107: a value is out of its range.</exception>
public sealed record CertificateOptions(IReadOnlyList<ServerName> Names, int Days = CertificateOptions.DefaultDays, int KeySize = CertificateOptions.DefaultKeySize)
{
    /// <summary>The lifetime of certificates for containers and the embedded endpoint, in days.</summary>
    public const int DefaultDays = 7;

    /// <summary>The key size that SQL Server's documentation asks for at least, in bits.</summary>
    public const int DefaultKeySize = 2048;

    private const int MostDays = 3650;

    /// <summary>The names that clients use, at least one; the first is the CN.</summary>
    public IReadOnlyList<ServerName> Names { get; init => field = CheckNames(value); } = CheckNames(Names);

    /// <summary>How long it is valid from now on, 1 to 3650 days.</summary>
    public int Days { get; init => field = CheckDays(value); } = CheckDays(Days);

    /// <summary>Bits of the server's RSA key: 2048, 3072 or 4096.</summary>
    public int KeySize { get; init => field = CheckKeySize(value); } = CheckKeySize(KeySize);

    /// <summary>Options for names as they were typed.</summary>
    /// <param name="names">DNS names and IP addresses.</param>
    /// <exception cref="SqlTlsException">SQLTLS2105: there is no name, or one is none.</exception>
    public static CertificateOptions For(params IEnumerable<string> names) => new([.. names.Select(ServerName.Parse)]);

    private static IReadOnlyList<ServerName> CheckNames(IReadOnlyList<ServerName> names) => names is { Count: > 0 }
        ? [.. names.Distinct()]
        : throw new SqlTlsException(
            Failure.Input,
            CertificateCodes.NotAName,
            "A certificate needs at least one name, and none was given.",
            "Say each name that clients use with --dns-name, the host's own name first.");

    internal static int CheckDays(int days) => days is >= 1 and <= MostDays
        ? days
        : throw new SqlTlsException(
            Failure.Input,
            CertificateCodes.Days,
            $"A certificate cannot be valid for {days} days.",
            $"Give a number of days from 1 to {MostDays}.");

    internal static int CheckKeySize(int keySize) => keySize is 2048 or 3072 or 4096
        ? keySize
        : throw new SqlTlsException(
            Failure.Input,
            CertificateCodes.KeySize,
            $"A server key of {keySize} bits cannot be made.",
            "Choose 2048, 3072 or 4096 bits.");
}
