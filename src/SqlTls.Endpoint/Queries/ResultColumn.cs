namespace SqlTls.Endpoint.Queries;

/// <summary>A column and its one value: an int, a string, or null.</summary>
internal sealed record ResultColumn(string Name, object? Value, bool IsInteger)
{
    public static ResultColumn Of(object? value) => new("", value, value is int);
}
