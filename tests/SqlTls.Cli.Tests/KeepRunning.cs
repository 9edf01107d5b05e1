using System.Diagnostics;

namespace SqlTls.Cli.Tests;

public sealed class KeepRunning : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("linux")]
    public async Task Hands_out_a_password_that_opens_a_connection_and_takes_it_back_at_the_end()
    {
        ProcessStartInfo start = Interruptible.Dotnet(typeof(CommandLine).Assembly.Location, "up", "--endpoint", "--keep-running", "--output", _folder.Path);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment[SecretVariables.Password] = null;
        start.Environment[SecretVariables.ServerPassword] = null;
        using Process up = Process.Start(start)!;
        string server = await ListeningAsync(up);
        string file = _folder.File("sa-password");
        bool isPrivate = OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string password = (await File.ReadAllTextAsync(file)).TrimEnd();

        Cli verify = await Cli.RunWithAsync(
            name => name == SecretVariables.Password ? password : null, "verify", "--server", server, "--authority", _folder.File("authority.crt"), "--json");
        await up.InterruptAsync();
        await up.WaitForExitAsync().WaitAsync(Patience);

        Assert.True(isPrivate);
        Assert.True(verify.ExitCode == 0, verify.Output);
        Assert.Contains("\"encryptOption\": \"TRUE\"", verify.Output);
        Assert.Equal(0, up.ExitCode);
        Assert.False(File.Exists(file));
    }

    private static async Task<string> ListeningAsync(Process up)
    {
        using var limit = new CancellationTokenSource(Patience);
        const string Words = "Listening on ";
        while (await up.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(Words, StringComparison.Ordinal))
            {
                return line[Words.Length..].Split(". ")[0];
            }
        }

        throw new InvalidOperationException("It ended before it listened.");
    }
}
