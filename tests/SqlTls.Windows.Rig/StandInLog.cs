using System.Globalization;
using System.Text;

namespace SqlTls.Windows.Rig;

/// <summary>Writes the error log of a start, in SQL Server's words and encoding: UTF-16LE with a mark, one line for each message.</summary>
internal static class StandInLog
{
    private static int _starts;

    /// <summary>Begins a new log. Gives whether the server comes up.</summary>
    /// <param name="path">Full path of ERRORLOG.</param>
    /// <param name="thumbprint">What the setting names; null where it names none.</param>
    /// <param name="canLoad">The certificate is there, and its key may be read.</param>
    /// <param name="edit">What becomes of its lines; null where they stay.</param>
    public static bool Write(string path, string? thumbprint, bool canLoad, Func<string[], IEnumerable<string>>? edit = null)
    {
        string[] lines = (thumbprint, canLoad) switch
        {
            (null, _) => ["A self-generated certificate was successfully loaded for encryption.", .. Ready],
            (_, true) => [$"The certificate [Cert Hash(sha1) \"{thumbprint.ToUpperInvariant()}\"] was successfully loaded for encryption.", .. Ready],
            _ =>
            [
                "Error: 26014, Severity: 16, State: 1.",
                $"Unable to load user-specified certificate [Cert Hash(sha1) \"{thumbprint.ToUpperInvariant()}\"]. The server will not accept a connection. You should verify that the certificate is correctly installed.",
                "Error: 17182, Severity: 16, State: 1.",
                "TDSSNIClient initialization failed with error 0x80092004, status code 0x80. Reason: Unable to initialize SSL support. Cannot find object or property.",
                "Error: 17826, Severity: 18, State: 3.",
                "Could not start the network library because of an internal error in the network library.",
                "Error: 17120, Severity: 16, State: 1.",
                "SQL Server could not spawn FRunCommunicationsManager thread.",
            ],
        };
        string time = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.ff", CultureInfo.InvariantCulture);
        string head = $"{time} Server      Microsoft SQL Server 2022 (RTM-CU13) (KB5036432) - 16.0.4125.3 (X64), start {Interlocked.Increment(ref _starts)} of {Environment.ProcessId}";
        string text = string.Concat((edit?.Invoke(lines) ?? lines).Select(line => $"{time} spid9s      {line}\r\n").Prepend(head + "\r\n"));
        File.WriteAllBytes(path, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]);
        return thumbprint is null || canLoad;
    }

    private static string[] Ready =>
    [
        "Server is listening on [ 'any' <ipv4> 1433] accept sockets 1.",
        "SQL Server is now ready for client connections. This is an informational message; no user action is required.",
        "Recovery is complete. This is an informational message only. No user action is required.",
    ];
}
