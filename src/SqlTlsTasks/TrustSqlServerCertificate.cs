using System.Security.Cryptography.X509Certificates;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SqlTls.Certificates;
using SqlTls.Provisioning;
using SqlTls.Trust;
using SqlTlsTasks.Items;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks;

/// <summary>
/// Lets clients accept an authority, or no longer. It looks at the environment's own trust, so a multithreaded build runs it in a process of its own.
/// </summary>
public sealed class TrustSqlServerCertificate : SqlTlsTask
{
    /// <summary>The authority's certificate, PEM or DER; of a self-signed server its own.</summary>
    [Required]
    public string AuthorityFile { get; set; } = "";

    /// <summary>Who is to trust: <c>step</c> (programs with <see cref="Variables"/>), <c>user</c> (.NET on Linux) or <c>machine</c>; by default step.</summary>
    public string Scope { get; set; } = "step";

    /// <summary>The folder of the scope step; by default <c>.sqltls/trust</c> in the project's directory.</summary>
    public string OutputDirectory { get; set; } = StepTrust.DefaultFolder;

    /// <summary>Change what the system in this running container trusts, and not this machine.</summary>
    public string Container { get; set; } = "";

    /// <summary>Take the trust away again, instead.</summary>
    public bool Remove { get; set; }

    /// <summary>Let a machine trust a certificate that is no authority too.</summary>
    public bool Force { get; set; }

    /// <summary>Of the scope step the environment variables that make a program trust it: the item is the name, its metadata Value the value.</summary>
    [Output]
    public ITaskItem[] Variables { get; private set; } = [];

    /// <summary>Something was changed.</summary>
    [Output]
    public bool Changed { get; private set; }

    /// <inheritdoc/>
    protected override async AsyncTask RunAsync(CancellationToken cancellationToken)
    {
        TrustScope scope = Container.Length > 0 ? TrustScope.Machine : TrustScopes.Parse(Scope);
        using X509Certificate2 authority = CertificateImport.ReadAuthority(FullPath(AuthorityFile));
        ITrustStore store = Container.Length > 0
            ? await TrustStores.InContainerAsync(Container, cancellationToken)
            : TrustStores.Open(scope, FullPath(OutputDirectory));
        await store.CheckAsync(cancellationToken);
        if (Remove)
        {
            Changed = await store.RemoveAsync(authority.Thumbprint, cancellationToken);
        }
        else
        {
            TrustableAuthority.Check(authority, scope, Force);
            Changed = await store.AddAsync(authority, cancellationToken);
        }

        Variables = scope == TrustScope.Step ? [.. new StepTrust(FullPath(OutputDirectory)).Variables().Select(ItemOf)] : [];
        Log.LogMessage(MessageImportance.High, Remove ? "{0} is not trusted" : "{0} is trusted ({1})", authority.Subject, $"{scope}");
    }

    private static TaskItem ItemOf(KeyValuePair<string, string?> variable)
    {
        var item = new TaskItem(variable.Key);
        item.SetMetadata("Value", variable.Value ?? "");
        return item;
    }
}
