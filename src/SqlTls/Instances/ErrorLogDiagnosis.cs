namespace SqlTls.Instances;

/// <summary>From the error log to one cause and one cure.</summary>
public static class ErrorLogDiagnosis
{
    private const string ReadBefore = "Read the lines before it in the server's error log.";

    // The cause before its consequences: 17826 and 17120 follow on whatever kept the network from starting.
    private static readonly Known[] Causes =
    [
        new(ErrorLog.Permissions, InstanceCodes.Permissions, "the server may not read the certificate or its key",
            "Let the server's own user own both files with mode 0400, in a folder that it may enter."),
        new(26011, InstanceCodes.SecurityLibrary, "the server's security library does not work",
            "Repair the server's installation, or take an image that is whole.",
            "Repair the server's installation, and look for a policy that switches TLS off in Schannel."),
        new(26010, InstanceCodes.CertificateRefused, "the server cannot load the certificate",
            "Check that the key belongs to the certificate and that both are valid PEM: sqltls certificate check.",
            "Check that the certificate is in LocalMachine\\My with its key, and that the service may read that: sqltls up sets the right."),
        new(26015, InstanceCodes.CertificateRefused, "the server cannot load the certificate, and encryption is required",
            "Check that the key belongs to the certificate and that both are valid: sqltls certificate check.",
            "Check that the certificate is in LocalMachine\\My with its key, has not expired, and that the service may read the key."),
        new(26014, InstanceCodes.CertificateRefused, "the server cannot load the certificate",
            "Check that the key belongs to the certificate and that it has not expired: sqltls certificate check.",
            "Check that the certificate is in LocalMachine\\My with its key, has not expired, and that the service may read the key."),
        new(17821, InstanceCodes.NoStrictCertificate, "the server has no certificate that serves strict connections",
            "Give it a certificate whose authority it trusts itself, or leave out --force-strict.",
            "Give it a certificate of its own, or leave out --force-strict: the one that SQL Server makes for itself serves no strict connections."),
        new(17190, InstanceCodes.Fallback, "the server could not make its own fallback certificate",
            "Check the free space and the rights of its data folder.",
            "Give it a certificate of its own, or check the profile of the account that the service runs as: the key is made there."),
        // KB 2023869: what Windows says of the setting stands in the message itself.
        new(17182, InstanceCodes.Network, "the server did not find its certificate, or may not read its key",
            "Check that the certificate is in LocalMachine\\My with its key, and that the service may read that: sqltls up sets the right.")
            { Words = "0x80092004" },
        new(17182, InstanceCodes.Network, "the thumbprint that is set for the server is none, as where an invisible character was copied along",
            "Set it anew: sqltls up --instance NAME --thumbprint THUMBPRINT writes the digits alone.")
            { Words = "0xd, status code 0x38" },
        new(17182, InstanceCodes.Network, "the server's network did not initialise",
            "Check protocols, ciphers and certificate among the settings; the error log has the details.",
            "Check the certificate and its key, and what Schannel is told of protocols and ciphers; the error log has the details."),
        new(17826, InstanceCodes.NetworkLibrary, "the server's network library did not start", ReadBefore),
        new(17120, InstanceCodes.NetworkLibrary, "the server could not start one of its parts", ReadBefore),
    ];

    /// <summary>What keeps the server from its network or its certificate; null where the log names nothing of the kind.</summary>
    /// <param name="log">The log since the start.</param>
    /// <param name="onWindows">The server's certificate is in a certificate store, and its settings in the registry.</param>
    public static Finding? Of(ErrorLog log, bool onWindows = false)
    {
        foreach (Known known in Causes)
        {
            if (log.Entries.FirstOrDefault(entry => known.Is(entry, onWindows)) is { } entry)
            {
                string named = known.Number > 0 ? $"{known.Number}: {entry.Text}" : entry.Text;
                return new Finding(
                    known.Code, Severity.Error, $"The error log says that {known.Cause} ({named.TrimEnd('.', ' ')}).", onWindows ? known.OnWindows ?? known.Cure : known.Cure);
            }
        }

        return null;
    }

    /// <summary>How far a start has come: null while it is not over.</summary>
    /// <param name="log">The log since the start.</param>
    /// <param name="certificate">The file or thumbprint that must be loaded; null where none is set.</param>
    /// <param name="recovered">It is over only when every database is recovered; connections are taken before.</param>
    /// <param name="onWindows">As for <see cref="Of"/>.</param>
    public static StartResult? OfStart(ErrorLog log, string? certificate, bool recovered = true, bool onWindows = false)
    {
        if (Of(log, onWindows) is { } problem)
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
                onWindows
                    ? "Read in it which certificate was loaded instead, and look whether something else writes the instance's settings in the registry."
                    : "Check that nothing else sets the certificate, and that mssql.conf has no byte-order mark."));
    }

    /// <summary>A line that says what is wrong.</summary>
    /// <param name="Number">Its message number.</param>
    /// <param name="Code">Our code.</param>
    /// <param name="Cause">What it means, as half a sentence.</param>
    /// <param name="Cure">What to do.</param>
    /// <param name="OnWindows">What to do on Windows, where that differs.</param>
    private sealed record Known(int Number, string Code, string Cause, string Cure, string? OnWindows = null)
    {
        /// <summary>What it must hold beside its number, which is a code of Windows; empty for nothing.</summary>
        public string Words { get; init; } = "";

        public bool Is(ErrorLogEntry entry, bool onWindows) =>
            entry.Number == Number && (Words.Length == 0 || (onWindows && entry.Text.Contains(Words, StringComparison.OrdinalIgnoreCase)));
    }
}
