namespace SqlTls.Instances.Windows;

/// <summary>Where an instance listens.</summary>
/// <param name="Address">Its IP address; null for every one of the machine.</param>
/// <param name="Port">Its port.</param>
internal sealed record TcpEndpoint(string? Address, int Port);
