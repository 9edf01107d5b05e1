using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Tests.OnWindows;

/// <summary>
/// A test for an administrator of a Windows machine; elsewhere it is skipped with the reason. With <c>SQLTLS_TEST_REQUIRE=windows</c> nothing that is
/// missing is a reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute() => Skip = Part.IsRequired("windows") ? null! : WhySkipped()!;

    /// <summary>The environment variable with the password of the instance's login sa: without it every connection would end in a refused login.</summary>
    internal const string PasswordVariable = "SQLTLS_TEST_SA_PASSWORD";

    /// <summary>What stands there; null where nothing does.</summary>
    internal static string? Password => Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password ? password : null;

    /// <summary>Also needs this instance of SQL Server, and the password of its login sa.</summary>
    public string? Instance
    {
        get;
        set
        {
            field = value;
            if (Skip is null && !Part.IsRequired("windows") && !InstancesOnMachine.List(LocalMachine.Open()).Any(instance => instance.Name == value))
            {
                Skip = $"needs the SQL Server instance {value}";
            }
            else if (Skip is null && !Part.IsRequired("windows") && Password is null)
            {
                Skip = $"needs {PasswordVariable}, the password of sa of {value}";
            }
        }
    }

    private static string? WhySkipped() => !OperatingSystem.IsWindows() ? "needs Windows"
        : LocalMachine.Open().IsAdministrator ? null
        : "needs an administrator";
}
