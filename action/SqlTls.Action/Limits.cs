using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>What the action cannot do from inside its container, said before anything is touched.</summary>
internal static class Limits
{
    /// <exception cref="SqlTlsException">SQLTLS5202, or SQLTLS5201 where an input needs another one.</exception>
    public static void Check(Inputs inputs, Place place)
    {
        string? refused = !place.InContainer ? null
            : inputs.Instance is not null ? "An instance of Windows"
            : inputs.Service ? "A service of the runner's machine"
            : inputs.Endpoint ? "The embedded endpoint, which lives on after the step,"
            : inputs.Trust is TrustScope.User ? "The trust of the runner's user"
            : inputs.Trust is TrustScope.Machine ? "The trust of the runner's machine"
            : null;
        if (refused is not null)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                ActionCodes.NeedsHost,
                $"{refused} cannot be reached from inside the action's container.",
                "Write uses: OWNER/sql-tls-tasks/action/host instead, with the same inputs.");
        }

        if (inputs.CertificateKey is not null && inputs.Certificate is null)
        {
            throw new SqlTlsException(Failure.Input, ActionCodes.Input, "A certificate's key is given without a certificate.", "Set certificate too.");
        }
    }
}
