using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>Whatever goes wrong with one server is a finding about that server: the others have no part in it.</summary>
internal static class FleetFault
{
    /// <summary>It concerns one server, and neither the caller's wish to end nor a connector that is not there for any server.</summary>
    public static bool IsOfOneServer(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is not SqlTlsException { Code: VerificationCodes.ConnectorMissing };

    /// <summary>The connector died of one of the attempts that it was at.</summary>
    public static bool IsDeath(Exception exception) => exception is SqlTlsException { Code: VerificationCodes.ConnectorDied };

    /// <summary>The finding. What is no error of ours is named by its type alone: its text may quote what the server sent, or a secret.</summary>
    public static Finding Of(Exception exception) => exception switch
    {
        SqlTlsException { Code: VerificationCodes.ConnectorDied } death => new Finding(
            death.Code, Severity.Error, $"A connector dies of this server. {death.Message}", "Look at this server alone with sqltls verify, and report it with the server's version."),
        SqlTlsException known => new Finding(known.Code, Severity.Error, known.Message, known.Cure),
        _ => new Finding(
            FleetCodes.Fault,
            Severity.Error,
            $"What the server answers could not be judged ({exception.GetType().Name}).",
            "Look at this server alone with sqltls probe, and report it with the server's version."),
    };
}
