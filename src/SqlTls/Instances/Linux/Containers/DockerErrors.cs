using System.Net;
using System.Net.Sockets;
using Docker.DotNet;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>What a Docker engine refused, in words that say what to do.</summary>
internal static class DockerErrors
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Refuses an engine that takes a connection and says nothing: each call to it would wait for minutes.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3101.</exception>
    public static async Task MustAnswerAsync(DockerClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await GuardAsync("the engine", () => client.System.PingAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoEngine(new TimeoutException($"what listens at {client.Options.Endpoint} said nothing for {Patience.TotalSeconds} s"));
        }
    }

    public static async Task<T> GuardAsync<T>(string container, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DockerApiException exception)
        {
            throw Explain(container, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or TimeoutException or IOException or DockerConfigurationException
            or AggregateException { InnerException: SocketException })
        {
            throw NoEngine(exception);
        }
    }

    public static Task GuardAsync(string container, Func<Task> call) => GuardAsync(container, async () =>
    {
        await call();
        return true;
    });

    public static SqlTlsException NoEngine(Exception exception) => new(
        Failure.Surroundings,
        InstanceCodes.NoDocker,
        $"No Docker engine answers: {Innermost(exception).Message.TrimEnd('.')}.",
        "Start Docker, or name another engine with DOCKER_HOST or docker context use; on Linux the user must be in the group docker.",
        exception);

    private static SqlTlsException Explain(string container, DockerApiException exception)
    {
        string body = exception.ResponseBody ?? "";
        (string code, string message, string cure) = exception switch
        {
            _ when body.Contains("read-only", StringComparison.OrdinalIgnoreCase) => (
                InstanceCodes.ReadOnly, $"The file system of {container} is read-only", "Give the container a volume that can be written at /var/opt/mssql."),
            _ when body.Contains("no space left", StringComparison.OrdinalIgnoreCase) => (
                InstanceCodes.DiskFull, $"The disk of {container} is full", "Free some space on it (docker system df), then run the command again."),
            _ when body.Contains("port is already allocated", StringComparison.OrdinalIgnoreCase) || body.Contains("address already in use", StringComparison.OrdinalIgnoreCase) => (
                InstanceCodes.PortTaken, $"The port that {container} is to be published at is taken", "Name another one with --publish, or 0 for any."),
            DockerImageNotFoundException => (
                InstanceCodes.NoImage, $"The engine does not have the image of {container}", "Pull it first: docker pull."),
            { StatusCode: HttpStatusCode.NotFound } when body.Contains("ontainer", StringComparison.Ordinal) => (
                InstanceCodes.ContainerGone, $"The container {container} is gone", "Start a new one and run the command once more."),
            { StatusCode: HttpStatusCode.Conflict } when body.Contains("ontainer", StringComparison.Ordinal) => (
                InstanceCodes.DockerRefused, $"The container {container} is not in a state for this", "Wait until it runs, or start it, and run the command once more."),
            _ => (InstanceCodes.DockerRefused, $"The Docker engine refused ({(int)exception.StatusCode})", "Look at the engine's own log."),
        };
        return new SqlTlsException(Failure.Surroundings, code, $"{message}: {body.ReplaceLineEndings(" ").Trim()}", cure, exception);
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
