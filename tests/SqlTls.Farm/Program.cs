using System.Net;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Farm;

// Many servers in one process: SqlTls.Farm FOLDER NETWORK COUNT [good]
// FOLDER has good.pfx, expired.pfx, wrong-name.pfx and untrusted.pfx. One in ten servers is bad, each in one of the ways in turn; with
// "good", which needs good.pfx alone, none is.
// Prints "ADDRESS,PORT KIND" for each, then an empty line when all listen, and ends when its input does.
string folder = args[0];
int network = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
int count = int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
bool allGood = args.Length > 3;
string[] certificates = allGood ? [] : ["expired", "wrong-name", "untrusted"];
string[] kinds = [.. certificates, "plaintext", "stalls", "resets", "floods"];
Dictionary<string, ServerCertificate> known = certificates.Append("good")
    .ToDictionary(kind => kind, kind => CertificateImport.Read(Path.Combine(folder, $"{kind}.pfx"), null, null));
var servers = new List<IAsyncDisposable>();
for (int index = 0; index < count; index++)
{
    string kind = !allGood && index % 10 == 9 ? kinds[index / 10 % kinds.Length] : "good";
    var address = new IPAddress([127, 0, (byte)network, (byte)(1 + (index % 250))]);
    if (kind is "stalls" or "resets" or "floods")
    {
        Misbehaving server = new(address, kind);
        servers.Add(server);
        Console.WriteLine($"{server.Server} {kind}");
        continue;
    }

    TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions
    {
        Address = address,
        Certificate = known.GetValueOrDefault(kind) ?? known["good"],
        SupportsEncryption = kind != "plaintext",
    });
    servers.Add(endpoint);
    Console.WriteLine($"{endpoint.Server} {kind}");
}

Console.WriteLine();
_ = await Console.In.ReadToEndAsync();
await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
return 0;
