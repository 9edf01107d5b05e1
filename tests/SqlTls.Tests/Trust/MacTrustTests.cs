using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Trust;

namespace SqlTls.Tests.Trust;

/// <summary>The words with which <c>security</c> is called, heard by a program that stands for it: its keychain is a folder with a file for each certificate.</summary>
public sealed class MacTrustTests : IDisposable
{
    private const string Denied = "echo 'SecTrustSettingsSetTrustSettings: The authorization was denied since no user interaction was possible.' >&2; exit 1";

    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _server = ServerCertificate.Create(CertificateOptions.For("db.example.org"));
    private readonly string _security;

    public MacTrustTests()
    {
        _security = _folder.Write("security", """
            #!/bin/sh
            cd "${0%/*}"
            echo "$*" >>called
            case $1 in
              find-certificate) for each in keychain/*; do echo "SHA-1 hash: ${each#*/}"; done ;;
              add-trusted-cert) shift $(($# - 1)); name=${1##*/}; name=${name%.crt}; : >keychain/$(echo "$name" | tr a-f A-F); . ./then ;;
              delete-certificate) rm -f "keychain/$3" ;;
            esac
            """);
        _ = _folder.Write("then", ":");
        _ = Directory.CreateDirectory(Keychain);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_security, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private X509Certificate2 Authority => _server.Authority!;

    private string Keychain => _folder.File("keychain");

    private string Marks => _folder.File("marks");

    private string Mark => Path.Combine(Marks, $"{Authority.Thumbprint.ToLowerInvariant()}.crt");

    private MacTrust Trust => WithPatience(TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [RequiresFact("linux")]
    public async Task Adds_twice_what_is_then_there_once()
    {
        Assert.True(await Trust.AddAsync(Authority));
        Assert.False(await Trust.AddAsync(Authority));

        Assert.Equal(Authority.Thumbprint.ToLowerInvariant(), Assert.Single(await Trust.ListAsync()).Thumbprint);
        Assert.Equal([Authority.Thumbprint], InKeychain());
        Assert.Contains($"add-trusted-cert -d -r trustRoot -p ssl -k /Library/Keychains/System.keychain {Mark}", Called());
        Assert.True(await Trust.HoldsAsync(Authority));
    }

    [RequiresFact("linux")]
    public async Task Removes_what_was_added_with_its_trust_and_its_mark()
    {
        _ = await Trust.AddAsync(Authority);

        Assert.True(await Trust.RemoveAsync(Authority.Thumbprint));
        Assert.False(await Trust.RemoveAsync(Authority.Thumbprint));

        Assert.Empty(InKeychain());
        Assert.Empty(Directory.GetFiles(Marks));
        Assert.Equal(
            [$"remove-trusted-cert -d {Mark}", $"delete-certificate -Z {Authority.Thumbprint} /Library/Keychains/System.keychain"],
            Called().Where(line => line.StartsWith("remove", StringComparison.Ordinal) || line.StartsWith("delete", StringComparison.Ordinal)));
    }

    [RequiresFact("linux")]
    public async Task Leaves_alone_what_others_put_there()
    {
        _ = _folder.Write($"keychain/{Authority.Thumbprint}", "");

        Assert.False(await Trust.AddAsync(Authority));
        Assert.False(await Trust.RemoveAsync(Authority.Thumbprint));

        Assert.Equal([Authority.Thumbprint], InKeychain());
        Assert.Empty(await Trust.ListAsync());
    }

    [RequiresFact("linux")]
    public async Task Says_that_an_administrator_has_to_approve_and_leaves_nothing_behind()
    {
        _ = _folder.Write("then", Denied);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => Trust.AddAsync(Authority));

        Assert.Equal((Failure.Surroundings, TrustCodes.StoreRefused), (refused.Failure, refused.Code));
        Assert.Contains("no user interaction was possible", refused.Message);
        Assert.Contains("macOS asks an administrator in a window", refused.Message);
        Assert.Contains("configuration profile", refused.Cure);
        Assert.Empty(InKeychain());
        Assert.Empty(Directory.GetFiles(Marks));
    }

    [RequiresFact("linux")]
    public async Task Forgets_what_is_no_longer_in_the_keychain_when_it_tidies()
    {
        _ = await Trust.AddAsync(Authority);
        await Trust.TidyAsync();
        Assert.Single(await Trust.ListAsync());
        Directory.Delete(Keychain, recursive: true);

        await Trust.TidyAsync();

        Assert.Empty(await Trust.ListAsync());
    }

    [RequiresFact("linux")]
    public async Task That_is_stopped_while_a_window_waits_leaves_nothing_behind()
    {
        _ = _folder.Write("then", ": >waiting; exec sleep 300");
        using var stop = new CancellationTokenSource();
        Task<bool> adding = Trust.AddAsync(Authority, stop.Token);
        for (int tries = 0; !File.Exists(_folder.File("waiting")) && tries < 600; tries++)
        {
            await Task.Delay(50);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Empty(InKeychain());
        Assert.Empty(Directory.GetFiles(Marks));
    }

    [RequiresFact("linux")]
    public async Task Ends_what_waits_for_a_window_and_says_so()
    {
        _ = _folder.Write("then", "exec 9>held; flock 9; sleep 300");
        var watch = Stopwatch.StartNew();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => WithPatience(TimeSpan.FromSeconds(1)).AddAsync(Authority));

        Assert.Equal(TrustCodes.StoreRefused, refused.Code);
        Assert.Contains("'security add-trusted-cert' was ended after 1 s, in which no administrator approved it.", refused.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2));
        // The lock of the program that waited: it goes with its last process.
        await (await WholeFile.LockAsync(_folder.File("held"), default)).DisposeAsync();
        Assert.Empty(InKeychain());
        Assert.Empty(Directory.GetFiles(Marks));
    }

    [RequiresFact("linux")]
    public async Task Clears_the_mark_of_a_run_that_was_ended_before_it_came_to_the_keychain()
    {
        _ = _folder.Write($"marks/{Path.GetFileName(Mark)}", "");

        Assert.True(await Trust.RemoveAsync(Authority.Thumbprint));

        Assert.Empty(Directory.GetFiles(Marks));
        Assert.DoesNotContain(Called(), line => line.StartsWith("remove-trusted-cert", StringComparison.Ordinal));
    }

    [RequiresFact("linux")]
    public async Task Without_root_is_refused_before_anything_is_called()
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => new MacTrust(_security, Marks, TimeSpan.FromMinutes(1), isRoot: false).AddAsync(Authority));

        Assert.Equal(TrustCodes.NoRights, refused.Code);
        Assert.Empty(Called());
        Assert.False(Directory.Exists(Marks));
    }

    private MacTrust WithPatience(TimeSpan patience) => new(_security, Marks, patience, isRoot: true);

    private IEnumerable<string> InKeychain() => Directory.GetFiles(Keychain).Select(file => Path.GetFileName(file)!);

    private string[] Called() => File.Exists(_folder.File("called")) ? File.ReadAllLines(_folder.File("called")) : [];
}
