using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Windows;

/// <summary>Writes the change of one instance to certificate stores, rights and registry, and takes it back.</summary>
internal sealed class MachineChange(WindowsMachine machine, InstanceOnMachine instance, InstanceRegistry registry, KeyStorage storage)
{
    private readonly KeyAccess _access = new(machine.Permissions, instance);

    /// <summary>Everything that <see cref="Apply"/> would touch, as it is now.</summary>
    public Snapshot Capture(InstanceChange change)
    {
        machine.Registry.DemandWrite(registry.Network);
        var values = InstanceRegistry.Names.ToDictionary(
            name => MachineSnapshot.ValuePlace(registry.Network, name),
            name => machine.Registry.Read(registry.Network, name)?.ToString(),
            StringComparer.Ordinal);
        if (change.Certificate is { } certificate)
        {
            string thumbprint = certificate.Describe().Thumbprint;
            values[MachineSnapshot.CertificatePlace(thumbprint)] = MachineSnapshot.Presence(Find(thumbprint) is not null);
            foreach (string issuer in certificate.Issuers.Select(ThumbprintOf))
            {
                values[MachineSnapshot.IssuerPlace(issuer)] = MachineSnapshot.Presence(machine.Certificates.HasIssuer(issuer));
            }
        }

        if (Find(change.Certificate?.Describe().Thumbprint ?? change.Settings.Thumbprint)?.KeyFile is { } keyFile)
        {
            values[MachineSnapshot.PermissionPlace(keyFile)] = MachineSnapshot.Presence(_access.IsGranted(keyFile));
        }

        return new Snapshot(values);
    }

    /// <summary>Writes the change. Gives the settings as written.</summary>
    public TlsSettings Apply(InstanceChange change, CancellationToken cancellationToken)
    {
        TlsSettings settings = change.Settings;
        if (change.Certificate is { } certificate)
        {
            settings = settings with { Thumbprint = certificate.Describe().Thumbprint };
            Install(certificate, settings.Thumbprint);
        }

        if (Find(settings.Thumbprint) is { } found)
        {
            _access.Grant(found);
        }

        foreach ((string name, RegistryValue value) in InstanceRegistry.ValuesOf(settings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteWhereOther(registry.Network, name, value);
        }

        return settings;
    }

    /// <summary>Puts back what was captured: values with their kinds, and what was added is taken away unless another instance uses it by now.</summary>
    /// <param name="snapshot">What was captured before the change.</param>
    /// <param name="written">What was captured after it: a right that was not given by the change is somebody else's. Null takes back everything.</param>
    public void Restore(Snapshot snapshot, Snapshot? written)
    {
        foreach ((RegistryPath key, string name, RegistryValue? value) in MachineSnapshot.ValuesOf(snapshot))
        {
            WriteWhereOther(key, name, value);
        }

        foreach (string keyFile in MachineSnapshot.PermissionsAddedSince(snapshot).Except(written is null ? [] : MachineSnapshot.PermissionsAddedSince(written)))
        {
            _access.TakeBack(keyFile);
        }

        HashSet<string> used = UsedBy(other => other.Id != instance.Id);
        foreach (string thumbprint in MachineSnapshot.CertificatesAddedSince(snapshot).Where(thumbprint => !used.Contains(thumbprint)))
        {
            machine.Certificates.Remove(thumbprint);
        }

        foreach (string thumbprint in MachineSnapshot.IssuersAddedSince(snapshot).Where(thumbprint => !used.Contains(thumbprint)))
        {
            machine.Certificates.RemoveIssuer(thumbprint);
        }
    }

    /// <summary>Removes certificates of ours that were added since a snapshot, and issuers of ours above them, where no instance uses them any more.</summary>
    /// <param name="original">What was captured before the first change.</param>
    /// <returns>Places of the snapshot that are as they were in it.</returns>
    public IReadOnlyList<string> Discard(Snapshot original)
    {
        HashSet<string> used = UsedBy(_ => true);
        string[] certificates = [.. MachineSnapshot.CertificatesAddedSince(original).Where(thumbprint => !used.Contains(thumbprint) && Find(thumbprint) is not { IsOurs: false })];
        string[] issuers = [.. MachineSnapshot.IssuersAddedSince(original).Where(issuer => !used.Contains(issuer) && (machine.Certificates.IsOurIssuer(issuer) || !machine.Certificates.HasIssuer(issuer)))];
        foreach (string thumbprint in certificates)
        {
            machine.Certificates.Remove(thumbprint);
        }

        foreach (string issuer in issuers)
        {
            machine.Certificates.RemoveIssuer(issuer);
        }

        return [.. certificates.Select(MachineSnapshot.CertificatePlace), .. issuers.Select(MachineSnapshot.IssuerPlace)];
    }

    private static string ThumbprintOf(X509Certificate2 certificate) => certificate.Thumbprint.ToLowerInvariant();

    private StoredCertificate? Find(string? thumbprint) => thumbprint is null ? null : machine.Certificates.Find(thumbprint);

    private void Install(ServerCertificate certificate, string thumbprint)
    {
        if (Find(thumbprint) is not { HasKey: true })
        {
            machine.Certificates.Install(certificate, storage);
        }

        foreach (X509Certificate2 issuer in certificate.Issuers.Where(issuer => !machine.Certificates.HasIssuer(ThumbprintOf(issuer))))
        {
            machine.Certificates.AddIssuer(issuer);
        }
    }

    private void WriteWhereOther(RegistryPath key, string name, RegistryValue? value)
    {
        if (machine.Registry.Read(key, name) != value)
        {
            machine.Registry.Write(key, name, value);
        }
    }

    private HashSet<string> UsedBy(Func<InstanceOnMachine, bool> which) =>
    [
        .. InstancesOnMachine.List(machine)
            .Where(which)
            .Select(each => Find(each.Settings.Thumbprint)?.Certificate)
            .OfType<X509Certificate2>()
            .SelectMany(leaf => IssuerChain.Above(leaf, machine.Certificates.Issuers()).Prepend(leaf))
            .Select(ThumbprintOf),
    ];
}
