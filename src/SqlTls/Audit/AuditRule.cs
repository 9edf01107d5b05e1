namespace SqlTls.Audit;

/// <summary>A rule of the audit, as lists of rules show it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name in one word, for programs.</param>
/// <param name="Severity">How much a finding of it weighs unless its place or the settings say otherwise.</param>
/// <param name="Title">What is the case, in a few words.</param>
/// <param name="Description">What is the case and why it matters, in a sentence or two.</param>
public sealed record AuditRule(string Code, string Name, Severity Severity, string Title, string Description)
{
    /// <summary>All rules, by code.</summary>
    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new(AuditCodes.EncryptionOff, "EncryptionOff", Severity.Error, "Encryption is switched off.", "The connection string switches encryption off: what follows the login crosses the network in the clear. A warning where the server is this machine."),
        new(AuditCodes.NotValidated, "CertificateNotValidated", Severity.Error, "The server's certificate is not validated.", "The client takes any certificate, so whoever sits in between can read and change everything. A warning where the server is this machine."),
        new(AuditCodes.NotStated, "EncryptionNotStated", Severity.Warning, "Encryption is not stated, and the driver's default is off.", "What is not stated is the driver's default, and that differs by driver and version. A note where the driver is not known."),
        new(AuditCodes.StrictIgnoresTrust, "StrictIgnoresTrust", Severity.Note, "Strict encryption ignores TrustServerCertificate.", "With strict encryption the certificate is always validated: the setting beside it says something that is not so."),
        new(AuditCodes.PasswordInFile, "PasswordInFile", Severity.Note, "A password stands in the file.", "Whoever reads the file can log in. Off unless the settings ask for it."),
        new(AuditCodes.NoEffect, "CertificateSettingWithoutEffect", Severity.Warning, "ServerCertificate or HostNameInCertificate has no effect.", "The setting looks as if it pinned the server's certificate or name, but encryption is off or the certificate is not validated."),
        new(AuditCodes.Refused, "RefusedByDriver", Severity.Error, "The driver refuses the connection string.", "A TLS keyword has a value that the driver does not know, or the string cannot be parsed: the program fails when it connects."),
        new(AuditCodes.ExceptionWithoutReason, "ExceptionWithoutReason", Severity.Warning, "An exception has no reason.", "A rule is silenced by a comment or by the settings, and nothing says why."),
        new(AuditCodes.ExceptionEnded, "ExceptionEnded", Severity.Warning, "An exception has reached its end date.", "The settings silenced a rule up to a day that is past; its findings are told again."),
        new(AuditCodes.Unreadable, "Unreadable", Severity.Warning, "A file or folder cannot be read.", "What stands in it was not audited; the audit went on."),
        new(AuditCodes.ReadInPart, "ReadInPart", Severity.Warning, "A part of a file was not read.", "A line or literal is longer than a piece in which files are read, or the file is broken or nested without end: it was read as far as it goes, and a connection string in it may have been missed."),
    ];

    /// <summary>The rule of a code; null where there is none.</summary>
    /// <param name="code">A code.</param>
    public static AuditRule? Of(string code) => All.FirstOrDefault(rule => rule.Code == code);
}
