using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SqlTls.Instances;

/// <summary>What SQL Server's error log says about its version, its start and its certificate.</summary>
/// <param name="FirstLine">The first line, which names version and time: no two starts have the same. Null for an empty log.</param>
/// <param name="Version">The server's version; null where the log does not begin with it.</param>
/// <param name="Entries">The lines that matter, in their order.</param>
public sealed partial record ErrorLog(string? FirstLine, Version? Version, IReadOnlyList<ErrorLogEntry> Entries)
{
    /// <summary>A certificate was loaded.</summary>
    public const int Loaded = 26013;

    /// <summary>The server accepts connections.</summary>
    public const int Ready = 17126;

    /// <summary>The server listens at an address.</summary>
    public const int Listening = 26022;

    /// <summary>The databases are recovered.</summary>
    public const int Recovered = 3408;

    /// <summary>A file's owner or mode keeps the server from reading it: a line without a number of its own.</summary>
    public const int Permissions = -1;

    // In English. Other languages' messages are known by their numbers alone, which stand where something is wrong.
    // By how SQL Server's own messages begin, in every version that has them (docs: errors-events/database-engine-events-and-errors).
    private static readonly (string Words, int Number)[] Known =
    [
        ("was successfully loaded for encryption", Loaded),
        ("SQL Server is now ready for client connections", Ready),
        ("Recovery is complete", Recovered),
        ("Server is listening on", Listening),
        ("Unable to open certificate file using correct permissions", Permissions),
        ("could not load the certificate it needs to initiate an SSL connection", 26010),
        ("unable to initialize encryption because of a problem with a security library", 26011),
        ("connection encryption is required, the server will not be able to accept any connections", 26015),
        ("Unable to load user-specified certificate", 26014),
        ("TDSSNIClient initialization failed", 17182),
        ("FallBack certificate failed", 17190),
        ("Could not start the network library", 17826),
        ("SQL Server could not spawn", 17120),
    ];

    /// <summary>Reads a log, or its beginning.</summary>
    /// <param name="content">Its bytes: UTF-8 (Linux), or UTF-16LE with a byte-order mark (Windows).</param>
    public static ErrorLog Parse(ReadOnlySpan<byte> content) =>
        Parse(content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode.GetString(content[2..]) : Encoding.UTF8.GetString(content));

    /// <summary>Reads a log, or its beginning.</summary>
    /// <param name="text">Its text.</param>
    public static ErrorLog Parse(string text)
    {
        string[] lines = text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ErrorLog(lines.FirstOrDefault(), VersionOf(lines.FirstOrDefault() ?? ""), Read(lines));
    }

    /// <summary>Did it say this?</summary>
    /// <param name="number">A message number.</param>
    public bool Says(int number) => Entries.Any(entry => entry.Number == number);

    /// <summary>Did it load a certificate from this file, or with this thumbprint?</summary>
    /// <param name="certificate">The file as the settings name it, or 40 hex digits.</param>
    public bool SaysLoaded(string certificate) =>
        Entries.Any(entry => entry.Number == Loaded && entry.Text.Contains(certificate, StringComparison.OrdinalIgnoreCase));

    private static List<ErrorLogEntry> Read(string[] lines)
    {
        List<ErrorLogEntry> entries = [];
        int? announced = null;
        foreach (string line in lines)
        {
            string text = Prefix().Replace(line, "");
            if (Announcement().Match(text) is { Success: true } match)
            {
                announced = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
                continue;
            }

            int? number = announced ?? Known.Where(known => text.Contains(known.Words, StringComparison.OrdinalIgnoreCase)).Select(known => (int?)known.Number).FirstOrDefault();
            if (number is not null)
            {
                entries.Add(new ErrorLogEntry(number.Value, text));
            }

            announced = null;
        }

        return entries;
    }

    private static Version? VersionOf(string line) =>
        VersionInFirstLine().Match(line) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out Version? version) ? version : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ +\S+ +")]
    private static partial Regex Prefix();

    // Error, severity and state, in any language: the words differ, and in some the colons, commas and full stops.
    [GeneratedRegex(@"^\S+ ?[:\uFF1A] ?([0-9]{1,9}) ?[,\u3001\uFF0C] ?\S+ ?[:\uFF1A] ?\d+ ?[,\u3001\uFF0C] ?\S+ ?[:\uFF1A] ?\d+ ?[.\u3002]?")]
    private static partial Regex Announcement();

    [GeneratedRegex(@"Microsoft SQL Server .* - ([0-9]+\.[0-9]+\.[0-9]+\.[0-9]+)")]
    private static partial Regex VersionInFirstLine();
}
