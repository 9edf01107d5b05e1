namespace SqlTls;

/// <summary>Whose turn it is when something cannot be done. The values are the exit codes of <c>sqltls</c>.</summary>
public enum Failure
{
    /// <summary>What was asked for, or the file or value it named, is wrong.</summary>
    Input = 2,

    /// <summary>The machine refuses: no rights, no Docker, a server that is not reachable.</summary>
    Surroundings = 3,

    /// <summary>The server could not run with the new settings, and everything was put back.</summary>
    RolledBack = 4,

    /// <summary>The server could not run with the new settings, and putting back failed too.</summary>
    RollbackFailed = 5,
}
