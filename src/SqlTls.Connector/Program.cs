using SqlTls.Certificates;
using SqlTls.Connector;
using SqlTls.Connector.Wire;

// Attempts come as JSON lines and run side by side; answers go out as they come. Closed input, as when the parent died, ends the
// process, whatever still hangs in SqlClient: nobody is there to hear it.
const int NotUnderstood = 2;
SystemAuthorities.Begin();
TextWriter output = TextWriter.Synchronized(Console.Out);
while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
{
    if (WireJson.ReadAttempt(line) is not { } attempt)
    {
        // The line may hold a password, and is not repeated.
        await Console.Error.WriteLineAsync("A line of standard input is no attempt: {\"id\": NUMBER, \"connectionString\": TEXT} is expected.").ConfigureAwait(false);
        return NotUnderstood;
    }

    _ = Task.Run(async () =>
    {
        Answer answer = await Connecting.TryAsync(attempt, CancellationToken.None).ConfigureAwait(false);
        await output.WriteLineAsync(WireJson.Write(answer)).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    });
}

return 0;
