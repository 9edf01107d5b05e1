using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Scenarios.Tests;

/// <summary>No good server is refused, whatever its certificate is made of.</summary>
public sealed class GoodServers
{
    private static readonly CertificateRecipe Good = CertificateRecipe.Good;

    private static readonly Dictionary<string, CertificateRecipe> Recipes = new()
    {
        ["RSA 2048"] = Good,
        ["RSA 3072"] = Good with { KeyBits = 3072 },
        ["RSA 4096"] = Good with { KeyBits = 4096 },
        ["RSA authority"] = Good with { RsaAuthority = true },
        ["one intermediate"] = Good with { Intermediates = 1 },
        ["two intermediates"] = Good with { Intermediates = 2, RsaAuthority = true },
        ["three intermediates"] = Good with { Intermediates = 3 },
        ["four intermediates"] = Good with { Intermediates = 4 },
        ["wildcard"] = Good with { CommonName = "*.sql.test", Names = ["*.sql.test"] },
        ["IP names"] = Good with { CommonName = "127.0.0.1", Names = ["127.0.0.1", "::1", "192.0.2.7"] },
        ["IDN names"] = Good with { CommonName = "xn--bcher-kva.example", Names = ["bücher.example"] },
        ["100 names"] = Good with { Names = [.. Enumerable.Range(0, 98).Select(index => $"sql{index}.corp.example"), "localhost", "127.0.0.1"] },
        ["constrained authority"] = Good with { Constraint = ["localhost", "127.0.0.1", "::1"] },
    };

    // What clients ask for where that is not the address. SqlClient takes it as it stands, and knows an IDN name by its ASCII form alone.
    private static readonly Dictionary<string, string> HostNames = new() { ["wildcard"] = "a.sql.test", ["IDN names"] = "xn--bcher-kva.example" };

    public static TheoryData<string> Kinds => [.. Recipes.Keys];

    [RequiresTheory("linux")]
    [MemberData(nameof(Kinds))]
    public async Task Are_proved_and_probed_without_a_flaw(string kind)
    {
        using ServerCertificate certificate = RecipeCertificates.Make(Recipes[kind]);
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = certificate, ForceEncryption = true });

        VerificationResult result = await Verifier.RunAsync(new VerificationRequest
        {
            Server = endpoint.Server,
            Password = endpoint.Password,
            ConnectionString = HostNames.TryGetValue(kind, out string? name)
                ? $"Server={endpoint.Server};User ID={endpoint.User};Password={endpoint.Password};Encrypt=Mandatory;HostNameInCertificate={name}"
                : null,
            Authority = certificate.Authority,
            ExpectedThumbprint = certificate.Describe().Thumbprint,
            ForceEncryption = true,
        });

        Assert.True(result.Passed, string.Join(Environment.NewLine, result.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
        Assert.DoesNotContain(result.Probe.Findings, finding => finding.Severity != Severity.Note);
    }

    [RequiresTheory("linux")]
    [InlineData("wildcard", "a.sql.test", true)]
    [InlineData("wildcard", "a.b.sql.test", false)]
    [InlineData("IDN names", "bücher.example", true)]
    [InlineData("IDN names", "bucher.example", false)]
    [InlineData("100 names", "sql97.corp.example", true)]
    [InlineData("100 names", "sql98.corp.example", false)]
    public async Task Are_good_for_their_own_names_alone(string kind, string name, bool isGood)
    {
        using ServerCertificate certificate = RecipeCertificates.Make(Recipes[kind]);
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = certificate });

        ProbeResult probe = await TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(endpoint.Server), [name], [certificate.Authority!], TimeSpan.FromSeconds(15)));

        // A CN that is another of its names is worth a warning, and no reason to refuse it.
        Assert.Equal(isGood, probe.Findings.All(finding => finding.Severity != Severity.Error));
    }

    [Fact]
    public async Task Show_what_makes_them_a_scenario_of_their_own()
    {
        ProbeResult forced = await ProbeAsync("forced");
        ProbeResult tls12 = await ProbeAsync("tls12-only");
        ProbeResult wildcard = await ProbeAsync("wildcard");
        ProbeResult addresses = await ProbeAsync("ip-san");

        Assert.Equal((true, ServerEncryption.Required), (forced.PlaintextRefused, forced.Encryption));
        Assert.Equal(new TlsSupport(false, false, true, false), tls12.Protocols);
        Assert.Equal(["*.sql.test"], CertificateNames.Of(wildcard.Certificate!));
        Assert.Equal(["127.0.0.1"], CertificateNames.Of(addresses.Certificate!));
    }

    private static async Task<ProbeResult> ProbeAsync(string scenario)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));
        return await Judges.ProbedAsync(server);
    }

    [Fact]
    public async Task An_ECDSA_key_is_a_warning_and_no_more()
    {
        using ServerCertificate certificate = RecipeCertificates.Make(Good with { EcdsaKey = true });
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = certificate });

        ProbeResult probe = await TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(endpoint.Server), [], [certificate.Authority!], TimeSpan.FromSeconds(15)));

        Finding only = Assert.Single(probe.Findings, finding => finding.Severity != Severity.Note);
        Assert.Equal((CertificateCodes.KeyNotRsa, Severity.Warning), (only.Code, only.Severity));
    }
}
