namespace SqlTls.Endpoint.Scenarios;

/// <summary>What a client that trusts the scenario's authority, encrypts and validates has to make of a server.</summary>
public enum ScenarioVerdict
{
    /// <summary>It connects, with <c>Encrypt=Mandatory</c> and, where the server has it, with <c>Encrypt=Strict</c>.</summary>
    Accept,

    /// <summary>It connects with <c>Encrypt=Strict</c> alone.</summary>
    AcceptStrict,

    /// <summary>It must not connect.</summary>
    Refuse,
}
