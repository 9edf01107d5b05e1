namespace SqlTls.Endpoint.Queries;

/// <summary>What statements can ask about the connection they run on.</summary>
internal sealed record SessionFacts(
    int SessionId,
    bool IsEncrypted,
    bool IsStrict,
    string ServerName,
    Version ServerVersion,
    string Program,
    string User,
    string HostName,
    string ApplicationName,
    string ClientAddress,
    string LocalAddress,
    int LocalPort,
    int PacketSize,
    uint TdsVersion)
{
    public string VersionText => $"{ServerVersion.Major}.{ServerVersion.Minor}.{Math.Max(ServerVersion.Build, 0)}.0";
}
