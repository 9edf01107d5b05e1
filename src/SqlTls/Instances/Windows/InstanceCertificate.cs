namespace SqlTls.Instances.Windows;

/// <summary>The certificate that is set for an instance, to hand out. Needs no administrator.</summary>
public static class InstanceCertificate
{
    /// <summary>The certificate and what leads to its root; never its key.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The instance's name or id; empty for the default instance, or the only one there is.</param>
    /// <exception cref="SqlTlsException">SQLTLS3202, SQLTLS3203: there is no such instance, or several. SQLTLS3210: it has no certificate, or that is not in LocalMachine\My.</exception>
    public static InstalledCertificate Of(WindowsMachine machine, string name)
    {
        InstanceOnMachine instance = InstancesOnMachine.Choose(InstancesOnMachine.List(machine), name);
        if (instance.Settings.Thumbprint is not { } thumbprint)
        {
            throw new SqlTlsException(
                Failure.Input, WindowsCodes.NotInstalled, $"No certificate is set for {instance.Name}.", $"Give it one: sqltls up --instance {instance.Name}.");
        }

        return machine.Certificates.Find(thumbprint) is { } found
            ? CertificateFit.Describe(found, machine.Certificates.Issuers(), lacksPermission: false, DateTimeOffset.UtcNow)
            : throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.NotInstalled,
                $"The certificate {thumbprint} that is set for {instance.Name} is not in LocalMachine\\My.",
                $"Give it another: sqltls up --instance {instance.Name}.");
    }
}
