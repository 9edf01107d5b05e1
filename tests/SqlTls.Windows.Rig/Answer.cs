namespace SqlTls.Windows.Rig;

/// <summary>What a command came to.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Output">Its result.</param>
/// <param name="Error">What went wrong, or is to be known.</param>
internal sealed record Answer(int Exit, string Output, string Error);
