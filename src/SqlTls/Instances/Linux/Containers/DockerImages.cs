using Docker.DotNet;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>The images of an engine.</summary>
internal static class DockerImages
{
    /// <summary>What the engine knows of an image; null where it does not have it.</summary>
    public static Task<ImageInspectResponse?> FindAsync(DockerClient client, string image, CancellationToken cancellationToken) =>
        DockerErrors.GuardAsync(image, async () =>
        {
            try
            {
                return await client.Images.InspectImageAsync(image, cancellationToken);
            }
            catch (DockerImageNotFoundException)
            {
                return null;
            }
        });

    /// <summary>Lets the engine get an image, as <c>docker run</c> does.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3110: it cannot.</exception>
    public static async Task PullAsync(DockerClient client, string image, CancellationToken cancellationToken)
    {
        string? refused = null;
        try
        {
            await DockerErrors.GuardAsync(image, () => client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = image.Contains('@', StringComparison.Ordinal) || image.Split('/')[^1].Contains(':', StringComparison.Ordinal) ? image : $"{image}:latest" },
                null,
                new Progress<JSONMessage>(message => refused = message.Error?.Message ?? refused),
                cancellationToken));
        }
        catch (SqlTlsException exception) when (exception.Code != InstanceCodes.NoDocker)
        {
            throw NoImage(image, exception.Message, exception);
        }

        if (await FindAsync(client, image, cancellationToken) is null)
        {
            throw NoImage(image, refused, null);
        }
    }

    private static SqlTlsException NoImage(string image, string? why, Exception? exception) => new(
        Failure.Surroundings,
        InstanceCodes.NoImage,
        $"The engine does not have the image {image} and cannot get it{(why is null ? "" : $": {why.TrimEnd('.')}")}.",
        "Check its name, or get it first: docker pull.",
        exception);
}
