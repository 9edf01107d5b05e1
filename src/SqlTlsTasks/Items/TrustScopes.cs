using SqlTls.Trust;

namespace SqlTlsTasks.Items;

/// <summary>Scopes of trust as projects write them.</summary>
internal static class TrustScopes
{
    /// <summary>The scope of a word.</summary>
    /// <param name="text"><c>step</c>, <c>user</c> or <c>machine</c>.</param>
    /// <exception cref="SqlTlsException">SQLTLS5011: it is none of them.</exception>
    public static TrustScope Parse(string text) => text.ToLowerInvariant() switch
    {
        "step" => TrustScope.Step,
        "user" => TrustScope.User,
        "machine" => TrustScope.Machine,
        _ => throw new SqlTlsException(Failure.Input, TaskCodes.BadValue, $"'{text}' is no scope of trust.", "Write step, user or machine."),
    };
}
