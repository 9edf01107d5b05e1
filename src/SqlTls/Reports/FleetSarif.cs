using System.Text.Json;
using SqlTls.Fleets;
using SqlTls.Sarif;

namespace SqlTls.Reports;

/// <summary>What was found about servers, as SARIF 2.1.0: each finding at the server's line in the list.</summary>
public static class FleetSarif
{
    /// <summary>One run with its rules and results.</summary>
    /// <param name="rows">The servers.</param>
    /// <param name="list">The list's path; null where the servers come from no file.</param>
    /// <param name="summary">The fleet in numbers, for the run's properties; null where there is no fleet.</param>
    public static string Write(IEnumerable<FleetRow> rows, string? list, FleetSummary? summary = null)
    {
        SarifResult[] results = [.. rows.SelectMany(row => row.Findings.Select(finding => Result(row, finding, list?.Replace('\\', '/'))))];
        return SarifDocument.Write([.. results.Select(result => result.Rule).Distinct().Order(StringComparer.Ordinal).Select(code => new SarifRule(code))], results, summary is null ? null : json => WriteSummary(json, summary));
    }

    private static void WriteSummary(Utf8JsonWriter json, FleetSummary summary)
    {
        json.WritePropertyName("summary");
        json.WriteRawValue(ReportJson.WriteLine(summary));
    }

    private static SarifResult Result(FleetRow row, Finding finding, string? list) =>
        new(finding.Code, finding.Severity, $"{row.Probe.Server}: {finding.Message} {finding.Cure}".TrimEnd(), list is null ? null : new SarifPlace(list, row.Line))
        {
            Resource = row.Probe.Server,
            Fingerprint = ("server/v1", $"{row.Probe.Server}#{finding.Code}"),
        };
}
