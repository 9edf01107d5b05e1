using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqlTls.Cli;

/// <summary>The secrets that a command was given: what is shown of an exception that nobody foresaw goes through here, since it may quote one.</summary>
internal sealed class KnownSecrets
{
    private const string Instead = "***";

    private static readonly string[] Keywords = ["Password", "PWD"];

    private readonly HashSet<string> _heard = new(StringComparer.Ordinal);

    /// <summary>Takes down a line of standard input that is a password.</summary>
    public string? Hear(string? password)
    {
        if (!string.IsNullOrEmpty(password))
        {
            _ = _heard.Add(password);
        }

        return password;
    }

    /// <summary>Takes down a line of standard input that is a connection string: all of it, and the password in it.</summary>
    public string? HearString(string? connectionString)
    {
        try
        {
            var builder = new DbConnectionStringBuilder { ConnectionString = connectionString ?? "" };
            foreach (string keyword in Keywords)
            {
                _ = Hear(builder.TryGetValue(keyword, out object? password) ? password as string : null);
            }
        }
        catch (ArgumentException)
        {
            // It is none, and may still be a secret.
        }

        return Hear(connectionString);
    }

    /// <summary>A text without them, also as they stand in an address or in JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    public string RemoveFrom(string text, Func<string, string?> variable) => _heard
        .Concat(SecretVariables.Names.Select(variable).OfType<string>())
        .Where(secret => secret.Length > 0)
        .SelectMany(secret => (string[])[secret, Uri.EscapeDataString(secret), Json(secret, JavaScriptEncoder.Default), Json(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)])
        // One may be a part of another.
        .OrderByDescending(form => form.Length)
        .Aggregate(text, (rest, form) => rest.Replace(form, Instead, StringComparison.Ordinal));

    private static string Json(string secret, JavaScriptEncoder encoder) => JsonEncodedText.Encode(secret, encoder).ToString();
}
