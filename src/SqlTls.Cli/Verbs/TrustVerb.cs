using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Trust;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls trust</c>: lets clients accept an authority, and takes that away again.</summary>
internal static class TrustVerb
{
    internal static readonly string[] Scopes = ["step", "user", "machine"];

    private static readonly Option<string?> Scope = new Option<string?>("--scope")
    {
        Description = "Who is to trust: programs of this shell or job, .NET programs of this user (Linux), or the whole machine. By default step; with --container, machine.",
        HelpName = "step|user|machine",
    }.AcceptOnlyFromAmong(Scopes);

    private static readonly Option<string?> Container = new("--container")
    {
        Description = "Change what the system in a running container trusts, and not this machine.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Shell = new Option<string?>("--shell")
    {
        Description = "Print the step's variables and nothing else: for a shell's eval, PowerShell's Invoke-Expression, or GITHUB_ENV. Without a word, sh.",
        HelpName = "sh|powershell|github",
        Arity = ArgumentArity.ZeroOrOne,
    }.AcceptOnlyFromAmong([.. ShellText.Kinds]);

    private static readonly Option<string?> Thumbprint = new("--thumbprint")
    {
        Description = "The certificate's SHA-1 thumbprint, 40 hex digits, where its file is gone.",
        HelpName = "HEX",
    };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Everything that this tool put there.",
    };

    public static Command Create(Terminal terminal)
    {
        Option[] where = [Scope, Container, CommonOptions.Output];
        var trust = new Command("trust", "Lets clients accept an authority, takes that away again, and shows what was done.");
        trust.Add(Verb.Create(
            "add",
            "Trusts the authority of --authority, by default the one that 'up' left under .sqltls. Adding twice is adding once.",
            "eval \"$(sqltls trust add --scope step --shell)\"",
            [.. where, Shell, CommonOptions.Authority, CommonOptions.Force, CommonOptions.Json],
            terminal,
            (parsed, cancellationToken) => AddAsync(parsed, terminal, cancellationToken)));
        trust.Add(Verb.Create(
            "remove",
            "Takes an authority away again, where this tool put it there. What others put there stays.",
            "sqltls trust remove --scope machine --all",
            [.. where, Shell, CommonOptions.Authority, Thumbprint, All, CommonOptions.Json],
            terminal,
            (parsed, cancellationToken) => RemoveAsync(parsed, terminal, cancellationToken)));
        trust.Add(Verb.Create(
            "list",
            "Shows what this tool put into trust stores, and where; without --scope in all of them.",
            "sqltls trust list --json",
            [.. where, CommonOptions.Json],
            terminal,
            (parsed, cancellationToken) => ListAsync(parsed, terminal, cancellationToken)));
        return trust;
    }

    private static async Task<int> AddAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        RefuseUnfitShell(parsed);
        using X509Certificate2 authority = AuthorityFile.LoadOrFind(parsed);
        TrustableAuthority.Check(authority, ScopeOf(parsed), parsed.GetValue(CommonOptions.Force));
        ITrustStore store = await OpenAsync(parsed, ScopeOf(parsed), terminal, cancellationToken);
        bool isNew = await store.AddAsync(authority, cancellationToken);
        TrustedCertificate[] trusted = [.. (await store.ListAsync(cancellationToken)).Where(entry => Is(entry, authority.Thumbprint))];
        Report(parsed, terminal, store, new TrustChangeReport(1, isNew, trusted), isNew ? "is trusted" : "was trusted already", "Nothing was changed: it was trusted already, and not by this tool.");
        return 0;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        RefuseUnfitShell(parsed);
        ITrustStore store = await OpenAsync(parsed, ScopeOf(parsed), terminal, cancellationToken);
        IReadOnlyList<TrustedCertificate> present = await store.ListAsync(cancellationToken);
        string? wanted = parsed.GetValue(All) ? null : WantedThumbprint(parsed);
        TrustedCertificate[] removed = [.. present.Where(entry => wanted is null || Is(entry, wanted))];
        // What was named is asked for also where it is not listed: a run that was ended half-way may have left its mark alone.
        foreach (string thumbprint in wanted is null ? removed.Select(entry => entry.Thumbprint).Distinct() : [wanted])
        {
            _ = await store.RemoveAsync(thumbprint, cancellationToken);
        }

        Report(parsed, terminal, store, new TrustChangeReport(1, removed.Length > 0, removed), "is trusted no more", "Nothing was changed: this tool put no such certificate there.");
        return 0;
    }

    private static async Task<int> ListAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        bool isEverywhere = parsed.GetValue(Scope) is null && parsed.GetValue(Container) is null;
        var trusted = new List<TrustedCertificate>();
        foreach (TrustScope scope in isEverywhere ? Enum.GetValues<TrustScope>() : [ScopeOf(parsed)])
        {
            ITrustStore store = await OpenAsync(parsed, scope, terminal, cancellationToken);
            trusted.AddRange(await store.ListAsync(cancellationToken));
        }

        if (isEverywhere)
        {
            trusted.AddRange(await ListRememberedAsync(StepFolder(parsed), terminal, cancellationToken));
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(new TrustReport(1, trusted)));
            return 0;
        }

        foreach (TrustedCertificate entry in trusted)
        {
            terminal.Out.WriteLine($"{entry.Thumbprint}  {entry.Scope,-7}  {entry.Where}");
        }

        if (trusted.Count == 0)
        {
            terminal.Error.WriteLine("Nothing that this tool trusted is there.");
        }

        return 0;
    }

    private static async Task<IReadOnlyList<TrustedCertificate>> ListRememberedAsync(string looked, Terminal terminal, CancellationToken cancellationToken)
    {
        var trusted = new List<TrustedCertificate>();
        foreach (TrustedPlace place in TrustedPlaces.OfThisUser.Read().Where(place => place.Name != looked))
        {
            try
            {
                ITrustStore store = place.Kind == TrustedPlace.Container
                    ? await TrustStores.InContainerAsync(place.Name, cancellationToken)
                    : TrustStores.Open(TrustScope.Step, place.Name);
                trusted.AddRange(await store.ListAsync(cancellationToken));
            }
            catch (SqlTlsException exception)
            {
                terminal.Error.WriteLine($"Not looked at: {place.Kind} {place.Name}. {exception.Message}");
            }
        }

        return trusted;
    }

    private static void Report(ParseResult parsed, Terminal terminal, ITrustStore store, TrustChangeReport report, string words, string nothing)
    {
        if (parsed.GetResult(Shell) is not null)
        {
            terminal.Out.Write(ShellText.Write(parsed.GetValue(Shell) ?? ShellText.Kinds[0], new StepTrust(StepFolder(parsed), terminal.Variable).Variables()));
            return;
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
            return;
        }

        foreach (TrustedCertificate entry in report.Trusted)
        {
            terminal.Out.WriteLine($"{entry.Thumbprint} {words}: {entry.Where}");
        }

        if (report.Trusted.Count == 0)
        {
            terminal.Out.WriteLine(nothing);
        }
        else if (store.Scope == TrustScope.Step)
        {
            terminal.Error.WriteLine("For the programs of this shell, take in the variables: eval \"$(sqltls trust add --scope step --shell)\".");
        }
    }

    private static async Task<ITrustStore> OpenAsync(ParseResult parsed, TrustScope scope, Terminal terminal, CancellationToken cancellationToken) =>
        parsed.GetValue(Container) is { } container
            ? await TrustStores.InContainerAsync(container, cancellationToken)
            : TrustStores.Open(scope, StepFolder(parsed), terminal.Variable);

    // The same place as that of up --trust step with the same --output.
    private static string StepFolder(ParseResult parsed) =>
        parsed.GetValue(CommonOptions.Output) is { } output ? TrustStores.StepFolder(output.FullName) : Path.GetFullPath(StepTrust.DefaultFolder);

    private static TrustScope ScopeOf(ParseResult parsed)
    {
        bool inContainer = parsed.GetValue(Container) is not null;
        string scope = parsed.GetValue(Scope) ?? (inContainer ? "machine" : "step");
        return inContainer && scope != "machine"
            ? throw Refuse("A container has the machine scope alone.", "Leave --scope out, or --container.")
            : Enum.Parse<TrustScope>(scope, ignoreCase: true);
    }

    private static void RefuseUnfitShell(ParseResult parsed)
    {
        if (parsed.GetResult(Shell) is not null && (ScopeOf(parsed) != TrustScope.Step || parsed.GetValue(CommonOptions.Json)))
        {
            throw Refuse("--shell prints the variables of the step scope, and nothing else.", "Leave --shell out, or --json and the other scope.");
        }
    }

    private static string WantedThumbprint(ParseResult parsed)
    {
        if (parsed.GetValue(Thumbprint) is not { } thumbprint)
        {
            using X509Certificate2 authority = AuthorityFile.LoadOrFind(parsed);
            return authority.Thumbprint;
        }

        return Certificates.Thumbprint.Parse(thumbprint);
    }

    private static bool Is(TrustedCertificate entry, string thumbprint) => string.Equals(entry.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase);

    private static SqlTlsException Refuse(string message, string cure) => new(Failure.Input, CliCodes.CommandLine, message, cure);
}
