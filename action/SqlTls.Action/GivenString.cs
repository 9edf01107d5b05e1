using System.Data.Common;

namespace SqlTls.Action;

/// <summary>A connection string (Microsoft.Data.SqlClient) that a workflow gave.</summary>
internal static class GivenString
{
    private static readonly string[] Passwords = ["Password", "Pwd"];
    private static readonly string[] Servers = ["Server", "Data Source", "Addr", "Address", "Network Address"];
    private static readonly string[] Certificates = ["ServerCertificate", "Server Certificate"];

    /// <summary>Its password; null where it has none, or is no connection string.</summary>
    public static string? PasswordOf(string text) => Word(text, Passwords);

    /// <summary>Its server; null where it names none, or is no connection string.</summary>
    public static string? ServerOf(string text) => Word(text, Servers);

    /// <summary>The same with the path of its certificate as it is here: SqlClient passes over a file that it cannot read without a word.</summary>
    public static string Here(string text, Place place)
    {
        if (Parse(text) is not { } words || Certificates.FirstOrDefault(words.ContainsKey) is not { } keyword)
        {
            return text;
        }

        words[keyword] = place.FromJob($"{words[keyword]}");
        return words.ConnectionString;
    }

    private static string? Word(string text, string[] keywords) =>
        Parse(text) is { } words && keywords.FirstOrDefault(words.ContainsKey) is { } keyword ? $"{words[keyword]}" : null;

    private static DbConnectionStringBuilder? Parse(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
