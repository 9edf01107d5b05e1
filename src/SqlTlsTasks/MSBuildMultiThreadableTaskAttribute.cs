namespace Microsoft.Build.Framework;

/// <summary>
/// A task that needs neither the current directory nor the process's environment, so that a multithreaded build may run it in its own process.
/// MSBuild looks for this attribute by its full name in any assembly; the packages of 18.0 do not have it yet.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
