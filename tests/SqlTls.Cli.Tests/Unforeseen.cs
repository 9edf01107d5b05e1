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

    private Task<int> RunAsync(Func<string, string?> variable, params string[] words)
    {
        var terminal = new Terminal(TextReader.Null, _output, _error, IsInteractive: false, HasColor: false) { Variable = variable };
        Command verb = Verb.Create("fail", "Fails.", "sqltls fail", [CommonOptions.Json], terminal, (_, _) => throw new InvalidOperationException(Secret));
        return verb.Parse(words).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
