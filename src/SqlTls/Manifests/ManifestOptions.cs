using System.Text.RegularExpressions;
using SqlTls.Certificates;

namespace SqlTls.Manifests;

/// <summary>A SQL Server as a manifest describes it. Every text is one that YAML needs no escape for.</summary>
public sealed partial record ManifestOptions
{
    /// <summary>The image when none is said.</summary>
    public const string DefaultImage = "mcr.microsoft.com/mssql/server:2022-latest";

    /// <summary>The image when none is said and strict encryption is forced, which 2022 cannot.</summary>
    public const string StrictImage = "mcr.microsoft.com/mssql/server:2025-latest";

    private readonly string? _image;

    /// <param name="name">What its objects are called: a DNS label of RFC 1123, which is what Kubernetes takes.</param>
    /// <param name="image">The image's reference; null for Microsoft's, of a version that can do what is asked for.</param>
    /// <exception cref="SqlTlsException">The name is no label (SQLTLS3601), or the image no reference (SQLTLS3602).</exception>
    public ManifestOptions(string name, string? image = null)
    {
        Name = Label(name);
        _image = image is null || Reference().IsMatch(image)
            ? image
            : throw new SqlTlsException(Failure.Input, ManifestCodes.Image, "The image's name is no reference of an image.", $"Write it as {DefaultImage}.");
    }

    /// <summary>What its objects are called.</summary>
    public string Name { get; }

    /// <summary>The image's reference.</summary>
    public string Image => _image ?? (ForceStrict ? StrictImage : DefaultImage);

    /// <summary>The namespace of Kubernetes; by default <c>default</c>.</summary>
    public string Namespace { get; init => field = Label(value); } = "default";

    /// <summary>The port of this machine's loopback address that compose publishes it on, 1 to 65535.</summary>
    public int Port
    {
        get;
        init => field = value is >= 1 and <= 65535
            ? value
            : throw new SqlTlsException(Failure.Input, ManifestCodes.Setting, $"The port {value} is none.", "Say one from 1 to 65535.");
    } = 1433;

    /// <summary>Names that clients use besides those that the manifest itself makes; the first is the certificate's CN.</summary>
    public IReadOnlyList<ServerName> Names { get; init; } = [];

    /// <summary>How long its certificate is valid, in days.</summary>
    public int Days { get; init; } = 90;

    /// <summary>Bits of its certificate's RSA key.</summary>
    public int KeySize { get; init; } = CertificateOptions.DefaultKeySize;

    /// <summary>Refuse clients that do not encrypt.</summary>
    public bool ForceEncryption { get; init; }

    /// <summary>Take TDS 8.0 alone; SQL Server 2025 and later.</summary>
    /// <exception cref="SqlTlsException">The image's tag names an earlier version (SQLTLS3011).</exception>
    public bool ForceStrict
    {
        get;
        init => field = value && _image is not null && BeforeStrict().IsMatch(_image)
            ? throw new SqlTlsException(
                Failure.Input, ManifestCodes.StrictTooOld, $"{_image} is a version that cannot be forced to strict connections.", "Take 2025 or later, or --force-encryption.")
            : value;
    }

    /// <summary>Versions of TLS, such as <c>1.2,1.3</c>; null for the server's default.</summary>
    public string? Protocols { get; init => field = Line(value); }

    /// <summary>An OpenSSL cipher list; null for the server's default.</summary>
    public string? Ciphers { get; init => field = Line(value); }

    /// <summary>The names by which pods of a cluster reach it, and its own; the user's first.</summary>
    public IReadOnlyList<ServerName> NamesInCluster => WithNames(
        Name, $"{Name}.{Namespace}", $"{Name}.{Namespace}.svc", $"{Name}.{Namespace}.svc.cluster.local", "localhost", "127.0.0.1");

    /// <summary>The names by which the services of a compose project and this machine reach it; the user's first.</summary>
    public IReadOnlyList<ServerName> NamesInCompose => WithNames(Name, "localhost", "127.0.0.1", "::1");

    private ServerName[] WithNames(params ReadOnlySpan<string> own) => [.. Names.Concat(own.ToArray().Select(ServerName.Parse)).Distinct()];

    private static string Label(string text) => Dns1123().IsMatch(text)
        ? text
        : throw new SqlTlsException(
            Failure.Input, ManifestCodes.Name, "A name of the manifest is no DNS label.", "Write 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last.");

    private static string? Line(string? text) => text is null || text.All(character => character is >= ' ' and <= '~')
        ? text
        : throw new SqlTlsException(Failure.Input, ManifestCodes.Setting, "A TLS setting holds a character that mssql.conf cannot.", "Write it on one line, in ASCII.");

    [GeneratedRegex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?\\z")]
    private static partial Regex Dns1123();

    // What Microsoft's images of the versions before 2025 are called, here and where they are mirrored.
    [GeneratedRegex("mssql[^:@]*:20(17|19|22)")]
    private static partial Regex BeforeStrict();

    // Host, path, tag and digest of a reference, without the finer points: those are the engine's to judge.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}\\z")]
    private static partial Regex Reference();
}
