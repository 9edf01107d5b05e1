using System.CommandLine;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Trust;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls trust list</c>: what this tool put into trust stores. Without a scope a store that cannot be read keeps nobody from seeing the others.</summary>
internal static class TrustListing
{
    public static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrustedCertificate> trusted = TrustPlace.IsOpen(parsed)
            ? await EverywhereAsync(parsed, terminal, cancellationToken)
            : await (await TrustPlace.OpenAsync(parsed, terminal, cancellationToken)).ListAsync(cancellationToken);
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(new TrustReport(1, trusted)));
            return 0;
        }

        foreach (TrustedCertificate entry in trusted)
        {
            terminal.Tell($"{entry.Thumbprint}  {entry.Scope,-7}  {entry.Where}");
        }

        if (trusted.Count == 0)
        {
            terminal.Note("Nothing that this tool trusted is there.");
        }

        return 0;
    }

    private static async Task<IReadOnlyList<TrustedCertificate>> EverywhereAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string folder = TrustPlace.StepFolder(parsed);
        var trusted = new List<TrustedCertificate>();
        foreach (TrustScope scope in Enum.GetValues<TrustScope>())
        {
            trusted.AddRange(await ListAsync(
                $"the {scope.ToString().ToLowerInvariant()} scope", () => TrustPlace.OpenAsync(parsed, scope, terminal, cancellationToken), terminal, cancellationToken));
        }

        foreach (TrustedPlace place in TrustedPlaces.OfThisUser.Read().Where(place => place.Name != folder))
        {
            trusted.AddRange(await ListAsync($"{place.Kind} {place.Name}", () => OpenAsync(place, cancellationToken), terminal, cancellationToken));
        }

        return trusted;
    }

    private static async Task<ITrustStore> OpenAsync(TrustedPlace place, CancellationToken cancellationToken) => place.Kind == TrustedPlace.Container
        ? await TrustStores.InContainerAsync(place.Name, cancellationToken)
        : TrustStores.Open(TrustScope.Step, place.Name);

    private static async Task<IReadOnlyList<TrustedCertificate>> ListAsync(
        string what, Func<Task<ITrustStore>> open, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            return await (await open()).ListAsync(cancellationToken);
        }
        catch (SqlTlsException exception) when (exception.Code == InstanceCodes.NoContainer)
        {
            terminal.Note($"Not looked at: {what}. {exception.Message} 'sqltls trust remove --{what}' forgets it.");
            return [];
        }
        catch (Exception exception) when (exception is SqlTlsException or IOException or UnauthorizedAccessException)
        {
            terminal.Note($"Not looked at: {what}. {exception.Message}");
            return [];
        }
    }
}
