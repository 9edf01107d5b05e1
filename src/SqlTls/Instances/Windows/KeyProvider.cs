using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>Where Windows keeps a certificate's private key: what the store notes beside the certificate (CRYPT_KEY_PROV_INFO).</summary>
/// <param name="Container">The key's name in its provider.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="ProviderType">The legacy provider's type; 0 for CNG.</param>
/// <param name="KeySpec">1 is AT_KEYEXCHANGE, 2 is AT_SIGNATURE.</param>
/// <param name="IsMachines">The key is looked for in the machine's key store; otherwise in that of the user who asks.</param>
[SupportedOSPlatform("windows")]
internal sealed record KeyProvider(string Container, string Provider, int ProviderType, int KeySpec, bool IsMachines = true)
{
    private const int KeyProviderProperty = 2;
    private const int SignatureKey = 2;

    // CRYPT_MACHINE_KEYSET, and NCRYPT_MACHINE_KEY_FLAG for CNG.
    private const int MachineKeySet = 0x20;
    private const int NoSuchKey = unchecked((int)0x8009000D);
    private const int NoSuchKeySet = unchecked((int)0x80090016);

    public KeyStorage Storage => ProviderType == 0 ? KeyStorage.Cng : KeySpec == SignatureKey ? KeyStorage.LegacySignature : KeyStorage.LegacyExchange;

    /// <summary>The key is in a user's profile. Cards and the modules of other makers have no such place, whatever the flag says.</summary>
    public bool IsUsers =>
        !IsMachines && Provider.StartsWith("Microsoft ", StringComparison.Ordinal) && !Provider.Contains("Smart Card", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of a certificate; null for one without a key.</summary>
    public static KeyProvider? Of(X509Certificate2 certificate)
    {
        int size = 0;
        if (!CertGetCertificateContextProperty(certificate.Handle, KeyProviderProperty, 0, ref size))
        {
            return null;
        }

        nint buffer = Marshal.AllocHGlobal(size);
        try
        {
            if (!CertGetCertificateContextProperty(certificate.Handle, KeyProviderProperty, buffer, ref size))
            {
                return null;
            }

            Info info = Marshal.PtrToStructure<Info>(buffer);
            return new KeyProvider(
                Marshal.PtrToStringUni(info.Container) ?? "",
                Marshal.PtrToStringUni(info.Provider) ?? "",
                info.ProviderType,
                info.KeySpec,
                (info.Flags & MachineKeySet) != 0);
        }
        finally
        {
            Marshal.FreeHGlobal(buffer);
            GC.KeepAlive(certificate);
        }
    }

    /// <summary>Deletes the key from the machine's key store. Nothing where it is not there.</summary>
    public void DeleteKey()
    {
        if (ProviderType == 0)
        {
            var provider = new CngProvider(Provider);
            if (CngKey.Exists(Container, provider, CngKeyOpenOptions.MachineKey))
            {
                CngKey.Open(Container, provider, CngKeyOpenOptions.MachineKey).Delete();
            }
        }
        else
        {
            DeleteLegacyKey();
        }
    }

    private void DeleteLegacyKey()
    {
        try
        {
            using var key = new RSACryptoServiceProvider(new CspParameters(ProviderType, Provider, Container)
            {
                Flags = CspProviderFlags.UseMachineKeyStore | CspProviderFlags.UseExistingKey | CspProviderFlags.NoPrompt,
                KeyNumber = KeySpec,
            });
            key.PersistKeyInCsp = false;
            key.Clear();
        }
        catch (CryptographicException exception) when (exception.HResult is NoSuchKey or NoSuchKeySet)
        {
            // What is not there needs no deleting, and this is how a legacy provider says so.
        }
    }

    [DllImport("crypt32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertGetCertificateContextProperty(nint certificate, int property, nint data, ref int size);

    [StructLayout(LayoutKind.Sequential)]
    private struct Info
    {
        public nint Container;
        public nint Provider;
        public int ProviderType;
        public int Flags;
        public int Parameters;
        public nint Parameter;
        public int KeySpec;
    }
}
