namespace SqlTls.Fleets;

/// <summary>How a list of servers is written.</summary>
public enum FleetFileFormat
{
    /// <summary>A server or a connection string on each line; <c>#</c> begins a comment.</summary>
    Text,

    /// <summary>Comma-separated values with a header: <c>server</c> (or <c>host</c> and <c>port</c>), <c>names</c>, <c>connectionString</c>.</summary>
    Csv,

    /// <summary>A list of servers, or of objects with <c>server</c> (or <c>host</c> and <c>port</c>), <c>names</c>, <c>connectionString</c>.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,
}
