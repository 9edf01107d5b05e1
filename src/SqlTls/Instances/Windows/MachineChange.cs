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
            StoredCertificate? found = Find(thumbprint);
            values[MachineSnapshot.CertificatePlace(thumbprint)] = MachineSnapshot.Presence(found is not null);
            if (found is { HasKey: false })
            {
                values[MachineSnapshot.KeyPlace(thumbprint)] = MachineSnapshot.Presence(false);
            }

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

    /// <summary>Puts back the settings that were captured: values with their kinds. A server that runs still needs the certificate that it started with.</summary>
    public void Restore(Snapshot snapshot)
    {
        foreach ((RegistryPath key, string name, RegistryValue? value) in MachineSnapshot.ValuesOf(snapshot))
        {
            WriteWhereOther(key, name, value);
        }
    }

    /// <summary>Takes away certificates, keys and rights that were added, unless another instance uses them by now.</summary>
    /// <param name="snapshot">What was captured before the change.</param>
    /// <param name="written">What was captured after it: a right that was not given by the change is somebody else's. Null takes back everything.</param>
    /// <param name="stays">Take nothing away.</param>
    /// <returns>False where something would have been taken away.</returns>
    public bool Clear(Snapshot snapshot, Snapshot? written, bool stays)
    {
        HashSet<string> used = UsedBy(other => other.Id != instance.Id);
        string[] rights =
        [
            .. MachineSnapshot.PermissionsAddedSince(snapshot)
                .Except(written is null ? [] : MachineSnapshot.PermissionsAddedSince(written))
                .Where(_access.IsGranted),
        ];
        string[] keys = [.. MachineSnapshot.KeysAddedSince(snapshot).Where(thumbprint => !used.Contains(thumbprint) && Find(thumbprint) is { HasKey: true })];
        string[] certificates = [.. MachineSnapshot.CertificatesAddedSince(snapshot).Where(thumbprint => !used.Contains(thumbprint))];
        if (stays && (rights.Length > 0 || keys.Length > 0 || certificates.Any(thumbprint => Find(thumbprint) is not null)))
        {
            return false;
        }

        Array.ForEach(rights, _access.TakeBack);
        Array.ForEach(keys, machine.Certificates.RemoveKey);
        Array.ForEach(certificates, machine.Certificates.Remove);
        foreach (string thumbprint in MachineSnapshot.IssuersAddedSince(snapshot).Where(thumbprint => !used.Contains(thumbprint)))
        {
            machine.Certificates.RemoveIssuer(thumbprint);
        }

        return true;
    }

    /// <summary>Removes certificates of ours that were added since a snapshot, and issuers of ours above them, where no instance uses them any more.</summary>
    /// <param name="original">What was captured before the first change.</param>
    /// <returns>Places of the snapshot that are as they were in it.</returns>
    public IReadOnlyList<string> Discard(Snapshot original)
    {
        HashSet<string> used = UsedBy(_ => true);
        string[] certificates = [.. MachineSnapshot.CertificatesAddedSince(original).Where(thumbprint => !used.Contains(thumbprint) && Find(thumbprint) is not { IsOurs: false })];
        string[] keys = [.. MachineSnapshot.KeysAddedSince(original).Where(thumbprint => !used.Contains(thumbprint))];
        string[] issuers = [.. MachineSnapshot.IssuersAddedSince(original).Where(issuer => !used.Contains(issuer) && (machine.Certificates.IsOurIssuer(issuer) || !machine.Certificates.HasIssuer(issuer)))];
        Array.ForEach(certificates, machine.Certificates.Remove);
        Array.ForEach(keys, machine.Certificates.RemoveKey);
        Array.ForEach(issuers, machine.Certificates.RemoveIssuer);
        return [.. certificates.Select(MachineSnapshot.CertificatePlace), .. keys.Select(MachineSnapshot.KeyPlace), .. issuers.Select(MachineSnapshot.IssuerPlace)];
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
