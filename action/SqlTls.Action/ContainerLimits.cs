using System.Net;
using SqlTls.Probing;
using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>What the action cannot do from inside its container, said before anything is touched.</summary>
internal static class ContainerLimits
{
    /// <exception cref="SqlTlsException">SQLTLS5202, or SQLTLS5201 where an input needs another one.</exception>
    public static void Check(Inputs inputs, Place place)
    {
        if (place.InContainer && OutOfReach(inputs) is { } refused)
        {
            throw Refuse($"{refused} cannot be reached from inside the action's container.", $"Write uses: {Repository}/action/host instead, with the same inputs.");
        }

        if (place.InContainer && inputs.Verify.Any(IsOwnMachine))
        {
            throw Refuse(
                "A connection string in verify names this machine, and that is the action's own container here.",
                $"Name the server as containers see it, as connection-string-in-network does; or write uses: {Repository}/action/host instead.");
        }

        if (inputs.CertificateKey is not null && inputs.Certificate is null)
        {
            throw new SqlTlsException(Failure.Input, ActionCodes.Input, "A certificate's key is given without a certificate.", "Set certificate too.");
        }
    }

    // As a workflow names it: OWNER/NAME.
    private static string Repository => new Uri(HelpLink.Repository).AbsolutePath.Trim('/');

    private static string? OutOfReach(Inputs inputs) =>
        inputs.Instance is not null ? "An instance of Windows"
        : inputs.Service ? "A service of the runner's machine"
        : inputs.Endpoint ? "The embedded endpoint, which lives on after the step,"
        : inputs.Trust is TrustScope.User ? "The trust of the runner's user"
        : inputs.Trust is TrustScope.Machine ? "The trust of the runner's machine"
        : null;

    private static bool IsOwnMachine(string text)
    {
        string host = GivenString.ServerOf(text) is { Length: > 0 } server ? ServerAddress.Parse(server).Host : "";
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    private static SqlTlsException Refuse(string message, string cure) => new(Failure.Surroundings, ActionCodes.NeedsHost, message, cure);
}
