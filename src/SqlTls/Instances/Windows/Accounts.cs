using System.Runtime.Versioning;
using System.Security.Principal;

namespace SqlTls.Instances.Windows;

/// <summary>Accounts as services name them.</summary>
[SupportedOSPlatform("windows")]
internal static class Accounts
{
    /// <summary>An account's identity; null where Windows knows none of that name, or its domain cannot be asked.</summary>
    public static SecurityIdentifier? Find(string account)
    {
        // LocalSystem is a word of the service manager's own, and a dot stands for this machine.
        if (account.Equals("LocalSystem", StringComparison.OrdinalIgnoreCase))
        {
            return new SecurityIdentifier(WellKnownSidType.LocalSystemSid, null);
        }

        string name = account.StartsWith(@".\", StringComparison.Ordinal) ? $@"{Environment.MachineName}\{account[2..]}" : account;
        try
        {
            return (SecurityIdentifier)new NTAccount(name).Translate(typeof(SecurityIdentifier));
        }
        catch (SystemException exception) when (exception is IdentityNotMappedException || exception.GetType() == typeof(SystemException))
        {
            // The second is what it throws where the domain cannot be asked.
            return null;
        }
    }
}
