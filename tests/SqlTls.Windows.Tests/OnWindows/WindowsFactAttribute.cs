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

    /// <summary>Also needs this instance of SQL Server.</summary>
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
        }
    }

    private static string? WhySkipped() => !OperatingSystem.IsWindows() ? "needs Windows"
        : LocalMachine.Open().IsAdministrator ? null
        : "needs an administrator";
}
