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
        RefuseWithoutPort();
        RefuseDisabled();
        var certificate = new CertificateExamination(machine, instance, registry);
        return [.. certificate.Of(change, storage), .. certificate.Listeners(change), .. PickedUp(change)];
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

    private void RefuseWithoutPort()
    {
        if (registry.Listens() is not null)
        {
            return;
        }

        throw registry.HasTcp
            ? new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.NoTcp,
                $"No TCP port of {instance.Name} is known yet, so nothing about its TLS can be proved: a dynamic one is chosen at the first start.",
                "Start the instance once, or give it a port in SQL Server Configuration Manager and restart it.")
            : new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.NoTcp,
                $"{instance.Name} does not listen on TCP, so nothing about its TLS can be proved.",
                "Switch TCP/IP on in SQL Server Configuration Manager and restart the instance; SQL Server Express comes with it off.");
    }

    private void RefuseDisabled()
    {
        // Those that need the instance are stopped with it.
        string[] stopping = machine.Services.Find(instance.Service) is { Running: true } service ? [instance.Service, .. service.RunningDependents] : [];
        if (Array.Find(stopping, name => machine.Services.Find(name)?.Disabled == true) is { } disabled)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.ServiceRefused,
                $"The service {disabled} runs and is disabled: once stopped, it could not be started again.",
                "Set its start type to manual or automatic in services.msc.");
        }
    }

    // An instance without a thumbprint takes any certificate of the store that fits its host's name.
    private IEnumerable<Finding> PickedUp(InstanceChange change)
    {
        string[] others = [.. InstancesOnMachine.List(machine).Where(other => other.Id != instance.Id && other.Settings.Thumbprint is null).Select(other => other.Name)];
        if ((change.Certificate is not null || change.IsToBeMade) && others.Length > 0)
        {
            yield return new Finding(
                WindowsCodes.MayBePickedUp,
                Severity.Warning,
                $"No certificate is set for {string.Join(", ", others)}: at its next start SQL Server may choose the new one of {instance.Name}, and may not read its key.",
                "Give each instance a certificate of its own: sqltls up --instance NAME.");
        }
    }
}
