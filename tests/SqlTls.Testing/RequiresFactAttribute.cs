using Xunit;

namespace SqlTls.Testing;

/// <summary>A test that talks to a real part of the machine, and is skipped with the reason where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    /// <summary>A test that needs these parts.</summary>
    /// <param name="parts">Names of <see cref="Part"/>s.</param>
    public RequiresFactAttribute(params string[] parts) => Skip = Part.WhySkipped(parts)!;
}
