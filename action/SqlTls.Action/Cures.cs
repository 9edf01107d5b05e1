using System.Text.RegularExpressions;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>What to do, in the words of a workflow: the library names options of the tool, where the action has inputs, or nothing of the kind.</summary>
internal static partial class Cures
{
    /// <summary>The cure of an error.</summary>
    /// <param name="told">The error.</param>
    public static string Of(SqlTlsException told) => told.Code switch
    {
        InstanceCodes.RemovesItself => "Take --rm out of the options that the container is started with: the action takes none that may be gone after its restart.",
        InstanceCodes.NameTaken => "Remove the container that has the name, or name it with the input container.",
        InstanceCodes.PortTaken => "Free the port, and run the step again.",
        InstanceCodes.Licence => "Read it at https://hub.docker.com/r/microsoft/mssql-server, then set ACCEPT_EULA: Y in the step's env.",
        InstanceCodes.NotPutBack => "Put right what is named here, then use action/down: the journal is still with the server.",
        CertificateCodes.WouldOverwriteKey => $"Move the file out of the folder {Publishing.Folder}, and run the step again.",
        CertificateCodes.FolderNotWritable => "Check that the workspace can be written, and has room.",
        TrustCodes.NoAuthority => "Give the input certificate a file that holds the root's certificate too.",
        _ => Option().Replace(told.Cure, option => option.Groups[1].Value switch { "dns-name" => "dns-names", "key" => "certificate-key", var same => same }),
    };

    // Those that are inputs too.
    [GeneratedRegex("--(container|image|instance|service|endpoint|dns-name|certificate|key|user|days|force-encryption|force-strict|tls-protocols|timeout)(?![a-z-])")]
    private static partial Regex Option();
}
