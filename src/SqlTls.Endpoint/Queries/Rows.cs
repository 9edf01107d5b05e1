namespace SqlTls.Endpoint.Queries;

/// <summary>The rows that can be selected from.</summary>
internal static class Rows
{
    public static IReadOnlyDictionary<string, object?> None { get; } = new Dictionary<string, object?>();

    /// <summary>This connection's row of sys.dm_exec_connections.</summary>
    public static IReadOnlyDictionary<string, object?> Connection(SessionFacts facts) => new Dictionary<string, object?>
    {
        ["session_id"] = facts.SessionId,
        ["net_transport"] = "TCP",
        ["protocol_type"] = "TSQL",
        ["protocol_version"] = unchecked((int)facts.TdsVersion),
        ["encrypt_option"] = facts.IsEncrypted ? "TRUE" : "FALSE",
        ["auth_scheme"] = "SQL",
        ["net_packet_size"] = facts.PacketSize,
        ["client_net_address"] = facts.ClientAddress,
        ["local_net_address"] = facts.LocalAddress,
        ["local_tcp_port"] = facts.LocalPort,
    };
}
