using Microsoft.Build.Framework;
using SqlTls.Endpoint;

namespace SqlTlsTasks.Items;

/// <summary>An embedded endpoint that outlives the task that started it: targets that follow in the same build connect to it. MSBuild disposes it with the build.</summary>
/// <param name="target">The endpoint.</param>
internal sealed class LivingEndpoint(Target target) : IDisposable
{
    /// <summary>The endpoint.</summary>
    public Target Target { get; } = target;

    /// <summary>Keeps an endpoint until the build ends, or until it is taken.</summary>
    /// <param name="engine">The build.</param>
    /// <param name="project">Full path of the project's directory: another project's endpoint may be called the same.</param>
    /// <param name="name">How the project calls it.</param>
    /// <param name="target">The endpoint.</param>
    public static void Keep(IBuildEngine4 engine, string project, string name, Target target) =>
        engine.RegisterTaskObject(Key(project, name), new LivingEndpoint(target), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);

    /// <summary>The endpoint of that name, no longer kept; null where none is.</summary>
    /// <param name="engine">The build.</param>
    /// <param name="project">Full path of the project's directory.</param>
    /// <param name="name">How the project calls it.</param>
    public static Target? Take(IBuildEngine4 engine, string project, string name) =>
        (engine.UnregisterTaskObject(Key(project, name), RegisteredTaskObjectLifetime.Build) as LivingEndpoint)?.Target;

    /// <inheritdoc/>
    public void Dispose() => Target.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static (Type, string, string) Key(string project, string name) => (typeof(LivingEndpoint), project, name);
}
