namespace SqlTls.Endpoint;

/// <summary>Codes of the embedded endpoint's errors.</summary>
public static class EndpointCodes
{
    /// <summary>The port is no port, or it is taken.</summary>
    public const string Port = "SQLTLS3901";

    /// <summary>The list of ciphers names none that is known.</summary>
    public const string Ciphers = "SQLTLS3902";

    /// <summary>The stand-in server does not start with these settings.</summary>
    public const string Start = "SQLTLS3903";

    /// <summary>There is no scenario of this name.</summary>
    public const string Scenario = "SQLTLS3904";
}
