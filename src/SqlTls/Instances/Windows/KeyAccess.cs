namespace SqlTls.Instances.Windows;

/// <summary>An instance's own right to read private keys: that of its service, and nobody else's.</summary>
internal sealed class KeyAccess(IKeyPermissions permissions, InstanceOnMachine instance)
{
    /// <summary>Its key has a file, and neither the service nor the account that it runs as may read it.</summary>
    public bool IsLacking(StoredCertificate certificate) => certificate.KeyFile is { } keyFile && !MayRead(keyFile);

    /// <summary>The service itself has the right, by whoever gave it.</summary>
    public bool IsGranted(string keyFile) => permissions.MayRead(keyFile, instance.ServiceIdentity);

    /// <summary>Lets the service read the key, where nothing lets it yet, and reads back that it may.</summary>
    public void Grant(StoredCertificate certificate)
    {
        if (certificate.KeyFile is not { } keyFile || MayRead(keyFile))
        {
            return;
        }

        permissions.AllowRead(keyFile, instance.ServiceIdentity);
        if (!IsGranted(keyFile))
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.KeyNotReadable,
                $"{instance.ServiceIdentity} still may not read {keyFile} after it was allowed to.",
                "Look for a policy or a program that sets the rights of that folder.");
        }
    }

    /// <summary>Takes the service's right away.</summary>
    public void TakeBack(string keyFile) => permissions.RevokeRead(keyFile, instance.ServiceIdentity);

    private bool MayRead(string keyFile) => IsGranted(keyFile) || (instance.Account is { } account && permissions.MayRead(keyFile, account));
}
