using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>SQL Server writes <c>mssql.conf</c> when it starts, and does not come up where it may not.</summary>
internal static class SettingsRights
{
    private const int Root = 0;

    // What a server says that never got as far as its certificate.
    private static readonly string[] Vague = [InstanceCodes.Ended, InstanceCodes.Network, InstanceCodes.NetworkLibrary];

    /// <summary>Names the settings file as the cause, where a start failed that names no better one and the file is not the server's to write.</summary>
    /// <param name="start">How the start ended.</param>
    /// <param name="host">Where the server runs.</param>
    /// <param name="read">Reads its settings file; null where there is none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<StartResult> ExplainAsync(StartResult start, ILinuxHost host, Func<CancellationToken, Task<HostFile?>> read, CancellationToken cancellationToken)
    {
        if (start is not { Up: false, Problem: { } problem } || !Vague.Contains(problem.Code) || await read(cancellationToken) is not { } file)
        {
            return start;
        }

        HostState state = await host.InspectAsync(MssqlConf.Empty, cancellationToken);
        return MayWrite(file, state.Owner, state.Group) ? start : start with
        {
            Problem = problem with
            {
                Code = InstanceCodes.SettingsNotWritable,
                Message = $"The server runs as user {state.Owner} and may not write {file.Path}, which it does when it starts: the file is user {file.Owner}'s, mode {Convert.ToString((int)file.Mode, 8)}. {problem.Message}",
                Cure = $"Give the file to the server's user: chown {state.Owner}:{state.Group} {file.Path}, as root in {host.Name}.",
            },
        };
    }

    /// <summary>Whether a user with one group may write a file.</summary>
    public static bool MayWrite(HostFile file, int user, int group) =>
        user == Root || file.Mode.HasFlag(user == file.Owner ? UnixFileMode.UserWrite : group == file.Group ? UnixFileMode.GroupWrite : UnixFileMode.OtherWrite);
}
