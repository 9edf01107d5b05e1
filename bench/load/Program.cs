using System.Diagnostics;
using System.Globalization;
using SqlTls.Endpoint;

// An endpoint in a process of its own, and clients of which a tenth stalls at each step of the protocol, while the rest works:
//   dotnet run -c Release --project bench/load -- [connections] [seconds]
// It fails where a working client did, or where the server's memory goes on growing after the first third.
if (args is ["serve"])
{
    await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync().ConfigureAwait(false);
    Console.WriteLine($"{endpoint.Port}\t{endpoint.ConnectionString}");
    // Until the parent closes the pipe.
    _ = await Console.In.ReadToEndAsync().ConfigureAwait(false);
    return 0;
}

int connections = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
var start = new ProcessStartInfo("dotnet", [typeof(SqlTls.Load.Tally).Assembly.Location, "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
using Process server = Process.Start(start)!;
string[] words = (await server.StandardOutput.ReadLineAsync().ConfigureAwait(false))!.Split('\t');
bool held = await SqlTls.Load.Run.Async(server, int.Parse(words[0], CultureInfo.InvariantCulture), words[1], connections, TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
server.StandardInput.Close();
await server.WaitForExitAsync().ConfigureAwait(false);
return held ? server.ExitCode : 1;
