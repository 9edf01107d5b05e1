namespace SqlTlsTasks.Tests;

/// <summary>The real SDK, in a process that knows nothing of the build that runs the tests.</summary>
internal static class Dotnet
{
    public static readonly KeyValuePair<string, string?>[] Environment =
    [
        // Set by the SDK that runs the tests, for itself.
        new("MSBuildSDKsPath", null),
        new("MSBuildExtensionsPath", null),
        new("MSBUILD_EXE_PATH", null),
        new("MSBuildLoadMicrosoftTargetsReadOnly", null),
        // Nothing is left running when a test ends.
        new("MSBUILDDISABLENODEREUSE", "1"),
        new("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
        new("DOTNET_NOLOGO", "1"),
        new("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        // Passwords of whoever runs the tests are none of their business.
        new("SQLTLS_PASSWORD", null),
        new("MSSQL_SA_PASSWORD", null),
    ];

    public static Task<Tool> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    public static Task<Tool> RunAsync(string folder, IEnumerable<KeyValuePair<string, string?>> environment, params string[] arguments) =>
        Tool.RunAsync("dotnet", arguments, environment: Environment.Concat(environment), workingFolder: folder, seconds: 180);
}
