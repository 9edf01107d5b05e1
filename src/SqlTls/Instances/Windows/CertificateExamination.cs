using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>Holds the certificate of a change against the machine before anything is touched.</summary>
internal sealed class CertificateExamination(WindowsMachine machine, InstanceOnMachine instance, InstanceRegistry registry)
{
    /// <summary>What the user should know of the certificate that the change installs or names.</summary>
    /// <exception cref="SqlTlsException">The instance cannot use it.</exception>
    public IReadOnlyList<Finding> Of(InstanceChange change, KeyStorage storage)
    {
        RefuseMadeOnCluster(change);
        string[] asked = [.. change.AskedNames.Select(name => name.Value)];
        return change.Certificate is { } given ? Given(given, storage, asked)
            : change.Settings.Thumbprint is { } thumbprint ? Named(thumbprint, asked, mustServe: change.MustServe && !change.IsToBeMade)
            : [];
    }

    /// <summary>Says so where the certificate that will be in use lacks a listener of an availability group.</summary>
    public IEnumerable<Finding> Listeners(InstanceChange change)
    {
        var addresses = new InstanceAddresses(machine, registry);
        if (!registry.HasAvailabilityGroups)
        {
            yield break;
        }

        IReadOnlyList<string> names = NamesAfter(change, addresses);
        string[] lacking = [.. addresses.Listeners.Where(listener => !names.Any(name => ServerName.TryParse(name)?.Covers(listener) == true))];
        // Where the cluster names none, names beyond the machine's own are taken for listeners.
        if (lacking.Length > 0 || (addresses.Listeners.Count == 0 && !names.Except(addresses.OwnNames, StringComparer.OrdinalIgnoreCase).Any()))
        {
            yield return new Finding(
                WindowsCodes.Listeners,
                Severity.Warning,
                $"Availability groups are switched on for {instance.Name}, and its certificate names {(lacking.Length > 0 ? $"no {string.Join(", no ", lacking)}" : "no listener")}.",
                "Say each listener's full name with --dns-name, or give a certificate that has it.");
        }
    }

    // The settings of a failover cluster instance follow the role to the node that takes it over, keys do not: one that was made here would be missed there.
    private void RefuseMadeOnCluster(InstanceChange change)
    {
        if (change.IsToBeMade && registry.ClusterName is { } role)
        {
            throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.MadeOnCluster,
                $"{instance.Name} is the failover cluster instance {role}: a certificate made here would be missing on the node that takes the role over.",
                $"Make one for all nodes, 'sqltls certificate create --dns-name {machine.FullName(role)}', and give its file on each of them: --certificate server.pfx.");
        }
    }

    private IReadOnlyList<Finding> Given(ServerCertificate given, KeyStorage storage, string[] asked)
    {
        using (RSA? key = given.Leaf.GetRSAPublicKey())
        {
            if (key is null)
            {
                throw new SqlTlsException(
                    Failure.Input, CertificateCodes.KeyNotRsa, "The key is not RSA, and no other kind is installed on Windows.", "Give a certificate with an RSA key of 2048 bits or more.");
            }
        }

        // One that is installed with a key is not installed again: that key is what the server will use.
        return machine.Certificates.Find(given.Describe().Thumbprint) is { } found && (found.HasKey || found.IsUsersKey)
            ? [.. Judge(found, [.. given.Issuers], asked), .. Unseen(found)]
            : Judge(new StoredCertificate(given.Leaf, HasKey: true, storage, KeyFile: null, IsOurs: true), [.. given.Issuers], asked);
    }

    private IReadOnlyList<Finding> Named(string thumbprint, string[] asked, bool mustServe)
    {
        if (machine.Certificates.Find(thumbprint) is { } found)
        {
            return mustServe ? [.. Judge(found, machine.Certificates.Issuers(), asked), .. Unseen(found)] : [];
        }

        if (instance.Account is { } account && machine.Certificates.IsInStoreOf(account, thumbprint))
        {
            throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.InAccountStore,
                $"The certificate {thumbprint} is in the own store of {account}, which {instance.Name} runs as; that is left as it is.",
                "Name another one with --certificate or --thumbprint, or import it into LocalMachine\\My.");
        }

        return mustServe
            ? throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.NotInstalled,
                $"No certificate {thumbprint} is in LocalMachine\\My.",
                "Import it there with its private key, or give its file with --certificate.")
            : [];
    }

    private IReadOnlyList<Finding> Judge(StoredCertificate found, IReadOnlyList<X509Certificate2> issuers, string[] asked)
    {
        // Clients use the full virtual name or the short one: a certificate has one of them at least.
        string[] role = registry.ClusterName is { } name ? [CertificateNames.Covers(found.Certificate, name) ? name : machine.FullName(name)] : [];
        IReadOnlyList<Finding> findings = CertificateFit.Judge(found, issuers, [.. role, .. asked], DateTimeOffset.UtcNow);
        return findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } error
            ? throw new SqlTlsException(Failure.Input, error.Code, error.Message, error.Cure)
            : findings;
    }

    private IEnumerable<Finding> Unseen(StoredCertificate found)
    {
        if (found is { HasKey: true, KeyFile: null })
        {
            yield return new Finding(
                WindowsCodes.KeyWithoutFile,
                Severity.Warning,
                $"The private key is in no file of this machine, so whether {instance.ServiceIdentity} may read it is not seen here, and is not set.",
                "Let the service read it with the tools of what keeps the key: a TPM, a token, a security module.");
        }
    }

    private IReadOnlyList<string> NamesAfter(InstanceChange change, InstanceAddresses addresses) =>
        change.Certificate is { } given ? CertificateNames.Of(given.Leaf)
        : change.IsToBeMade ? [.. addresses.Names, .. change.AskedNames.Select(name => name.Value)]
        : change.Settings.Thumbprint is { } thumbprint && machine.Certificates.Find(thumbprint) is { } found ? CertificateNames.Of(found.Certificate)
        : [];
}
