using System.Security.Cryptography;
using SqlTls.Certificates;
using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>Where the server's certificate comes from.</summary>
public abstract record CertificateSource
{
    private CertificateSource()
    {
    }

    /// <summary>Where private keys go that are kept; null keeps none.</summary>
    internal KeptKeys? Keys { get; init; }

    /// <summary>How long the certificate is valid in all; null where that is not known beforehand.</summary>
    internal TimeSpan? Lifetime => this switch
    {
        Made made => TimeSpan.FromDays(made.Days ?? CertificateOptions.DefaultDays),
        Imported { Certificate.Leaf: var leaf } => leaf.NotAfter - leaf.NotBefore,
        _ => null,
    };

    /// <summary>A server that runs for months needs a lifetime that somebody thought about.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3018.</exception>
    internal void RequireLifetime(string server)
    {
        if (this is Made { Days: null })
        {
            throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.DaysNotSaid,
                $"How long the certificate of {server} is to be valid was not said, and a restart after its end can fail.",
                "Say --days, and run the same command again before they are over.");
        }
    }

    /// <summary>Made here, when the instance has none that will do.</summary>
    /// <param name="Days">How long it is valid, 1 to 3650 days; null for a week, which services refuse: they may be restarted long after.</param>
    /// <param name="KeySize">Bits of its RSA key: 2048, 3072 or 4096.</param>
    /// <exception cref="SqlTlsException">SQLTLS2106, SQLTLS2107: a value is out of its range.</exception>
    public sealed record Made(int? Days = null, int KeySize = CertificateOptions.DefaultKeySize) : CertificateSource
    {
        /// <summary>How long it is valid, 1 to 3650 days; null for a week.</summary>
        public int? Days { get; init => field = value is { } days ? CertificateOptions.CheckDays(days) : null; } = Days is { } days ? CertificateOptions.CheckDays(days) : null;

        /// <summary>Bits of its RSA key: 2048, 3072 or 4096.</summary>
        public int KeySize { get; init => field = CertificateOptions.CheckKeySize(value); } = CertificateOptions.CheckKeySize(KeySize);

        private Task<RSA>? Key { get; init; }

        /// <summary>The same, for one certificate, whose key is in the making from now on: it alone takes long, and needs no names.</summary>
        internal Made WithKeyAhead() => this with { Key = Task.Run(NewKey) };

        internal async Task<ServerCertificate> MakeAsync(IReadOnlyList<ServerName> names, TimeProvider clock)
        {
            var options = new CertificateOptions(names, Days ?? CertificateOptions.DefaultDays, KeySize);
            using RSA key = await (Key ?? Task.Run(NewKey));
            using var authority = Authority.Create(options, clock);
            ServerCertificate certificate = authority.Issue(options, key);
            Keys?.Take(certificate, authority);
            return certificate;
        }

        // RSA.Create makes the key when it is first used.
        private RSA NewKey()
        {
            var key = RSA.Create(KeySize);
            _ = key.ExportParameters(includePrivateParameters: false);
            return key;
        }
    }

    /// <summary>Made elsewhere.</summary>
    /// <param name="Certificate">What was imported; its owner disposes it.</param>
    public sealed record Imported(ServerCertificate Certificate) : CertificateSource;

    /// <summary>One that is installed in the machine's certificate store already; Windows.</summary>
    /// <param name="Thumbprint">40 hex digits, lower case.</param>
    public sealed record Installed(string Thumbprint) : CertificateSource;
}
