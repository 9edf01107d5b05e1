namespace SqlTls.Instances;

/// <summary>From the error log to one cause and one cure.</summary>
public static class ErrorLogDiagnosis
{
    // The cause before its consequences: 17826 and 17120 follow on whatever kept the network from starting.
    private static readonly (int Number, string Code, string Cause, string Cure)[] Causes =
    [
        (ErrorLog.Permissions, InstanceCodes.Permissions, "the server may not read the certificate or its key",
            "Let the server's own user own both files with mode 0400, in a folder that it may enter."),
        (26011, InstanceCodes.SecurityLibrary, "the server's security library does not work",
            "Repair the server's installation, or take an image that is whole."),
        (26010, InstanceCodes.CertificateRefused, "the server cannot load the certificate",
            "Check that the key belongs to the certificate and that both are valid PEM: sqltls certificate check."),
        (26015, InstanceCodes.CertificateRefused, "the server cannot load the certificate, and encryption is required",
            "Check that the key belongs to the certificate and that both are valid: sqltls certificate check."),
        (26014, InstanceCodes.CertificateRefused, "the server cannot load the certificate",
            "Check that the key belongs to the certificate and that it has not expired: sqltls certificate check."),
        (17821, InstanceCodes.NoStrictCertificate, "the server has no certificate that serves strict connections",
            "Give it a certificate whose authority it trusts itself, or leave out --force-strict."),
        (17190, InstanceCodes.Fallback, "the server could not make its own fallback certificate",
            "Check the free space and the rights of its data folder."),
        (17182, InstanceCodes.Network, "the server's network did not initialise",
            "Check protocols, ciphers and certificate among the settings; the error log has the details."),
        (17826, InstanceCodes.NetworkLibrary, "the server's network library did not start",
            "Read the lines before it in the server's error log."),
        (17120, InstanceCodes.NetworkLibrary, "the server could not start one of its parts",
            "Read the lines before it in the server's error log."),
    ];

    /// <summary>What keeps the server from its network or its certificate; null where the log names nothing of the kind.</summary>
    /// <param name="log">The log since the start.</param>
    public static Finding? Of(ErrorLog log)
    {
        foreach ((int number, string code, string cause, string cure) in Causes)
        {
            if (log.Entries.FirstOrDefault(entry => entry.Number == number) is { } entry)
            {
                string named = number > 0 ? $"{number}: {entry.Text}" : entry.Text;
                return new Finding(code, Severity.Error, $"The error log says that {cause} ({named.TrimEnd('.', ' ')}).", cure);
            }
        }

        return null;
    }

    /// <summary>How far a start has come: null while it is not over.</summary>
    /// <param name="log">The log since the start.</param>
    /// <param name="certificate">The file or thumbprint that must be loaded; null where none is set.</param>
    /// <param name="recovered">It is over only when every database is recovered; connections are taken before.</param>
    public static StartResult? OfStart(ErrorLog log, string? certificate, bool recovered = true)
    {
        if (Of(log) is { } problem)
        {
            return new StartResult(false, problem);
        }

        if (!log.Says(ErrorLog.Ready) || (recovered && !log.Says(ErrorLog.Recovered)))
        {
            return null;
        }

        return certificate is null || log.SaysLoaded(certificate)
            ? new StartResult(true, null)
            : new StartResult(false, new Finding(
                InstanceCodes.NotLoaded,
                Severity.Error,
                $"The server is up, but its error log does not say that it loaded {certificate}.",
                "Check that nothing else sets the certificate, and that mssql.conf has no byte-order mark."));
    }
}
