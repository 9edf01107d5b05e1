using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Reports;
using SqlTls.Trust;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls trust</c>: lets clients accept an authority, and takes that away again.</summary>
internal static class TrustVerb
{
    private const string Nothing = "this tool put no such certificate there.";

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
        Option[] where = [TrustPlace.Scope, TrustPlace.Container, CommonOptions.Output];
        var trust = new Command("trust", "Lets clients accept an authority, takes that away again, and shows what was done.");
        trust.Add(Verb.Create(
            "add",
            "Trusts the authority of --authority, by default the one that 'up' left under .sqltls. Adding twice is adding once.",
            "eval \"$(sqltls trust add --scope step --shell)\"",
            [.. where, TrustOutput.Shell, CommonOptions.Authority, CommonOptions.Force, CommonOptions.DryRun, CommonOptions.Json],
            terminal,
            (parsed, cancellationToken) => AddAsync(parsed, terminal, cancellationToken)));
        trust.Add(Verb.Create(
            "remove",
            "Takes an authority away again, where this tool put it there. What others put there stays.",
            "sqltls trust remove --scope machine --all",
            [.. where, TrustOutput.Shell, CommonOptions.Authority, Thumbprint, All, CommonOptions.DryRun, CommonOptions.Json],
            terminal,
            (parsed, cancellationToken) => RemoveAsync(parsed, terminal, cancellationToken)));
        trust.Add(Verb.Create(
            "list",
            "Shows what this tool put into trust stores, and where; without --scope in all of them.",
            "sqltls trust list --json",
            [.. where, CommonOptions.Json],
            terminal,
            (parsed, cancellationToken) => TrustListing.RunAsync(parsed, terminal, cancellationToken)));
        return trust;
    }

    private static async Task<int> AddAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        RefuseUnfitShell(parsed);
        using X509Certificate2 authority = AuthorityFile.LoadOrFind(parsed);
        TrustableAuthority.Check(authority, TrustPlace.ScopeOf(parsed), parsed.GetValue(CommonOptions.Force));
        ITrustStore store = await TrustPlace.OpenAsync(parsed, terminal, cancellationToken);
        if (parsed.GetValue(CommonOptions.DryRun))
        {
            await store.CheckAsync(cancellationToken);
            string[] steps = await store.HoldsAsync(authority, cancellationToken) ? [] : [$"Would trust {authority.Thumbprint.ToLowerInvariant()}, {authority.Subject}: {TrustPlace.Describe(parsed)}."];
            return TrustOutput.Plan(parsed, terminal, steps, "Nothing is to do: it is trusted already.");
        }

        bool isNew = await store.AddAsync(authority, cancellationToken);
        TrustedCertificate[] trusted = [.. (await store.ListAsync(cancellationToken)).Where(entry => Is(entry, authority.Thumbprint))];
        TrustOutput.Report(parsed, terminal, store, new TrustChangeReport(1, isNew, trusted), isNew ? "is trusted" : "was trusted already", "Nothing was changed: it was trusted already, and not by this tool.");
        return 0;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        RefuseUnfitShell(parsed);
        bool isDryRun = parsed.GetValue(CommonOptions.DryRun);
        if (await TrustPlace.IsGoneAsync(parsed, cancellationToken))
        {
            return await ForgetAsync(parsed, terminal, isDryRun, cancellationToken);
        }

        ITrustStore store = await TrustPlace.OpenAsync(parsed, terminal, cancellationToken);
        IReadOnlyList<TrustedCertificate> present = await store.ListAsync(cancellationToken);
        string? wanted = parsed.GetValue(All) ? null : WantedThumbprint(parsed);
        TrustedCertificate[] removed = [.. present.Where(entry => wanted is null || Is(entry, wanted))];
        if (isDryRun)
        {
            await (removed.Length > 0 ? store.CheckAsync(cancellationToken) : Task.CompletedTask);
            return TrustOutput.Plan(parsed, terminal, [.. removed.Select(entry => $"Would take away {entry.Thumbprint}: {entry.Where}.")], $"Nothing is to do: {Nothing}");
        }

        // What was named is asked for also where it is not listed: a run that was ended half-way may have left its mark alone.
        foreach (string thumbprint in wanted is null ? removed.Select(entry => entry.Thumbprint).Distinct() : [wanted])
        {
            _ = await store.RemoveAsync(thumbprint, cancellationToken);
        }

        if (wanted is null)
        {
            await store.TidyAsync(cancellationToken);
        }

        TrustOutput.Report(parsed, terminal, store, new TrustChangeReport(1, removed.Length > 0, removed), "is trusted no more", $"Nothing was changed: {Nothing}");
        return 0;
    }

    // What was trusted in a container went with it; only this tool still remembers.
    private static async Task<int> ForgetAsync(ParseResult parsed, Terminal terminal, bool isDryRun, CancellationToken cancellationToken)
    {
        string words = $"{TrustPlace.Describe(parsed)} is gone, and what was trusted there with it";
        if (isDryRun)
        {
            return TrustOutput.Plan(parsed, terminal, [$"Would forget a place: {words}."], "");
        }

        await TrustPlace.ForgetAsync(parsed, cancellationToken);
        terminal.Out.WriteLine(parsed.GetValue(CommonOptions.Json) ? ReportJson.Write(new TrustChangeReport(1, false, [])) : $"It is no longer looked at: {words}.");
        return 0;
    }

    private static void RefuseUnfitShell(ParseResult parsed)
    {
        if (parsed.GetResult(TrustOutput.Shell) is not null
            && (TrustPlace.ScopeOf(parsed) != TrustScope.Step || parsed.GetValue(CommonOptions.Json) || parsed.GetValue(CommonOptions.DryRun)))
        {
            throw TrustPlace.Refuse("--shell prints the variables of the step scope, and nothing else.", "Leave --shell out, or --json, --dry-run and the other scope.");
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
}
