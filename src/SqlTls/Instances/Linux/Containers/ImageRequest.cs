using System.Globalization;
using System.Net;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>The container that <c>up --image</c> makes, where it is not there yet.</summary>
/// <param name="Image">The image, as <c>docker run</c> takes it.</param>
/// <param name="Name">The container's name; null for one made of the image's.</param>
/// <param name="Publish">Where its port is published: <c>PORT</c> on 127.0.0.1, or <c>ADDRESS:PORT</c>; 0 is any free port. Null for 1433, or a free one where that is taken.</param>
public sealed record ImageRequest(string Image, string? Name = null, string? Publish = null)
{
    private const int UsualPort = 1433;

    /// <summary>The label of containers that were made so; its value is the image.</summary>
    internal const string Label = "sqltls.image";

    /// <summary>The label that says which run made one: no two runs have the same.</summary>
    internal const string RunLabel = "sqltls.run";

    /// <summary>The container's name.</summary>
    public string ContainerName => Name ?? $"sqltls-{Image.Split('@')[0].Split('/')[^1].Replace(':', '-')}";

    /// <summary>Address and port to publish at; no port where any will do.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3115: it is neither a port nor an address and a port.</exception>
    internal (IPAddress Address, int? Port) Where()
    {
        if (Publish is null)
        {
            return (IPAddress.Loopback, null);
        }

        int colon = Publish.LastIndexOf(':');
        return (colon < 0 ? IPAddress.Loopback : IPAddress.TryParse(Publish[..colon], out IPAddress? address) ? address : null) is { } at
            && ushort.TryParse(Publish[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? (at, port)
            : throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.Publish,
                $"'{Publish}' is no place to publish a port at.",
                $"Write a port, such as {UsualPort}, or an address and a port, such as 127.0.0.1:{UsualPort}.");
    }
}
