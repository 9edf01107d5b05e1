using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Docker.DotNet;
using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances.Containers;

/// <summary>
/// The API of a Docker engine, with images, containers and volumes that exist in memory alone: for what a real engine does seldom or slowly.
/// None of its containers ever runs.
/// </summary>
internal sealed partial class MemoryEngine : IDisposable
{
    /// <summary>Tests that connect to engines run one after the other: some of them change the variable that names one.</summary>
    public const string Collection = "engines";

    // Of an archive of one small file: a block of content, and two empty ones.
    private const int ContentAndEnd = 3 * 512;

    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Lock _alone = new();

    public MemoryEngine(EndPoint? at = null, SslServerAuthenticationOptions? tls = null)
    {
        at ??= new IPEndPoint(IPAddress.Loopback, 0);
        _tls = tls;
        _listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(at);
        _listener.Listen();
        Uri = new Uri(at is IPEndPoint ? $"http://{_listener.LocalEndPoint}" : $"unix://{at}");
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    /// <summary>What it was asked, in order: verb, and address without the version.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The images that it has, as it tells of them.</summary>
    public Dictionary<string, JsonObject> Images { get; } = [];

    /// <summary>The images that it can get.</summary>
    public HashSet<string> Registry { get; } = [];

    /// <summary>The containers by name, as it tells of them.</summary>
    public Dictionary<string, JsonObject> Containers { get; } = [];

    /// <summary>The files of every container.</summary>
    public Dictionary<string, HostFile> Files { get; } = [];

    /// <summary>The volumes by name, as it tells of them.</summary>
    public Dictionary<string, JsonObject> Volumes { get; } = [];

    /// <summary>What it answers instead of obeying; null where it obeys. A status of 0 hangs up.</summary>
    public Func<string, (int Status, string Message)?> Refusing { get; set; } = _ => null;

    /// <summary>Whether it hangs up after it has obeyed, and its answer is lost.</summary>
    public Func<string, bool> Forgetting { get; set; } = _ => false;

    /// <summary>Whether a file shrinks while it packs it, and the archive ends before its content.</summary>
    public Func<string, bool> CuttingOff { get; set; } = _ => false;

    public DockerClient Connect() => new DockerClientBuilder().WithEndpoint(Uri).Build();

    /// <summary>A container that is there already.</summary>
    public JsonObject Add(string name, string? image = null, string hostPort = "1433")
    {
        JsonObject labels = image is null ? [] : new() { ["sqltls.image"] = image };
        return Containers[name] = Container(name, new JsonObject
        {
            ["Labels"] = labels,
            ["HostConfig"] = new JsonObject
            {
                ["PortBindings"] = new JsonObject { ["1433/tcp"] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = hostPort }) },
            },
        });
    }

    public void Dispose() => _listener.Dispose();

    private static JsonObject Container(string name, JsonObject config) => new()
    {
        ["Id"] = $"{Guid.NewGuid():N}{Guid.NewGuid():N}",
        ["Name"] = $"/{name}",
        ["Config"] = config,
        ["HostConfig"] = config["HostConfig"]?.DeepClone() ?? new JsonObject(),
        ["State"] = new JsonObject { ["Running"] = false },
        ["NetworkSettings"] = new JsonObject(),
    };

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using Stream stream = await SecureAsync(new NetworkStream(client, ownsSocket: true));
            (string request, byte[] body) = await ReadAsync(stream);
            (int status, byte[] answer) = Answer(request, body);
            if (CuttingOff(request))
            {
                // As engines send archives: in chunks, of which this one is the last.
                byte[] cut = answer[..^ContentAndEnd];
                string head = $"HTTP/1.1 {status} -\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n{PathStat(request)}\r\n{cut.Length:x}\r\n";
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. cut, .. "\r\n0\r\n\r\n"u8]);
            }
            else if (status > 0)
            {
                string head = $"HTTP/1.1 {status} -\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n{PathStat(request)}\r\n";
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. answer]);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or is not let in: its part of the test says so.
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream)
    {
        if (_tls is null)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(_tls);
        return secured;
    }

    private static async Task<(string Request, byte[] Body)> ReadAsync(Stream stream)
    {
        string[] request = (await LineAsync(stream)).Split(' ');
        int length = 0;
        bool chunked = false;
        while (await LineAsync(stream) is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..], CultureInfo.InvariantCulture) : length;
            chunked |= header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        }

        return ($"{request[0]} {Version().Replace(request[1], "")}", chunked ? await ChunksAsync(stream) : await BytesAsync(stream, length));
    }

    private (int Status, byte[] Body) Answer(string request, byte[] body)
    {
        lock (_alone)
        {
            Asked.Add(request);
            (int Status, byte[] Body) answer = Refusing(request) is { } refused ? Json(refused.Status, new JsonObject { ["message"] = refused.Message }) : Obey(request, body);
            return Forgetting(request) ? (0, []) : answer;
        }
    }

    private (int Status, byte[] Body) Obey(string request, byte[] body)
    {
        string[] parts = request.Split('?')[0].Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries);
        string path = Regex.Match(request, "[?&]path=([^&]*)") is { Success: true } asked ? System.Uri.UnescapeDataString(asked.Groups[1].Value) : "";
        return parts switch
        {
            ["GET", "images", .. var name, "json"] => Known(Images, System.Uri.UnescapeDataString(string.Join('/', name)), "No such image"),
            ["POST", "images", "create"] => Pull(System.Uri.UnescapeDataString(Regex.Match(request, "fromImage=([^&]*)").Groups[1].Value)),
            ["GET", "containers", "json"] => Json(200, new JsonArray([.. Containers.Values.Select(Listed)])),
            ["POST", "containers", "create"] => Create(Regex.Match(request, "name=([^&]*)").Groups[1].Value, JsonNode.Parse(body)!.AsObject()),
            ["GET", "containers", var id, "json"] => Known(Containers, NameOf(id), "No such container"),
            ["DELETE", "containers", var id] => Containers.Remove(NameOf(id)) ? (204, []) : Json(404, new JsonObject { ["message"] = $"No such container: {id}" }),
            ["POST", "containers", _, "start" or "stop" or "restart"] => (204, []),
            ["GET", "containers", _, "archive"] => Files.TryGetValue(path, out HostFile? file) ? (200, TarFiles.Pack("/", [file]).ToArray()) : Json(404, new JsonObject { ["message"] = $"Could not find the file {path}" }),
            ["PUT", "containers", _, "archive"] => Unpack(path, body),
            ["POST", "volumes", "create"] => Volume(JsonNode.Parse(body)!.AsObject()),
            ["GET", "volumes", var name] => Known(Volumes, name, "no such volume"),
            ["DELETE", "volumes", var name] => Volumes.Remove(name) ? (204, []) : Json(404, new JsonObject { ["message"] = $"no such volume: {name}" }),
            ["GET", "_ping"] => (200, "OK"u8.ToArray()),
            _ => Json(501, new JsonObject { ["message"] = $"not in this double: {request}" }),
        };
    }

    private string NameOf(string id) => Containers.FirstOrDefault(container => container.Value["Id"]!.GetValue<string>() == id).Key ?? id;

    private static (int, byte[]) Known(Dictionary<string, JsonObject> all, string name, string missing) =>
        all.TryGetValue(name, out JsonObject? known) ? Json(200, known) : Json(404, new JsonObject { ["message"] = $"{missing}: {name}" });

    private static JsonNode Listed(JsonObject container) => new JsonObject
    {
        ["Id"] = container["Id"]!.DeepClone(),
        ["Names"] = new JsonArray(container["Name"]!.DeepClone()),
        ["Labels"] = container["Config"]!["Labels"]?.DeepClone(),
        ["Ports"] = new JsonArray([.. (container["HostConfig"]!["PortBindings"]?["1433/tcp"]?.AsArray() ?? [])
            .Select(binding => new JsonObject { ["PrivatePort"] = 1433, ["PublicPort"] = int.Parse(binding!["HostPort"]!.GetValue<string>(), CultureInfo.InvariantCulture) })]),
    };

    private (int, byte[]) Pull(string image)
    {
        if (!Registry.Contains(image))
        {
            return (200, Encoding.UTF8.GetBytes("""{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}""" + "\n"));
        }

        Images[image.EndsWith(":latest", StringComparison.Ordinal) ? image[..^7] : image] = [];
        return (200, "{\"status\":\"Pulled\"}\n"u8.ToArray());
    }

    private (int, byte[]) Create(string name, JsonObject config)
    {
        if (Containers.TryGetValue(name, out JsonObject? other))
        {
            return Json(409, new JsonObject { ["message"] = $"Conflict. The container name \"/{name}\" is already in use by container \"{other["Id"]}\"." });
        }

        Containers[name] = Container(name, config);
        return Json(201, new JsonObject { ["Id"] = Containers[name]["Id"]!.DeepClone(), ["Warnings"] = new JsonArray() });
    }

    private (int, byte[]) Volume(JsonObject wanted)
    {
        string name = wanted["Name"]!.GetValue<string>();
        _ = Volumes.TryAdd(name, wanted);
        return Json(201, Volumes[name]);
    }

    private (int, byte[]) Unpack(string folder, byte[] archive)
    {
        using var reader = new System.Formats.Tar.TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            string path = $"{folder.TrimEnd('/')}/{entry.Name}";
            Files[path] = new HostFile(path, content.ToArray(), entry.Uid, entry.Gid, entry.Mode);
        }

        return (200, []);
    }

    // The engine tells about the file in a header, and the client insists on it.
    private static string PathStat(string request) => request.Contains("/archive", StringComparison.Ordinal)
        ? $"X-Docker-Container-Path-Stat: {Convert.ToBase64String("""{"name":"f","size":1,"mode":384,"mtime":"2026-01-01T00:00:00Z","linkTarget":""}"""u8)}\r\n"
        : "";

    private static (int, byte[]) Json(int status, JsonNode body) => (status, Encoding.UTF8.GetBytes(body.ToJsonString()));

    [GeneratedRegex(@"^/v[\d.]+")]
    private static partial Regex Version();

    private static async Task<string> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) > 0 && one[0] != '\n')
        {
            _ = line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }

    private static async Task<byte[]> BytesAsync(Stream stream, int length)
    {
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task<byte[]> ChunksAsync(Stream stream)
    {
        using var all = new MemoryStream();
        while (int.Parse(await LineAsync(stream), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            await all.WriteAsync(await BytesAsync(stream, length));
            _ = await LineAsync(stream);
        }

        _ = await LineAsync(stream);
        return all.ToArray();
    }
}
