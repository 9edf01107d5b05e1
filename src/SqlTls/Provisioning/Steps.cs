namespace SqlTls.Provisioning;

/// <summary>Whom a run tells what it does.</summary>
/// <param name="Progress">Told in a few words each; null for nobody.</param>
/// <param name="Boundary">Awaited at every boundary between two steps; null for nobody.</param>
internal sealed record Steps(Action<string>? Progress, Func<string, Task>? Boundary)
{
    public void Say(string words) => Progress?.Invoke(words);

    public void Warn(Finding warning) => Say($"warning {warning.Code}: {warning.Message} {warning.Cure}".TrimEnd());

    public Task ReachAsync(string boundary) => Boundary?.Invoke(boundary) ?? Task.CompletedTask;
}
