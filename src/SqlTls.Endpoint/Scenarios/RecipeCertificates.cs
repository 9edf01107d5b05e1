using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>Makes what a recipe says.</summary>
internal static class RecipeCertificates
{
    private const int AuthorityRsaBits = 2048;

    public static ServerCertificate Make(CertificateRecipe recipe)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using AsymmetricAlgorithm key = recipe.EcdsaKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(recipe.KeyBits);
        var issuers = new List<Issuer>();
        try
        {
            issuers.Add(Root(recipe, now));
            for (int depth = 1; depth <= recipe.Intermediates; depth++)
            {
                issuers.Add(Between(issuers[^1], depth, now));
            }

            Issuer issuer = recipe.SelfSigned ? new Issuer(Subject(recipe.CommonName), Generator(key), null, null) : issuers[^1];
            X509Certificate2 leaf = Leaf(recipe, key, issuer, now);
            X509Certificate2[] between = [.. issuers.Skip(1).Reverse().Select(each => X509CertificateLoader.LoadCertificate(each.Certificate!.RawData))];
            return ServerCertificate.Bind(leaf, key, recipe.WithholdsIntermediates ? [] : between, Trusted(recipe, issuers[0], now));
        }
        finally
        {
            issuers.ForEach(issuer => issuer.Dispose());
        }
    }

    private static X509Certificate2 Trusted(CertificateRecipe recipe, Issuer root, DateTimeOffset now)
    {
        using Issuer? another = recipe.AnotherAuthorityIsTrusted ? Root(CertificateRecipe.Good, now) : null;
        return X509CertificateLoader.LoadCertificate((another ?? root).Certificate!.RawData);
    }

    private static Issuer Root(CertificateRecipe recipe, DateTimeOffset now)
    {
        AsymmetricAlgorithm key = recipe.RsaAuthority ? RSA.Create(AuthorityRsaBits) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X500DistinguishedName name = Subject($"sqltls scenario authority {RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        CertificateRequest request = Authority(name, key);
        if (recipe.Constraint is { } names)
        {
            request.CertificateExtensions.Add(NameConstraints.Exactly([.. names.Select(ServerName.Parse)]));
        }

        X509Certificate2 certificate = request.Create(name, Generator(key), now.AddDays(-30), now.AddDays(recipe.ExpiredAuthority ? -1 : 30), CertificateExtensions.NewSerialNumber());
        return new Issuer(name, Generator(key), certificate, key);
    }

    private static Issuer Between(Issuer above, int depth, DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X500DistinguishedName name = Subject($"sqltls scenario intermediate {depth}");
        CertificateRequest request = Authority(name, key);
        return new Issuer(name, Generator(key), request.Create(above.Name, above.Generator, now.AddDays(-30), now.AddDays(30), CertificateExtensions.NewSerialNumber()), key);
    }

    private static CertificateRequest Authority(X500DistinguishedName name, AsymmetricAlgorithm key)
    {
        CertificateRequest request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(CertificateExtensions.AuthorityKeyUsage());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static X509Certificate2 Leaf(CertificateRecipe recipe, AsymmetricAlgorithm key, Issuer issuer, DateTimeOffset now)
    {
        CertificateRequest request = Request(Subject(recipe.CommonName), key);
        request.CertificateExtensions.Add(CertificateExtensions.EndEntity());
        request.CertificateExtensions.Add(CertificateExtensions.ServerKeyUsage());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. recipe.Purposes.Select(purpose => new Oid(purpose))], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer.Certificate is { } above)
        {
            // With the issuer's own issuer, as many corporate authorities write it: what a client then knows of a chain that ends too early.
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(above, includeKeyIdentifier: true, includeIssuerAndSerial: true));
        }

        if (recipe.Names is { } names)
        {
            request.CertificateExtensions.Add(CertificateExtensions.AlternativeNames(names.Select(ServerName.Parse)));
        }

        X509SignatureGenerator generator = recipe.Sha1 ? new Sha1Signature(issuer.Key!) : issuer.Generator;
        using X509Certificate2 made = request.Create(issuer.Name, generator, now.AddDays(recipe.From), now.AddDays(recipe.Until), CertificateExtensions.NewSerialNumber());
        return X509CertificateLoader.LoadCertificate(made.RawData);
    }

    private static CertificateRequest Request(X500DistinguishedName name, AsymmetricAlgorithm key) =>
        new(name, Generator(key).PublicKey, HashAlgorithmName.SHA256);

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        _ => X509SignatureGenerator.CreateForECDsa((ECDsa)key),
    };

    private static X500DistinguishedName Subject(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    /// <summary>Whoever signs.</summary>
    private sealed record Issuer(X500DistinguishedName Name, X509SignatureGenerator Generator, X509Certificate2? Certificate, AsymmetricAlgorithm? Key) : IDisposable
    {
        public void Dispose()
        {
            Certificate?.Dispose();
            Key?.Dispose();
        }
    }
}
