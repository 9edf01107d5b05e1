using SqlTls.Endpoint.Linux;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Instances.Windows;

namespace SqlTls.Endpoint;

/// <summary>
/// A server that somebody named, opened: what every front end begins with. It lives with the endpoint because the endpoint is the one target
/// that the library itself does not know.
/// </summary>
public sealed class Target : IAsyncDisposable
{
    private readonly DirectoryInfo? _ownFolder;
    private ImagePassword? _ownPassword;
    private ImagePassword? _handedOut;

    private Target(IInstance instance, string? password, string outputFolder, DirectoryInfo? ownFolder = null) =>
        (Instance, Password, OutputFolder, _ownFolder) = (instance, password, outputFolder, ownFolder);

    /// <summary>The server.</summary>
    public IInstance Instance { get; }

    /// <summary>The password of its login: the one given, or the one made for it; null where none is known.</summary>
    public string? Password { get; }

    /// <summary>Full path of the file that hands out a password which was made, mode 0600; null where none is needed. It is there once the server is, and for the endpoint once it is handed out.</summary>
    public string? PasswordFile { get; private init; }

    /// <summary>Full path of the folder for its certificates and report; it may not be there yet.</summary>
    public string OutputFolder { get; }

    /// <summary>The server lives in this process.</summary>
    public bool EndsWithTheProcess => _ownFolder is not null;

    /// <summary>Finds the server. Nothing is changed, and nothing is started.</summary>
    /// <param name="request">Which one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">The words are wrong, there is no such server, or the surroundings refuse.</exception>
    public static async Task<Target> OpenAsync(TargetRequest request, CancellationToken cancellationToken = default)
    {
        request.Check();
        if (request.Endpoint)
        {
            return OpenEndpoint(request);
        }

        if (request.Instance is { } name)
        {
            WindowsInstance instance = WindowsInstance.Open(LocalMachine.Open(), name, request.KeyStorage, request.StartLimit, request.Force);
            return new Target(instance, request.Password, request.FolderOf(instance.Name));
        }

        if (request.Image is not null)
        {
            var image = new ImageRequest(request.Image, request.Name, request.Publish);
            string folder = request.FolderOf(image.ContainerName);
            (ILinuxHost made, string? password) = await DockerContainers.OfImageAsync(image, request.Password, folder, cancellationToken);
            return new Target(new LinuxInstance(made, request.StartLimit), password, folder) { PasswordFile = request.Password is null ? Path.Combine(folder, DockerContainers.PasswordFileName) : null };
        }

        ILinuxHost host = request.Service
            ? await LinuxService.OpenAsync(cancellationToken)
            : await DockerContainers.FindAsync(request.Container!, request.Force, cancellationToken);
        return new Target(new LinuxInstance(host, request.StartLimit), request.Password, request.FolderOf(host.Name));
    }

    /// <summary>Leaves the password that was made for the endpoint in <see cref="PasswordFile"/>, until the endpoint ends.</summary>
    /// <exception cref="SqlTlsException">SQLTLS2110: the folder cannot be written.</exception>
    public void HandOutPassword()
    {
        if (_ownPassword is { IsMade: true })
        {
            _ownPassword.HandOut();
            _handedOut = _ownPassword;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Instance.DisposeAsync();
        _handedOut?.TakeBack();
        _ownFolder?.Delete(recursive: true);
    }

    private static Target OpenEndpoint(TargetRequest request)
    {
        string output = request.FolderOf("endpoint");
        var password = ImagePassword.For(request.Password, output);
        DirectoryInfo folder = TemporaryFiles.CreateFolder("endpoint");
        var host = new EndpointHost(new StandInOptions(folder.FullName) { Password = password.Value });
        return new Target(new LinuxInstance(host), password.Value, output, folder)
        {
            PasswordFile = request.Password is null ? Path.Combine(output, DockerContainers.PasswordFileName) : null,
            _ownPassword = password,
        };
    }
}
