namespace SqlTls.Trust;

/// <summary>This machine's own trust store.</summary>
internal static class MachineTrust
{
    /// <summary>The store of the system that this runs on.</summary>
    public static ITrustStore OfThisMachine() =>
        OperatingSystem.IsWindows() ? new WindowsTrust()
        : OperatingSystem.IsMacOS() ? new MacTrust()
        : new LinuxTrust("", LocalPrograms.ShellAsync);

    /// <summary>Only root or an administrator may change it.</summary>
    /// <param name="who">Who may.</param>
    /// <param name="place">What stands before a path there, such as <c>container mssql: </c>; empty for this machine.</param>
    /// <param name="exception">What the system said.</param>
    public static SqlTlsException NoRights(string who, string place = "", Exception? exception = null) => new(
        Failure.Surroundings,
        TrustCodes.NoRights,
        $"{place}Only {who} may change what this machine trusts.",
        StepAlternative.Cure($"Run the command again as {who}", place.Length > 0),
        exception);
}
