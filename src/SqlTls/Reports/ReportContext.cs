using System.Text.Json.Serialization;

namespace SqlTls.Reports;

/// <summary>Serialization code made at compile time: a command that prints JSON starts as fast as one that does not.</summary>
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(CertificateCheckReport))]
[JsonSerializable(typeof(CertificateReport))]
[JsonSerializable(typeof(ClientReport))]
[JsonSerializable(typeof(ConnectionStringReport))]
[JsonSerializable(typeof(DownReport))]
[JsonSerializable(typeof(EndpointReport))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(FleetProbeReport))]
[JsonSerializable(typeof(FleetVerifyReport))]
[JsonSerializable(typeof(InstancesReport))]
[JsonSerializable(typeof(ManifestReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(ProbeReport))]
[JsonSerializable(typeof(TrustChangeReport))]
[JsonSerializable(typeof(TrustReport))]
[JsonSerializable(typeof(UpReport))]
internal sealed partial class ReportContext : JsonSerializerContext;
