using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>What a rule says, before it has a place in a file; the pair is the one whose value is to change to <see cref="NewValue"/>.</summary>
internal sealed record Verdict(string Rule, Severity Severity, string Message, string Cure, Pair? Changes = null, string? NewValue = null);
