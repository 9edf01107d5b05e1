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
    public static SqlTlsException NoRights(string who, Exception? exception = null) => new(
        Failure.Surroundings,
        TrustCodes.NoRights,
        $"Only {who} may change what this machine trusts.",
        StepAlternative.Cure($"Run the command again as {who}"),
        exception);
}
