namespace SqlTls.Instances;

/// <summary>Codes of what can be wrong with an instance and where it runs.</summary>
public static class InstanceCodes
{
    /// <summary>The server was not up in time.</summary>
    public const string NotUpInTime = "SQLTLS3001";

    /// <summary>The server ended right after its start.</summary>
    public const string Ended = "SQLTLS3002";

    /// <summary>The server is up, but did not say that it loaded the certificate.</summary>
    public const string NotLoaded = "SQLTLS3003";

    /// <summary>The server may not read the certificate or its key.</summary>
    public const string Permissions = "SQLTLS3004";

    /// <summary>The server cannot use the certificate (26010, 26014, 26015).</summary>
    public const string CertificateRefused = "SQLTLS3005";

    /// <summary>The server's security library does not work (26011).</summary>
    public const string SecurityLibrary = "SQLTLS3006";

    /// <summary>The server's network did not initialise (17182).</summary>
    public const string Network = "SQLTLS3007";

    /// <summary>The server could not make its own fallback certificate (17190).</summary>
    public const string Fallback = "SQLTLS3008";

    /// <summary>The network library did not start (17826, 17120).</summary>
    public const string NetworkLibrary = "SQLTLS3009";

    /// <summary>The server has no certificate that serves strict connections (17821).</summary>
    public const string NoStrictCertificate = "SQLTLS3010";

    /// <summary>This version of SQL Server cannot be forced to strict connections.</summary>
    public const string StrictTooOld = "SQLTLS3011";

    /// <summary>The settings could not be put back.</summary>
    public const string NotPutBack = "SQLTLS3012";

    /// <summary>The journal that is kept with the instance cannot be read.</summary>
    public const string Journal = "SQLTLS3013";

    /// <summary>The server has no address that can be reached from here.</summary>
    public const string NoAddress = "SQLTLS3015";

    /// <summary>No target is named, or more than one.</summary>
    public const string Target = "SQLTLS3017";

    /// <summary>How long a service's certificate is to be valid was not said.</summary>
    public const string DaysNotSaid = "SQLTLS3018";

    /// <summary>The server may not write its settings file, which it does when it starts.</summary>
    public const string SettingsNotWritable = "SQLTLS3019";

    /// <summary>There is no Docker engine to talk to.</summary>
    public const string NoDocker = "SQLTLS3101";

    /// <summary>No container is called so.</summary>
    public const string NoContainer = "SQLTLS3102";

    /// <summary>Several containers fit.</summary>
    public const string SeveralContainers = "SQLTLS3103";

    /// <summary>The container removes itself when it stops.</summary>
    public const string RemovesItself = "SQLTLS3104";

    /// <summary>The file system is read-only.</summary>
    public const string ReadOnly = "SQLTLS3105";

    /// <summary>The disk is full.</summary>
    public const string DiskFull = "SQLTLS3106";

    /// <summary>The container went away.</summary>
    public const string ContainerGone = "SQLTLS3107";

    /// <summary>The Docker engine refused.</summary>
    public const string DockerRefused = "SQLTLS3108";

    /// <summary>The engine does not have the image, and cannot get it.</summary>
    public const string NoImage = "SQLTLS3110";

    /// <summary>The published port is another one since the restart.</summary>
    public const string PortChanged = "SQLTLS3111";

    /// <summary>The Docker context cannot be used.</summary>
    public const string DockerContext = "SQLTLS3112";

    /// <summary>The port to publish at is taken.</summary>
    public const string PortTaken = "SQLTLS3113";

    /// <summary>Another container has the name of the one to make.</summary>
    public const string NameTaken = "SQLTLS3114";

    /// <summary>The place to publish at is no address and port.</summary>
    public const string Publish = "SQLTLS3115";

    /// <summary>SQL Server's licence has not been accepted.</summary>
    public const string Licence = "SQLTLS3116";

    /// <summary>The server's files lie in memory.</summary>
    public const string InMemory = "SQLTLS3117";

    /// <summary>mssql.conf is a mount of its own.</summary>
    public const string MountedSettings = "SQLTLS3118";

    /// <summary>mssql.conf begins with a byte-order mark.</summary>
    public const string ByteOrderMark = "SQLTLS3119";

    /// <summary>Only root may change the service.</summary>
    public const string NotRoot = "SQLTLS3121";

    /// <summary>The package mssql-server is not on this machine.</summary>
    public const string NoService = "SQLTLS3122";

    /// <summary>systemd, or the file system, refused what the service needs.</summary>
    public const string ServiceRefused = "SQLTLS3123";

    /// <summary>A link in the service's folder, or the folder of its lock, is not root's.</summary>
    public const string ForeignLink = "SQLTLS3125";
}
