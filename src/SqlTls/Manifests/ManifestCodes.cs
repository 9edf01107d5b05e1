namespace SqlTls.Manifests;

/// <summary>Codes of manifests.</summary>
public static class ManifestCodes
{
    /// <summary>A name that Kubernetes and compose do not take.</summary>
    public const string Name = "SQLTLS3601";

    /// <summary>A text that is no reference of an image.</summary>
    public const string Image = "SQLTLS3602";

    /// <summary>A setting that the manifest cannot hold.</summary>
    public const string Setting = "SQLTLS3603";

    /// <summary>An image whose version cannot be forced to strict connections: the same code as for a server that runs.</summary>
    public const string StrictTooOld = "SQLTLS3011";
}
