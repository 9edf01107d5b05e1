namespace SqlTls.Instances.Windows;

/// <summary>A Windows service at one moment.</summary>
/// <param name="Running">It runs.</param>
/// <param name="Disabled">It may not be started.</param>
/// <param name="RunningDependents">Services that need it and run, in the order in which they must be stopped.</param>
public sealed record ServiceState(bool Running, bool Disabled, IReadOnlyList<string> RunningDependents);
