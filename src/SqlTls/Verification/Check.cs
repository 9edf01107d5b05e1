using System.Text.Json.Serialization;

namespace SqlTls.Verification;

/// <summary>One thing that verification proves.</summary>
/// <param name="Id">Its public name, such as <c>encrypted-connection</c>.</param>
/// <param name="Code">Its code, SQLTLS40xx.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">What was seen, in one sentence.</param>
/// <param name="Cure">What to do where it failed; empty otherwise.</param>
/// <param name="Evidence">What was seen, by name: values that tools compare.</param>
/// <param name="Decides">What a failure means.</param>
public sealed record Check(
    string Id,
    string Code,
    CheckOutcome Outcome,
    string Message,
    string Cure,
    IReadOnlyDictionary<string, string> Evidence,
    [property: JsonIgnore] Decision Decides)
{
    /// <summary>The check failed, and that matters.</summary>
    [JsonIgnore]
    public bool Fails => Outcome == CheckOutcome.Failed && Decides != Decision.Advice;
}
