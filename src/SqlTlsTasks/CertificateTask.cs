using Microsoft.Build.Framework;
using SqlTls.Certificates;

namespace SqlTlsTasks;

/// <summary>What tasks share that leave a server's certificate in a folder: <c>server.crt</c>, <c>server.key</c>, <c>server.pfx</c>, <c>authority.crt</c>.</summary>
public abstract class CertificateTask : SqlTlsTask
{
    /// <summary>The folder for the files; it is made, with a <c>.gitignore</c> of <c>*</c>.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>Replace private keys in the folder that belong to something else.</summary>
    public bool Force { get; set; }

    /// <summary>Full path of the certificate, with its intermediates.</summary>
    [Output]
    public string CertificateFile => Folder.File(OutputFiles.Certificate);

    /// <summary>Full path of the private key, for this user alone.</summary>
    [Output]
    public string KeyFile => Folder.File(OutputFiles.Key);

    /// <summary>Full path of the PFX with everything, for this user alone.</summary>
    [Output]
    public string PfxFile => Folder.File(OutputFiles.Pfx);

    /// <summary>Full path of the authority that clients trust; empty where it is not known.</summary>
    [Output]
    public string AuthorityFile => Folder.File(OutputFiles.Authority) is var file && File.Exists(file) ? file : "";

    /// <summary>The certificate's SHA-1 thumbprint, 40 hex digits, lower case.</summary>
    [Output]
    public string Thumbprint { get; private set; } = "";

    /// <summary>Files were written; false where the folder held what was asked for.</summary>
    [Output]
    public bool Changed { get; private set; }

    /// <summary>The folder for the files.</summary>
    private protected OutputFolder Folder => new(FullPath(OutputDirectory));

    /// <summary>What an earlier build left in the folder; null where there is nothing whole.</summary>
    private protected CertificateDescription? Earlier()
    {
        if (!File.Exists(CertificateFile) || !File.Exists(KeyFile) || !File.Exists(PfxFile))
        {
            return null;
        }

        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(CertificateFile);
        return CertificateDescription.Of(certificate);
    }

    /// <summary>The folder holds what was asked for.</summary>
    private protected void Keep(CertificateDescription earlier) => Thumbprint = earlier.Thumbprint;

    /// <summary>Writes the files, all or none.</summary>
    private protected void Write(ServerCertificate certificate, string? password, bool overwriteKeys)
    {
        Folder.Write(certificate.Files(password), overwriteKeys, certificate.ObsoleteIn(Folder));
        (Thumbprint, Changed) = (certificate.Describe().Thumbprint, true);
        Log.LogMessage(MessageImportance.High, "{0}: {1}, until {2:yyyy-MM-dd}", Folder.Path, certificate.Leaf.Subject, certificate.Leaf.NotAfter.ToUniversalTime());
    }
}
