namespace SqlTls.Endpoint.Scenarios;

/// <summary>A server that is good, or bad in one way on purpose: what badssl.com is for the web.</summary>
public sealed record Scenario
{
    internal Scenario(string name, string description, ScenarioVerdict verdict, TdsEndpointOptions? options, CertificateRecipe? certificate, PeerBehaviour? behaviour)
    {
        Name = name;
        Description = description;
        Verdict = verdict;
        Options = options ?? new TdsEndpointOptions();
        Certificate = certificate ?? CertificateRecipe.Good;
        Behaviour = behaviour;
    }

    /// <summary>What <c>--scenario</c> calls it, such as <c>expired</c>.</summary>
    public string Name { get; }

    /// <summary>What the server is, in one sentence.</summary>
    public string Description { get; }

    /// <summary>What a client that encrypts and validates has to make of it.</summary>
    public ScenarioVerdict Verdict { get; }

    /// <summary>The name that clients have to ask for in place of the address, such as <c>HostNameInCertificate</c> of Microsoft.Data.SqlClient; null where the address will do.</summary>
    public string? HostName { get; internal init; }

    internal TdsEndpointOptions Options { get; }

    internal CertificateRecipe Certificate { get; }

    /// <summary>For a peer that is no TDS server at all, or stops being one; null for an endpoint.</summary>
    internal PeerBehaviour? Behaviour { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
