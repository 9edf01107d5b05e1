using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>Puts a private key into the machine's key store, not exportable, without a PFX: a PFX would choose the provider by itself.</summary>
[SupportedOSPlatform("windows")]
internal static class MachineKey
{
    // "Certificate requirements for SQL Server" asks for KeySpec AT_KEYEXCHANGE in a provider of this type.
    private const int SchannelType = 12;
    private const string SchannelProvider = "Microsoft RSA SChannel Cryptographic Provider";
    private const string FullPrivateBlob = "RSAFULLPRIVATEBLOB";

    /// <summary>The certificate, joined to its key in the store.</summary>
    /// <param name="certificate">Without a key.</param>
    /// <param name="key">Its key.</param>
    /// <param name="storage">A legacy provider or CNG.</param>
    /// <param name="name">A name for the key that no other has.</param>
    public static X509Certificate2 Keep(X509Certificate2 certificate, RSA key, KeyStorage storage, string name)
    {
        RSAParameters parameters = key.ExportParameters(includePrivateParameters: true);
        try
        {
            return storage == KeyStorage.Cng ? InCng(certificate, parameters, name) : InLegacy(certificate, parameters, name);
        }
        finally
        {
            foreach (byte[]? part in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
            {
                CryptographicOperations.ZeroMemory(part);
            }
        }
    }

    /// <summary>Deletes the key of this name, in either store. Nothing where there is none.</summary>
    public static void Delete(string name)
    {
        new KeyProvider(name, CngProvider.MicrosoftSoftwareKeyStorageProvider.Provider, ProviderType: 0, KeySpec: 0).DeleteKey();
        new KeyProvider(name, SchannelProvider, SchannelType, (int)KeyNumber.Exchange).DeleteKey();
    }

    private static X509Certificate2 InLegacy(X509Certificate2 certificate, RSAParameters parameters, string name)
    {
        using var legacy = new RSACryptoServiceProvider(new CspParameters(SchannelType, SchannelProvider, name)
        {
            Flags = CspProviderFlags.UseMachineKeyStore | CspProviderFlags.UseNonExportableKey | CspProviderFlags.NoPrompt,
            KeyNumber = (int)KeyNumber.Exchange,
        });
        legacy.PersistKeyInCsp = true;
        legacy.ImportParameters(parameters);
        return certificate.CopyWithPrivateKey(legacy);
    }

    private static X509Certificate2 InCng(X509Certificate2 certificate, RSAParameters parameters, string name)
    {
        using var passing = new RSACng();
        passing.ImportParameters(parameters);
        byte[] blob = passing.Key.Export(new CngKeyBlobFormat(FullPrivateBlob));
        try
        {
            var creation = new CngKeyCreationParameters
            {
                Provider = CngProvider.MicrosoftSoftwareKeyStorageProvider,
                // A run that was ended right here left one of this name.
                KeyCreationOptions = CngKeyCreationOptions.MachineKey | CngKeyCreationOptions.OverwriteExistingKey,
                ExportPolicy = CngExportPolicies.None,
            };
            creation.Parameters.Add(new CngProperty(FullPrivateBlob, blob, CngPropertyOptions.None));
            using var kept = new RSACng(CngKey.Create(CngAlgorithm.Rsa, name, creation));
            return certificate.CopyWithPrivateKey(kept);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(blob);
        }
    }
}
