namespace SqlTls.Endpoint.Scenarios;

/// <summary>What a client that trusts the scenario's authority, encrypts and validates has to make of a server.</summary>
public enum ScenarioVerdict
{
    /// <summary>It connects, with <c>Encrypt=Mandatory</c> and, where the server has it, with <c>Encrypt=Strict</c>.</summary>
    Accept,

    /// <summary>It connects with <c>Encrypt=Strict</c> alone.</summary>
    AcceptStrict,

    /// <summary>Clients differ: Microsoft.Data.SqlClient on Linux connects, others refuse. No server should be like this.</summary>
    Doubtful,

    /// <summary>It must not connect.</summary>
    Refuse,
}
