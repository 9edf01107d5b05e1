using Xunit;

namespace SqlTls.Testing;

/// <summary>A theory that talks to a real part of the machine, and is skipped with the reason where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    /// <summary>A theory that needs these parts.</summary>
    /// <param name="parts">Names of <see cref="Part"/>s.</param>
    public RequiresTheoryAttribute(params string[] parts) => Skip = Part.WhySkipped(parts)!;
}
