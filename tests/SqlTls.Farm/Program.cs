using System.Globalization;
using System.Net;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Farm;

// Many servers in one process: SqlTls.Farm CERTIFICATE NETWORK COUNT EVERY [KIND…]
// Each server presents CERTIFICATE (a PFX) on an address of its own, 127.0.NETWORK.x; but one in EVERY is bad, in one of the scenarios or
// by resetting or flooding, each way (or each KIND) in turn; with 0 none is.
// Prints "ADDRESS,PORT KIND" for each, and the file of the authority to trust where that is a scenario's own; then an empty line when all
// listen. Ends when its input does.
int network = int.Parse(args[1], CultureInfo.InvariantCulture);
int count = int.Parse(args[2], CultureInfo.InvariantCulture);
int every = int.Parse(args[3], CultureInfo.InvariantCulture);
using ServerCertificate certificate = CertificateImport.Read(args[0], null, null);
string[] bad = args.Length > 4 ? args[4..] :
[
    .. ScenarioCatalog.All.Where(scenario => scenario.Verdict is ScenarioVerdict.Refuse or ScenarioVerdict.Doubtful).Select(scenario => scenario.Name),
    "resets",
    "floods",
];
var servers = new List<IAsyncDisposable>();
for (int index = 0; index < count; index++)
{
    bool isBad = every > 0 && index % every == every - 1;
    var address = new IPAddress([127, 0, (byte)network, (byte)(1 + (index % 250))]);
    servers.Add(isBad ? await StartBadAsync(bad[index / every % bad.Length], address) : await StartGoodAsync(address));
}

Console.WriteLine();
_ = await Console.In.ReadToEndAsync();
await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
return 0;

async Task<IAsyncDisposable> StartGoodAsync(IPAddress address)
{
    TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Address = address, Certificate = certificate });
    Console.WriteLine($"{endpoint.Server} good");
    return endpoint;
}

static async Task<IAsyncDisposable> StartBadAsync(string kind, IPAddress address)
{
    if (kind is "resets" or "floods")
    {
        Misbehaving misbehaving = new(address, floods: kind == "floods");
        Console.WriteLine($"{misbehaving.Server} {kind}");
        return misbehaving;
    }

    ScenarioServer scenario = await ScenarioServer.StartAsync(ScenarioCatalog.Named(kind));
    Console.WriteLine($"{scenario.Server} {kind} {scenario.AuthorityFile}".TrimEnd());
    return scenario;
}
