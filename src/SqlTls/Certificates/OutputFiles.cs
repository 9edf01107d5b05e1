namespace SqlTls.Certificates;

/// <summary>What the files in an <see cref="OutputFolder"/> are called.</summary>
public static class OutputFiles
{
    /// <summary>The server's certificate and its intermediates, PEM.</summary>
    public const string Certificate = "server.crt";

    /// <summary>The server's private key, PKCS#8 in PEM.</summary>
    public const string Key = "server.key";

    /// <summary>Certificate, key and chain in one, PKCS#12.</summary>
    public const string Pfx = "server.pfx";

    /// <summary>The request for an authority of somebody else, PKCS#10 in PEM.</summary>
    public const string Request = "server.csr";

    /// <summary>The authority's certificate, PEM.</summary>
    public const string Authority = "authority.crt";

    /// <summary>The authority's private key, PKCS#8 in PEM.</summary>
    public const string AuthorityKey = "authority.key";

    /// <summary>What <c>up</c> did and proved, JSON.</summary>
    public const string Report = "report.json";

    /// <summary>What tells version control to leave the folder out.</summary>
    public const string Ignore = ".gitignore";
}
