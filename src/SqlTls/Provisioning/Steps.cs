namespace SqlTls.Provisioning;

/// <summary>Whom a run tells what it does.</summary>
/// <param name="Progress">Told in a few words each; null for nobody.</param>
/// <param name="Boundary">Awaited at every boundary between two steps; null for nobody.</param>
internal sealed record Steps(Action<string>? Progress, Func<string, Task>? Boundary)
{
    /// <summary>Told what the user should know; null says it like a step.</summary>
    public Action<Finding>? Warned { get; init; }

    public void Say(string words) => Progress?.Invoke(words);

    public void Warn(Finding warning)
    {
        if (Warned is not null)
        {
            Warned(warning);
            return;
        }

        Say($"warning {warning.Code}: {warning.Message} {warning.Cure}".TrimEnd());
    }

    public Task ReachAsync(string boundary) => Boundary?.Invoke(boundary) ?? Task.CompletedTask;
}
