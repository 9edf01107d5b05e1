namespace SqlTls.Instances.Linux;

/// <summary>A file on a host, with what makes it usable for one user and nobody else.</summary>
/// <param name="Path">Its absolute path there.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Owner">The numeric user id.</param>
/// <param name="Group">The numeric group id.</param>
/// <param name="Mode">The permission bits.</param>
public sealed record HostFile(string Path, ReadOnlyMemory<byte> Content, int Owner, int Group, UnixFileMode Mode);
