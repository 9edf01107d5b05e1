namespace SqlTls.Provisioning;

/// <summary>One step of a plan, for people to read.</summary>
/// <param name="Step">What kind of step, in one word: <c>certificate</c>, <c>settings</c>, <c>permission</c>, <c>trust</c>, <c>restart</c>, <c>start</c>, <c>wait</c>, <c>recover</c>, <c>restore</c>, <c>remove</c>.</param>
/// <param name="Detail">What it does here.</param>
public sealed record PlanStep(string Step, string Detail)
{
    internal static PlanStep Recovering { get; } = new("recover", "undo what an interrupted run left");
}
