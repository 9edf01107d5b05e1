namespace SqlTls;

/// <summary>One thing that was found about a certificate or a server.</summary>
/// <param name="Code">The public code, such as <c>SQLTLS2005</c>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">What is the case, in one sentence.</param>
/// <param name="Cure">What to do, in one sentence; empty where nothing is to do.</param>
public sealed record Finding(string Code, Severity Severity, string Message, string Cure);
