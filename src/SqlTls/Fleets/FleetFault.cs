using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>Whatever goes wrong with one server is a finding about that server: the others have no part in it.</summary>
internal static class FleetFault
{
    /// <summary>It concerns one server, and neither the caller's wish to end nor the connector that all servers share.</summary>
    public static bool IsOfOneServer(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is not SqlTlsException { Code: VerificationCodes.ConnectorMissing or VerificationCodes.ConnectorDied };

    /// <summary>The finding. What is no error of ours is named by its type alone: its text may quote what the server sent, or a secret.</summary>
    public static Finding Of(Exception exception) => exception is SqlTlsException known
        ? new Finding(known.Code, Severity.Error, known.Message, known.Cure)
        : new Finding(
            FleetCodes.Fault,
            Severity.Error,
            $"What the server answers could not be judged ({exception.GetType().Name}).",
            "Look at this server alone with sqltls probe, and report it with the server's version.");
}
