using SqlTls.Audit;

namespace SqlTlsTasks.Auditing;

/// <summary>Findings as they stand in a cache.</summary>
internal static class FindingFormat
{
    // A damaged count must not ask for more memory than the findings of a file can need.
    private const int Most = 1_000_000;

    public static AuditFinding[] ReadFindings(this BinaryReader reader)
    {
        int count = reader.ReadInt32();
        var findings = new AuditFinding[count is >= 0 and < Most ? count : throw new FormatException()];
        for (int i = 0; i < findings.Length; i++)
        {
            findings[i] = Read(reader);
        }

        return findings;
    }

    public static void WriteFindings(this BinaryWriter writer, IReadOnlyList<AuditFinding> findings)
    {
        writer.Write(findings.Count);
        foreach (AuditFinding finding in findings)
        {
            Write(writer, finding);
        }
    }

    private static AuditFinding Read(BinaryReader reader)
    {
        var finding = new AuditFinding(
            reader.ReadString(), (Severity)reader.ReadByte(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString())
        {
            Fingerprint = reader.ReadString(),
        };
        return reader.ReadBoolean()
            ? finding with { Edit = new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString()) }
            : finding;
    }

    private static void Write(BinaryWriter writer, AuditFinding finding)
    {
        writer.Write(finding.Rule);
        writer.Write((byte)finding.Severity);
        writer.Write(finding.File);
        writer.Write(finding.Line);
        writer.Write(finding.Column);
        writer.Write(finding.Message);
        writer.Write(finding.Cure);
        writer.Write(finding.Fingerprint);
        writer.Write(finding.Edit is not null);
        if (finding.Edit is { } edit)
        {
            writer.Write(edit.Offset);
            writer.Write(edit.Line);
            writer.Write(edit.Column);
            writer.Write(edit.Old);
            writer.Write(edit.New);
        }
    }
}
