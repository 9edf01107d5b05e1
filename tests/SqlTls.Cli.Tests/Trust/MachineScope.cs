using System.Text.Json;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

public class MachineScope
{
    private const string Anchors = "/usr/local/share/ca-certificates";
    private const string Links = "cd /etc/ssl/certs && for each in *; do echo \"$each $(readlink $each)\"; done";

    [RequiresTheory("docker")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lets_SqlClient_connect_for_as_long_as_it_lasts(bool fromOutside)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        await machine.CopyAsync(endpoint.AuthorityFile, "authority.crt");
        async Task<string> TrustAsync(string verb, params string[] words)
        {
            if (fromOutside)
            {
                Cli cli = await Cli.RunAsync(["trust", verb, "--container", machine.Name, .. words, "--json"]);
                Assert.True(cli.ExitCode == 0, cli.Output + cli.Error);
                return cli.Output;
            }

            Tool tool = await machine.SqlTlsAsync(["trust", verb, "--scope", "machine", .. words, "--json"]);
            Assert.True(tool.ExitCode == 0, tool.Everything);
            return tool.Output;
        }

        string[] authority = ["--authority", fromOutside ? endpoint.AuthorityFile : "/tmp/authority.crt"];
        string untouched = await machine.ShellAsync(Links);
        (bool before, string first) = await machine.ConnectAsync(endpoint);
        string added = await TrustAsync("add", authority);
        string again = await TrustAsync("add", authority);
        (bool trusted, string second) = await machine.ConnectAsync(endpoint);
        string list = await TrustAsync("list");
        string removed = await TrustAsync("remove", authority);
        (bool after, string third) = await machine.ConnectAsync(endpoint);

        Assert.False(before, first);
        Assert.True(trusted, second);
        Assert.False(after, third);
        Assert.Equal([true, false, true], new[] { added, again, removed }.Select(Changed));
        JsonElement entry = Assert.Single(JsonDocument.Parse(list).RootElement.GetProperty("trusted").EnumerateArray());
        string thumbprint = entry.GetProperty("thumbprint").GetString()!;
        Assert.Equal(endpoint.Certificate.Authority!.Thumbprint.ToLowerInvariant(), thumbprint);
        Assert.Equal($"{(fromOutside ? $"container {machine.Name}: " : "")}{Anchors}/sqltls-trust-{thumbprint}.crt", entry.GetProperty("where").GetString());
        Assert.Equal(untouched, await machine.ShellAsync(Links));
        Assert.Equal("", await machine.ShellAsync($"ls -A {Anchors}"));
    }

    [RequiresFact("docker")]
    public async Task Leaves_alone_what_others_put_there()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        await machine.CopyAsync(endpoint.AuthorityFile, "authority.crt");
        _ = await machine.ShellAsync($"mkdir -p {Anchors}; cp /tmp/authority.crt {Anchors}/somebody-elses.crt; update-ca-certificates");

        Cli remove = await Cli.RunAsync("trust", "remove", "--container", machine.Name, "--authority", endpoint.AuthorityFile, "--json");
        Cli all = await Cli.RunAsync("trust", "remove", "--container", machine.Name, "--all", "--json");

        Assert.False(Changed(remove.Output));
        Assert.False(Changed(all.Output));
        Assert.Equal("somebody-elses.crt", await machine.ShellAsync($"ls -A {Anchors}"));
    }

    [RequiresFact("docker")]
    public async Task Is_cleaned_up_after_a_run_that_was_ended_half_way()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        await machine.CopyAsync(endpoint.AuthorityFile, "authority.crt");
        string thumbprint = endpoint.Certificate.Authority!.Thumbprint;
        _ = await machine.ShellAsync($"mkdir -p {Anchors}; cp /tmp/authority.crt {Anchors}/sqltls-trust-{thumbprint.ToLowerInvariant()}.crt");

        Cli add = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.AuthorityFile);
        (bool trusted, string client) = await machine.ConnectAsync(endpoint);
        Cli remove = await Cli.RunAsync("trust", "remove", "--container", machine.Name, "--thumbprint", thumbprint, "--json");

        Assert.Equal(0, add.ExitCode);
        Assert.True(trusted, client);
        Assert.True(Changed(remove.Output));
        Assert.Equal("", await machine.ShellAsync($"ls -A {Anchors}"));
    }

    [RequiresFact("docker")]
    public async Task Without_root_is_refused_with_a_way_that_needs_none()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        await machine.CopyAsync(endpoint.AuthorityFile, "authority.crt");

        Tool add = await machine.SqlTlsAsync("65534:65534", ["trust", "add", "--scope", "machine", "--authority", "/tmp/authority.crt"]);

        Assert.Equal(3, add.ExitCode);
        Assert.Contains("SQLTLS5101", add.Error);
        Assert.Contains("eval \"$(sqltls trust add --scope step --shell --authority FILE)\"", add.Error);
        Assert.Equal("", await machine.ShellAsync($"ls -A {Anchors}"));
    }

    [RequiresFact("docker")]
    public async Task Takes_a_certificate_that_is_no_authority_by_force_alone()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();

        Cli refused = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.CertificateFile);
        string untouched = await machine.ShellAsync($"ls -A {Anchors}");
        Cli forced = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.CertificateFile, "--force");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("SQLTLS5102", refused.Error);
        Assert.Equal("", untouched);
        Assert.True(forced.ExitCode == 0, forced.Error);
    }

    [RequiresFact("docker")]
    public async Task Of_an_unknown_distribution_is_named_with_the_path_it_would_need()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        _ = await machine.ShellAsync("rm /usr/sbin/update-ca-certificates; rm -f /etc/os-release; echo 'PRETTY_NAME=\"Some Linux 7\"' >/etc/os-release");

        Cli add = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.AuthorityFile);
        Cli list = await Cli.RunAsync("trust", "list", "--container", machine.Name, "--json");

        Assert.Equal(3, add.ExitCode);
        Assert.Contains("SQLTLS5103", add.Error);
        Assert.Contains("Some Linux 7", add.Error);
        Assert.Contains($"{Anchors}/sqltls-trust-{endpoint.Certificate.Authority!.Thumbprint.ToLowerInvariant()}.crt", add.Error);
        Assert.Equal(0, list.ExitCode);
    }

    [RequiresFact("docker")]
    public async Task That_cannot_be_written_is_left_as_it_was()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync("--read-only");

        Cli add = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.AuthorityFile);

        Assert.Equal(3, add.ExitCode);
        Assert.Contains("SQLTLS5105", add.Error);
        Assert.Contains("Read-only file system", add.Error);
    }

    [RequiresFact("docker")]
    public async Task Is_as_before_where_its_own_command_fails()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        _ = await machine.ShellAsync("printf '#!/bin/sh\\necho it is broken >&2\\nexit 7\\n' >/usr/sbin/update-ca-certificates");

        Cli add = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.AuthorityFile);

        Assert.Equal(3, add.ExitCode);
        Assert.Contains("SQLTLS5105", add.Error);
        Assert.Contains("it is broken", add.Error);
        Assert.Equal("", await machine.ShellAsync($"ls -A {Anchors}"));
    }

    // The distributions themselves are not at hand: their folder, and a program of the command's name that says how it was called.
    [RequiresTheory("docker")]
    [InlineData("/etc/pki/ca-trust/source/anchors", "update-ca-trust", "extract", "extract")]
    [InlineData("/etc/pki/trust/anchors", "update-ca-certificates", "", "--fresh")]
    [InlineData("/etc/ca-certificates/trust-source/anchors", "trust", "extract-compat", "extract-compat")]
    public async Task Is_kept_with_the_command_of_the_distribution(string anchors, string program, string added, string removed)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        _ = await machine.ShellAsync($"rm /usr/sbin/update-ca-certificates; mkdir -p {anchors}; printf '#!/bin/sh\\necho \"$@\" >>/tmp/called\\n' >/usr/bin/{program}; chmod 755 /usr/bin/{program}");

        Cli add = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.AuthorityFile);
        string there = await machine.ShellAsync($"ls -A {anchors}");
        Cli remove = await Cli.RunAsync("trust", "remove", "--container", machine.Name, "--all");

        Assert.True(add.ExitCode == 0, add.Error);
        Assert.Equal($"sqltls-trust-{endpoint.Certificate.Authority!.Thumbprint.ToLowerInvariant()}.crt", there);
        Assert.True(remove.ExitCode == 0, remove.Error);
        Assert.Equal("", await machine.ShellAsync($"ls -A {anchors}"));
        Assert.Equal([added, removed], (await machine.ShellAsync("sed 's/^/>/' /tmp/called")).Split('\n').Select(line => line[1..]));
    }

    // Alpine's program has its own rules (update-ca.c of its ca-certificates): it looks at no argument, links each anchor as ca-cert-NAME.pem, takes
    // its own links away that lead to an anchor that is gone, rewrites the bundle, and leaves the hashed names to openssl rehash.
    [RequiresFact("docker")]
    public async Task Of_Alpine_lets_SqlClient_connect_for_as_long_as_it_lasts()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        await machine.WriteAsync("/usr/sbin/update-ca-certificates", $$"""
            #!/bin/sh
            cd /etc/ssl/certs || exit 1
            echo "$*" >>/tmp/called
            for link in ca-cert-*.pem; do
              case $(readlink "$link") in {{Anchors}}/*) [ -e "$link" ] || rm "$link" ;; esac
            done
            cat /usr/share/ca-certificates/*/*.crt {{Anchors}}/* >bundle 2>/dev/null
            for each in {{Anchors}}/*; do
              name=${each##*/}
              [ ! -e "$each" ] || ln -sf "$each" "ca-cert-${name%.crt}.pem"
            done
            mv bundle ca-certificates.crt
            openssl rehash . 2>&1
            """);
        _ = await machine.ShellAsync("update-ca-certificates");
        string untouched = await machine.ShellAsync(Links);

        (bool before, string first) = await machine.ConnectAsync(endpoint);
        Cli add = await Cli.RunAsync("trust", "add", "--container", machine.Name, "--authority", endpoint.AuthorityFile);
        (bool trusted, string second) = await machine.ConnectAsync(endpoint);
        string links = await machine.ShellAsync(Links);
        Cli remove = await Cli.RunAsync("trust", "remove", "--container", machine.Name, "--all");
        (bool after, string third) = await machine.ConnectAsync(endpoint);

        Assert.False(before, first);
        Assert.True(add.ExitCode == 0, add.Error);
        Assert.True(trusted, second);
        Assert.Contains($"ca-cert-sqltls-trust-{endpoint.Certificate.Authority!.Thumbprint.ToLowerInvariant()}.pem {Anchors}/", links);
        Assert.True(remove.ExitCode == 0, remove.Error);
        Assert.False(after, third);
        Assert.Equal(untouched, await machine.ShellAsync(Links));
    }

    private static bool Changed(string json) => JsonDocument.Parse(json).RootElement.GetProperty("changed").GetBoolean();
}
