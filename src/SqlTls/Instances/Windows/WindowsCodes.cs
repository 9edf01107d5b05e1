namespace SqlTls.Instances.Windows;

/// <summary>Codes of what can be wrong with SQL Server on Windows.</summary>
public static class WindowsCodes
{
    /// <summary>This is no Windows machine.</summary>
    public const string NotWindows = "SQLTLS3201";

    /// <summary>There is no such instance.</summary>
    public const string NoInstance = "SQLTLS3202";

    /// <summary>Several instances fit.</summary>
    public const string SeveralInstances = "SQLTLS3203";

    /// <summary>It needs an administrator.</summary>
    public const string NotAdministrator = "SQLTLS3204";

    /// <summary>The instance's service is not there.</summary>
    public const string NoService = "SQLTLS3205";

    /// <summary>The registry refused.</summary>
    public const string RegistryRefused = "SQLTLS3206";

    /// <summary>The instance does not listen on TCP, or no port of it is known.</summary>
    public const string NoTcp = "SQLTLS3207";

    /// <summary>Another instance without a certificate of its own may pick this one up.</summary>
    public const string MayBePickedUp = "SQLTLS3208";

    /// <summary>The certificate is in the service account's own store.</summary>
    public const string InAccountStore = "SQLTLS3209";

    /// <summary>No certificate of this thumbprint is installed.</summary>
    public const string NotInstalled = "SQLTLS3210";

    /// <summary>The service may not read the private key.</summary>
    public const string KeyNotReadable = "SQLTLS3211";

    /// <summary>A service could not be stopped or started.</summary>
    public const string ServiceRefused = "SQLTLS3212";

    /// <summary>The setting is the machine's, not an instance's.</summary>
    public const string MachineWide = "SQLTLS3213";

    /// <summary>The certificate store or the key store refused.</summary>
    public const string StoreRefused = "SQLTLS3214";

    /// <summary>None of the client drivers asked for is installed.</summary>
    public const string NoClientDriver = "SQLTLS3215";

    /// <summary>A setting of this machine makes SqlClient encrypt.</summary>
    public const string ClientRaised = "SQLTLS3216";

    /// <summary>The instance is on a failover cluster, and its other nodes need the same.</summary>
    public const string OtherNodes = "SQLTLS3217";

    /// <summary>Availability groups have listeners whose names belong in the certificate.</summary>
    public const string Listeners = "SQLTLS3218";

    /// <summary>The private key does not leave the machine.</summary>
    public const string KeyStays = "SQLTLS3219";

    /// <summary>A service that was stopped for the restart did not start again.</summary>
    public const string DependentDown = "SQLTLS3220";

    /// <summary>A certificate made on one node of a failover cluster would be missing on the others.</summary>
    public const string MadeOnCluster = "SQLTLS3221";

    /// <summary>The thumbprint in the registry holds more than its digits.</summary>
    public const string StrayCharacters = "SQLTLS3222";

    /// <summary>The private key is in no file, so the right to read it is not seen.</summary>
    public const string KeyWithoutFile = "SQLTLS3223";

    /// <summary>The private key is in a user's profile, and not in the machine's key store.</summary>
    public const string KeyInProfile = "SQLTLS3224";

    /// <summary>What was installed stays on a node of a failover cluster until its role has been restarted.</summary>
    public const string StaysOnCluster = "SQLTLS3225";
}
