using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace SqlTls.Cli.Tests;

/// <summary>What README, docs and samples tell people to type is understood, and README leaves no verb out.</summary>
public partial class DocumentedCommands
{
    public static IEnumerable<object[]> Commands => Pages().SelectMany(page => CommandsOf(page).Select(words => (object[])[Path.GetRelativePath(Repository.Root, page), words]));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Are_understood(string page, string words)
    {
        ParseResult parsed = CommandLine.Create(Nowhere()).Parse(words.Replace("DRIVER", "odbc", StringComparison.Ordinal).Replace("PORT", "1433", StringComparison.Ordinal));

        // A sentence may name a group of verbs, as 'sqltls trust', or an option without its value.
        bool isName = parsed.CommandResult.Command.Subcommands.Count > 0 || parsed.Tokens is [.., { Type: TokenType.Option }];
        Assert.True(isName || parsed.Errors.Count == 0, $"{page}: sqltls {words}: {string.Join(" ", parsed.Errors.Select(error => error.Message))}");
    }

    [Fact]
    public void Are_found_on_many_pages() => Assert.True(Pages().Count(page => CommandsOf(page).Any()) > 20);

    [Fact]
    public void Of_every_verb_stand_in_README()
    {
        string readme = File.ReadAllText(Repository.File("README.md"));

        Assert.All(CommandLine.Create(Nowhere()).Subcommands, verb => Assert.Contains($"`{verb.Name}", readme, StringComparison.Ordinal));
    }

    /// <summary>What stands in a block of code, to be typed as it is.</summary>
    internal static IEnumerable<string> InBlocksOf(string page) => CommandsIn(CodeOf(File.ReadAllText(page), spans: false));

    private static IEnumerable<string> Pages() =>
    [
        .. Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories),
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "samples/README.md", "src/SqlTlsTasks/README.md" }.Select(name => Repository.File(name)),
    ];

    private static IEnumerable<string> CommandsOf(string page) => CommandsIn(CodeOf(File.ReadAllText(page), spans: true));

    private static IEnumerable<string> CommandsIn(IEnumerable<string> code) => Command()
        .Matches(string.Join('\n', code))
        .Select(match => match.Groups[1].Value.Trim())
        // A form is no command: [optional], one|of|these, and so on …
        .Where(words => words.Length > 0 && !Form().IsMatch(words))
        .Distinct();

    // Code is what is fenced, indented, or between backticks in a line of text.
    private static IEnumerable<string> CodeOf(string markdown, bool spans)
    {
        bool isFenced = false;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
            }
            else if (isFenced || line.StartsWith("    ", StringComparison.Ordinal))
            {
                yield return line;
            }
            else if (spans)
            {
                foreach (Match span in Span().Matches(line))
                {
                    yield return span.Groups[1].Value;
                }
            }
        }
    }

    private static Terminal Nowhere() => new(TextReader.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false, HasColor: false);

    [GeneratedRegex("(?<![\\w./-])sqltls (?=[a-z])([^#|>)&;\n]*?)(?=\\s*(?:#|\\||>|\\)|&|;|\"?\\s*$|\n))", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"[\[\]…|<]|\bVERB\b|\\$")]
    private static partial Regex Form();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();
}
