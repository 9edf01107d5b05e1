namespace SqlTls.Reports;

/// <summary>What <c>--json</c> gives when nothing could be done: exit code 2 and above.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Error">What is wrong.</param>
public sealed record ErrorReport(int Schema, ErrorReport.Detail Error)
{
    /// <summary>One error.</summary>
    /// <param name="Code">The public code.</param>
    /// <param name="Message">What is wrong, in one sentence.</param>
    /// <param name="Cure">What to do, in one sentence.</param>
    public sealed record Detail(string Code, string Message, string Cure);
}
