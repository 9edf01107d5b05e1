namespace RefusesBadTls.Tests;

/// <summary>A theory that is skipped where SSL_CERT_FILE says nothing to .NET: the application would refuse every server there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the theory off Linux, with the reason.</summary>
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs Linux: elsewhere .NET does not read SSL_CERT_FILE";
}
