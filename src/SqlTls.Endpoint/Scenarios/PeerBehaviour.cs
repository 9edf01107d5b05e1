namespace SqlTls.Endpoint.Scenarios;

/// <summary>How a peer treats one client, from its first byte to its last.</summary>
/// <param name="client">The connection.</param>
/// <param name="cancellationToken">The peer stops.</param>
internal delegate Task PeerBehaviour(Stream client, CancellationToken cancellationToken);
