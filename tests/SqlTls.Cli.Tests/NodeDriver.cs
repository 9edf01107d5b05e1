namespace SqlTls.Cli.Tests;

/// <summary>A driver of Node, run by a script of tests/npm.</summary>
internal static class NodeDriver
{
    /// <summary>Does it connect, encrypted and validated?</summary>
    /// <param name="script">mssql.cjs or tedious.cjs.</param>
    /// <param name="input">The connection string or the settings.</param>
    /// <param name="authority">What Node trusts beside its own list; null for nothing.</param>
    public static Task<Tool> RunAsync(string script, string input, string? authority) => Tool.RunAsync(
        "node",
        [Repository.File($"tests/npm/{script}")],
        input,
        [new("NODE_PATH", Repository.File("artifacts/npm/node_modules")), new("NODE_EXTRA_CA_CERTS", authority)]);
}
