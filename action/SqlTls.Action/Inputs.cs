using SqlTls.Certificates;
using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>The action's inputs, each held against what it may be before anything is done.</summary>
internal sealed record Inputs
{
    /// <summary>Every input, as all three action.yml and README name them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "container", "image", "instance", "service", "endpoint", "dns-names", "certificate", "certificate-key", "certificate-password", "sa-password",
        "user", "days", "force-encryption", "force-strict", "tls-protocols", "trust", "audit", "audit-fail-on", "verify", "timeout",
    ];

    /// <summary>Those that the runner must not show.</summary>
    public static IReadOnlyList<string> Secrets { get; } = ["sa-password", "certificate-password", "verify"];

    public string? Container { get; init; }

    public string? Image { get; init; }

    public string? Instance { get; init; }

    public bool Service { get; init; }

    public bool Endpoint { get; init; }

    public IReadOnlyList<ServerName> DnsNames { get; init; } = [];

    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    public string? CertificatePassword { get; init; }

    public string? SaPassword { get; init; }

    public string User { get; init; } = "sa";

    /// <summary>Null where none are said: what that means is the target's to say.</summary>
    public int? Days { get; init; }

    public bool ForceEncryption { get; init; }

    public bool ForceStrict { get; init; }

    public string? TlsProtocols { get; init; }

    /// <summary>Who trusts the authority afterwards, besides those who use the strings that are handed out; null for nobody.</summary>
    public TrustScope? Trust { get; init; }

    public IReadOnlyList<string> Audit { get; init; } = [];

    /// <summary>The least severity that fails the step; null for none.</summary>
    public Severity? AuditFailOn { get; init; }

    public IReadOnlyList<string> Verify { get; init; } = [];

    public TimeSpan Timeout { get; init; }

    /// <summary>A server is named.</summary>
    public bool HasTarget => Targets > 0;

    /// <summary>Refuses what leaves the action without work; <c>action/down</c> has fewer inputs, and its own words for it.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5201.</exception>
    public void RefuseNothing()
    {
        if (!HasTarget && Audit.Count == 0 && Verify.Count == 0)
        {
            throw new SqlTlsException(Failure.Input, ActionCodes.Input, "No server is named, and nothing to audit or to verify.", "Set one of container, image, instance, service and endpoint; or audit, or verify.");
        }
    }

    /// <summary>Keeps secrets out of logs.</summary>
    public override string ToString() => string.Join(", ", new[] { Container, Image, Instance }.OfType<string>());

    private int Targets => new[] { Container is not null, Image is not null, Instance is not null, Service, Endpoint }.Count(named => named);

    /// <summary>Reads the inputs.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5201, or SQLTLS2105 for a name: one of them is not what it may be.</exception>
    public static Inputs Read(Func<string, string?> input)
    {
        var words = new InputWords(input);
        var inputs = new Inputs
        {
            Container = words.Name("container", InputWords.DockerName()),
            Image = words.Name("image", InputWords.DockerName()),
            Instance = words.Name("instance", InputWords.InstanceName()),
            Service = words.Flag("service"),
            Endpoint = words.Flag("endpoint"),
            DnsNames = [.. words.Lines("dns-names", ',').Select(ServerName.Parse)],
            Certificate = words.Line("certificate"),
            CertificateKey = words.Line("certificate-key"),
            CertificatePassword = words.Secret("certificate-password"),
            SaPassword = words.Secret("sa-password"),
            User = words.Line("user") ?? "sa",
            Days = words.Number("days", 1, int.MaxValue),
            ForceEncryption = words.Flag("force-encryption"),
            ForceStrict = words.Flag("force-strict"),
            TlsProtocols = words.Name("tls-protocols", InputWords.Protocols()),
            Trust = words.ChoiceOrNone<TrustScope>("trust"),
            Audit = words.Lines("audit"),
            AuditFailOn = words.ChoiceOrNone<Severity>("audit-fail-on", Severity.Error),
            Verify = words.ConnectionStrings("verify"),
            Timeout = TimeSpan.FromSeconds(words.Number("timeout", 1, 3600) ?? 15),
        };
        return inputs.Targets > 1
            ? throw new SqlTlsException(Failure.Input, ActionCodes.Input, "Several servers are named.", "Set one of container, image, instance, service and endpoint.")
            : inputs;
    }
}
