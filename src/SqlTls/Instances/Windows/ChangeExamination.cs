using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Windows;

/// <summary>Holds a change against the machine before anything is touched.</summary>
internal sealed class ChangeExamination(WindowsMachine machine, InstanceOnMachine instance, InstanceRegistry registry)
{
    /// <summary>What the user should know of it.</summary>
    /// <exception cref="SqlTlsException">It cannot be made.</exception>
    public IReadOnlyList<Finding> Of(InstanceChange change, KeyStorage storage)
    {
        machine.Registry.DemandWrite(registry.Network);
        RefuseMachineWide(change.Settings);
        RefuseWithoutTcp();
        return [.. Certificate(change, storage), .. PickedUp(change)];
    }

    private static void RefuseMachineWide(TlsSettings settings)
    {
        if (settings.Protocols is not null || settings.Ciphers is not null)
        {
            throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.MachineWide,
                "On Windows, versions of TLS and cipher suites are Schannel's: they hold for the whole machine, not for one instance.",
                "Leave out --tls-protocols and --tls-ciphers, and set Schannel by group policy.");
        }
    }

    private void RefuseWithoutTcp()
    {
        if (registry.Listens() is null)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.NoTcp,
                $"{instance.Name} does not listen on TCP, so nothing about its TLS can be proved.",
                "Switch TCP/IP on in SQL Server Configuration Manager and restart the instance; SQL Server Express comes with it off.");
        }
    }

    private IReadOnlyList<Finding> Certificate(InstanceChange change, KeyStorage storage)
    {
        string[] names = registry.ClusterName is { } cluster ? [cluster] : [];
        if (change.Certificate is { } given)
        {
            var future = new StoredCertificate(given.Leaf, HasKey: true, storage, KeyFile: null, IsOurs: true);
            return Judge(future, [.. given.Issuers], names);
        }

        if (change.Settings.Thumbprint is not { } thumbprint)
        {
            return [];
        }

        bool isAsked = thumbprint != registry.Read().Thumbprint;
        if (machine.Certificates.Find(thumbprint) is { } found)
        {
            return isAsked ? Judge(found, machine.Certificates.Issuers(), names) : [];
        }

        if (instance.Account is { } account && machine.Certificates.IsInStoreOf(account, thumbprint))
        {
            throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.InAccountStore,
                $"The certificate {thumbprint} is in the own store of {account}, which {instance.Name} runs as; that is left as it is.",
                "Name another one with --certificate or --thumbprint, or import it into LocalMachine\\My.");
        }

        return isAsked
            ? throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.NotInstalled,
                $"No certificate {thumbprint} is in LocalMachine\\My.",
                "Import it there with its private key, or give its file with --certificate.")
            : [];
    }

    private static IReadOnlyList<Finding> Judge(StoredCertificate found, IReadOnlyList<X509Certificate2> issuers, IReadOnlyList<string> names)
    {
        IReadOnlyList<Finding> findings = CertificateFit.Judge(found, issuers, names, DateTimeOffset.UtcNow);
        return findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } error
            ? throw new SqlTlsException(Failure.Input, error.Code, error.Message, error.Cure)
            : findings;
    }

    // An instance without a thumbprint takes any certificate of the store that fits its host's name.
    private IEnumerable<Finding> PickedUp(InstanceChange change)
    {
        string[] others = [.. InstancesOnMachine.List(machine).Where(other => other.Id != instance.Id && other.Settings.Thumbprint is null).Select(other => other.Name)];
        bool adds = change.Certificate is not null || change.Settings.Thumbprint is null;
        if (adds && others.Length > 0)
        {
            yield return new Finding(
                WindowsCodes.MayBePickedUp,
                Severity.Warning,
                $"No certificate is set for {string.Join(", ", others)}: at its next start SQL Server may choose the new one of {instance.Name}, and may not read its key.",
                "Give each instance a certificate of its own: sqltls up --instance NAME.");
        }
    }
}
