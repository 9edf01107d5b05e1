using System.Text.Json;
using SqlTls.Connector;
using SqlTls.Connector.Wire;

// Attempts come as JSON lines and run side by side; answers go out as they come. Closed input, as when the parent died, ends the
// process, whatever still hangs in SqlClient: nobody is there to hear it.
TextWriter output = TextWriter.Synchronized(Console.Out);
while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
{
    Attempt attempt = JsonSerializer.Deserialize(line, WireJson.Default.Attempt)!;
    _ = Task.Run(async () =>
    {
        Answer answer = await Connecting.TryAsync(attempt, CancellationToken.None).ConfigureAwait(false);
        await output.WriteLineAsync(JsonSerializer.Serialize(answer, WireJson.Default.Answer)).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    });
}

return 0;
