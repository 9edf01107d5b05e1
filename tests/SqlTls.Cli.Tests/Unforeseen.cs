using System.CommandLine;
using System.Text.Json;
using SqlTls.Cli.Verbs;

namespace SqlTls.Cli.Tests;

/// <summary>What nobody foresaw ends as everything else does: in one line, or in one JSON document.</summary>
public sealed class Unforeseen : IDisposable
{
    private const string Secret = "Canary-7c1d";

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Is_one_line_with_a_code_and_quotes_nothing()
    {
        int exitCode = await RunAsync(_ => null);

        Assert.Equal(3, exitCode);
        Assert.StartsWith("sqltls: error SQLTLS5006: ", _error.ToString());
        Assert.Contains("System.InvalidOperationException", _error.ToString());
        Assert.DoesNotContain(Secret, _error.ToString());
        Assert.DoesNotContain("   at ", _error.ToString());
    }

    [Fact]
    public async Task Is_a_document_where_JSON_was_asked_for()
    {
        _ = await RunAsync(_ => null, CommonOptions.Json.Name);

        using var document = JsonDocument.Parse(_output.ToString());
        Assert.Equal("SQLTLS5006", document.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Shows_where_it_happened_when_it_is_traced()
    {
        _ = await RunAsync(name => name == "SQLTLS_TRACE" ? "1" : null);

        Assert.Contains(nameof(RunAsync), _error.ToString());
    }

    [Theory]
    [InlineData(SecretVariables.Password)]
    [InlineData(SecretVariables.ServerPassword)]
    [InlineData(SecretVariables.CertificatePassword)]
    public async Task Shows_no_secret_of_the_environment_when_it_is_traced(string variable)
    {
        _ = await RunAsync(name => name == "SQLTLS_TRACE" ? "1" : name == variable ? Secret : null);

        Assert.Contains("System.InvalidOperationException: ***", _error.ToString());
        Assert.DoesNotContain(Secret, _error.ToString());
    }

    [Theory]
    [InlineData("a+b&c d")]
    [InlineData("a\"b\\c'é")]
    public void Shows_no_secret_of_standard_input_in_any_of_its_forms(string password)
    {
        var secrets = new KnownSecrets();
        _ = secrets.HearString($"Server=db;User ID=sa;Password='{password.Replace("'", "''", StringComparison.Ordinal)}'");

        string shown = secrets.RemoveFrom(
            $"at sqlserver://sa:{Uri.EscapeDataString(password)}@db, {System.Text.Json.JsonSerializer.Serialize(password)}, {password}.", _ => null);

        Assert.Equal("at sqlserver://sa:***@db, \"***\", ***.", shown);
    }

    private Task<int> RunAsync(Func<string, string?> variable, params string[] words)
    {
        var terminal = new Terminal(TextReader.Null, _output, _error, IsInteractive: false, HasColor: false) { Variable = variable };
        Command verb = Verb.Create("fail", "Fails.", "sqltls fail", [CommonOptions.Json], terminal, (_, _) => throw new InvalidOperationException(Secret));
        return verb.Parse(words).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
