using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Tests.Certificates;

/// <summary>A root, intermediates and a server certificate, with the flaws that a test asks for.</summary>
internal sealed class TestChain : IDisposable
{
    public const string Name = "sql.test";

    private readonly List<RSA> _keys = [];

    private TestChain()
    {
    }

    /// <summary>The server's certificate first, the root last; no keys in them.</summary>
    public List<X509Certificate2> Certificates { get; } = [];

    public X509Certificate2 Leaf => Certificates[0];

    public X509Certificate2 Root => Certificates[^1];

    public IReadOnlyList<X509Certificate2> Intermediates => Certificates[1..^1];

    public RSA LeafKey => _keys[^1];

    /// <summary>Makes a chain.</summary>
    /// <param name="intermediates">How many stand between root and server.</param>
    /// <param name="pathLength">What the root allows below it; null for any.</param>
    /// <param name="sha1At">Which certificate is signed with SHA-1, counted from the root's 0; null for none.</param>
    /// <param name="subjectOf">The CN of an authority, by its place from the root's 0.</param>
    public static TestChain Make(int intermediates, int? pathLength = null, int? sha1At = null, Func<int, string>? subjectOf = null)
    {
        var chain = new TestChain();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        X500DistinguishedName? issuer = null;
        for (int place = 0; place <= intermediates + 1; place++)
        {
            bool isAuthority = place <= intermediates;
            var key = RSA.Create(2048);
            string name = isAuthority ? subjectOf?.Invoke(place) ?? $"Authority {place}" : Name;
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, place == 0 && pathLength is not null, pathLength ?? 0, critical: true));
            if (!isAuthority)
            {
                AddServer(request);
            }

            X509SignatureGenerator signer = X509SignatureGenerator.CreateForRSA(place == 0 ? key : chain._keys[^1], RSASignaturePadding.Pkcs1);
            chain.Certificates.Insert(0, request.Create(
                issuer ?? request.SubjectName, place == sha1At ? new Sha1Signer(signer, place == 0 ? key : chain._keys[^1]) : signer, now.AddDays(-1), now.AddDays(1), [(byte)(place + 1)]));
            issuer = request.SubjectName;
            chain._keys.Add(key);
        }

        return chain;
    }

    public void Dispose()
    {
        _keys.ForEach(key => key.Dispose());
        Certificates.ForEach(certificate => certificate.Dispose());
    }

    private static void AddServer(CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
    }

    // CertificateRequest refuses SHA-1; a signature generator of one's own does not.
    private sealed class Sha1Signer(X509SignatureGenerator inner, RSA key) : X509SignatureGenerator
    {
        protected override PublicKey BuildPublicKey() => inner.PublicKey;

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.5");
                writer.WriteNull();
            }

            return writer.Encode();
        }

#pragma warning disable CA5350 // The weakness is what the test is about.
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350
    }
}
