namespace SqlTls.Fleets;

/// <summary>Codes of lists of servers.</summary>
public static class FleetCodes
{
    /// <summary>The list cannot be parsed as text, CSV, JSON or YAML.</summary>
    public const string Malformed = "SQLTLS4301";

    /// <summary>An entry of the list names no server.</summary>
    public const string Entry = "SQLTLS4302";

    /// <summary>The list names no server at all.</summary>
    public const string Empty = "SQLTLS4303";

    /// <summary>A condition of <c>--fail-on</c> is none.</summary>
    public const string Condition = "SQLTLS4304";

    /// <summary>What one server answers could not be judged, for a reason that nobody foresaw.</summary>
    public const string Fault = "SQLTLS4305";
}
