namespace SqlTls.Endpoint.Queries;

/// <summary>The variables and functions that clients ask for.</summary>
internal static class Functions
{
    public static object? Variable(string name, SessionFacts facts) => name.ToUpperInvariant() switch
    {
        "@@VERSION" => $"{facts.Program} {facts.VersionText}",
        "@@SPID" => facts.SessionId,
        "@@SERVERNAME" => facts.ServerName,
        "@@SERVICENAME" => "MSSQLSERVER",
        "@@LANGUAGE" => "us_english",
        "@@TRANCOUNT" or "@@ERROR" or "@@ROWCOUNT" or "@@OPTIONS" => 0,
        "@@MAX_PRECISION" => 38,
        "@@MICROSOFTVERSION" => (facts.ServerVersion.Major << 24) | Math.Max(facts.ServerVersion.Build, 0),
        "SYSTEM_USER" => facts.User,
        "CURRENT_USER" or "SESSION_USER" => "dbo",
        _ => null,
    };

    public static bool TryCall(string name, IReadOnlyList<object?> arguments, SessionFacts facts, out object? value)
    {
        (bool known, value) = (name.ToUpperInvariant(), arguments) switch
        {
            ("SERVERPROPERTY", [string property]) => (true, ServerProperty(property, facts)),
            ("CONNECTIONPROPERTY", [string property]) => (true, ConnectionProperty(property, facts)),
            ("DB_NAME", _) => (true, "master"),
            ("DB_ID", _) => (true, 1),
            ("USER_NAME", _) => (true, "dbo"),
            ("SUSER_SNAME" or "SUSER_NAME" or "ORIGINAL_LOGIN", _) => (true, facts.User),
            ("HOST_NAME", []) => (true, facts.HostName),
            ("APP_NAME", []) => (true, facts.ApplicationName),
            ("IS_SRVROLEMEMBER" or "IS_MEMBER", _) => (true, 1),
            ("ISNULL", [var first, var second]) => (true, first ?? second),
            _ => (false, (object?)null),
        };
        return known;
    }

    private static object? ServerProperty(string property, SessionFacts facts) => property.ToUpperInvariant() switch
    {
        "PRODUCTVERSION" => facts.VersionText,
        "PRODUCTMAJORVERSION" => $"{facts.ServerVersion.Major}",
        "PRODUCTLEVEL" => "RTM",
        "EDITION" => facts.Program,
        "ENGINEEDITION" => 3,
        "SERVERNAME" or "MACHINENAME" or "COMPUTERNAMEPHYSICALNETBIOS" => facts.ServerName,
        "COLLATION" => "SQL_Latin1_General_CP1_CI_AS",
        "ISINTEGRATEDSECURITYONLY" or "ISCLUSTERED" or "ISHADRENABLED" => 0,
        _ => null,
    };

    private static string? ConnectionProperty(string property, SessionFacts facts) => property.ToUpperInvariant() switch
    {
        "NET_TRANSPORT" => "TCP",
        "PROTOCOL_TYPE" => "TSQL",
        "AUTH_SCHEME" => "SQL",
        "LOCAL_NET_ADDRESS" => facts.LocalAddress,
        "LOCAL_TCP_PORT" => $"{facts.LocalPort}",
        "CLIENT_NET_ADDRESS" => facts.ClientAddress,
        _ => null,
    };
}
