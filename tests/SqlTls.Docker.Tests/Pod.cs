using System.Globalization;
using SqlTls.Certificates;
using YamlDotNet.RepresentationModel;

namespace SqlTls.Docker.Tests;

/// <summary>
/// The pod of a StatefulSet, run by hand: what the manifest says of users, groups, mounts, modes and commands, done as a kubelet does it.
/// </summary>
internal sealed class Pod : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"sqltls-pod-{Guid.NewGuid():N}";
    private readonly YamlMappingNode _spec;
    private readonly IReadOnlyList<YamlMappingNode> _objects;

    private Pod(IReadOnlyList<YamlMappingNode> objects)
    {
        _objects = objects;
        _spec = Map(Of("StatefulSet"), "spec", "template", "spec");
    }

    private string User => Text(_spec, "securityContext", "runAsUser");

    private string Group => Text(_spec, "securityContext", "fsGroup");

    private YamlMappingNode Container => (YamlMappingNode)List(_spec, "containers")[0];

    private YamlMappingNode InitContainer => (YamlMappingNode)List(_spec, "initContainers")[0];

    public static async Task<Pod> CreateAsync(string manifest, ServerCertificate? certificate = null)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(manifest));
        var pod = new Pod([.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode)]);
        await pod.PutAsync("conf", [("mssql.conf", Text(pod.Of("ConfigMap"), "data", "mssql.conf"))]);
        if (certificate is not null)
        {
            await pod.PutSecretAsync(certificate);
        }
        else
        {
            YamlMappingNode data = Map(pod.Of("Secret"), "stringData");
            await pod.PutAsync("tls", [.. data.Select(entry => (entry.Key.ToString(), ((YamlScalarNode)entry.Value).Value!))]);
        }

        return pod;
    }

    /// <summary>What cert-manager puts into the Secret.</summary>
    public Task PutSecretAsync(ServerCertificate certificate) => PutAsync(
        "tls", [("tls.crt", certificate.ChainPem()), ("tls.key", certificate.KeyPem()), ("ca.crt", certificate.Authority!.ExportCertificatePem())]);

    public async Task StartAsync()
    {
        // A claimed volume belongs to the pod's group, which may write.
        _ = await RunAsync("run", "--rm", "--user", "0", "-v", $"{_name}:/data", "--entrypoint", "/bin/sh", Text(Container, "image"), "-c", $"chown root:{Group} /data && chmod 2775 /data");
        string[] init = [.. List(InitContainer, "command").Select(word => word.ToString())];
        _ = await RunAsync(["run", "--rm", .. Context(InitContainer), "--entrypoint", init[0], Text(InitContainer, "image"), .. init[1..]]);
        _ = await RunAsync(["run", "--detach", "--name", _name, "--publish", "127.0.0.1::1433", "--env", "ACCEPT_EULA=Y", "--env", $"MSSQL_SA_PASSWORD={Server.Password}", .. Context(Container), Text(Container, "image")]);
        await PostStartAsync();
    }

    public async Task RestartAsync()
    {
        _ = await RunAsync("restart", "--time", "5", _name);
        await PostStartAsync();
    }

    public async Task<bool> IsAliveAsync() =>
        (await Server.Docker(["exec", _name, .. List(Container, "livenessProbe", "exec", "command").Select(word => word.ToString())])).ExitCode == 0;

    public async Task<int> PortAsync() => int.Parse((await RunAsync("port", _name, "1433/tcp")).Output.Trim().Split(':')[^1], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _ = await Server.Docker("rm", "--force", "--volumes", _name);
        _ = await Server.Docker("volume", "rm", _name);
        _folder.Dispose();
    }

    private static async Task<Tool> RunAsync(params string[] arguments)
    {
        Tool run = await Server.Docker(arguments);
        Assert.True(run.ExitCode == 0, run.Everything);
        return run;
    }

    private async Task PostStartAsync()
    {
        if (Container.Children.ContainsKey("lifecycle"))
        {
            _ = await RunAsync(["exec", _name, .. List(Container, "lifecycle", "postStart", "exec", "command").Select(word => word.ToString())]);
        }
    }

    private string[] Context(YamlMappingNode container) =>
    [
        "--user", User, "--group-add", Group,
        .. List(container, "volumeMounts").Cast<YamlMappingNode>().SelectMany(mount => new[] { "--volume", Volume(Text(mount, "name"), Text(mount, "mountPath")) }),
    ];

    private string Volume(string volume, string path) => volume == "data" ? $"{_name}:{path}" : $"{_folder.File(volume)}:{path}:ro";

    // The kubelet writes a Secret's files as root, with the pod's group and the mode that the manifest says.
    private async Task PutAsync(string volume, IReadOnlyList<(string Name, string Content)> files)
    {
        foreach ((string file, string content) in files)
        {
            _ = _folder.Write($"{volume}/{file}", content);
        }

        string mode = volume == "tls" ? Text((YamlMappingNode)List(_spec, "volumes").Single(each => Text((YamlMappingNode)each, "name") == volume), "secret", "defaultMode") : "0644";
        _ = await RunAsync("run", "--rm", "--user", "0", "-v", $"{_folder.File(volume)}:/files", "--entrypoint", "/bin/sh", Text(Container, "image"), "-c", $"chown root:{Group} /files/* && chmod {mode} /files/*");
    }

    private YamlMappingNode Of(string kind) => _objects.Last(each => Text(each, "kind") == kind);

    private static string Text(YamlMappingNode map, params string[] path) => ((YamlScalarNode)At(map, path)).Value!;

    private static YamlMappingNode Map(YamlMappingNode map, params string[] path) => (YamlMappingNode)At(map, path);

    private static IList<YamlNode> List(YamlMappingNode map, params string[] path) => ((YamlSequenceNode)At(map, path)).Children;

    private static YamlNode At(YamlNode node, string[] path) => path.Aggregate(node, (at, step) => at[new YamlScalarNode(step)]);
}
