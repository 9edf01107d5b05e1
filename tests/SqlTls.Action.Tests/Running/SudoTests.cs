using SqlTls.Action.Tests.Files;

namespace SqlTls.Action.Tests.Running;

/// <summary>
/// The real script as a user who may become root without a password. The real sudo asks for a machine that is set up so; this one takes the words that
/// sudo-rs takes (trifectatechfoundation/sudo-rs: src/sudo/cli/mod.rs), and leaves the program the variables that sudo-rs would.
/// </summary>
public sealed class SudoTests : IDisposable
{
    private const string Sudo = """
        #!/usr/bin/env bash
        printf '%s\n' "$@" >>"$SUDO_LOG"
        list=
        while [[ $1 == -* ]]; do
          case $1 in
            -n) ;;
            --preserve-env=*) list=,${1#*=}, ;;
            --preserve-env) echo "sudo: preserving the entire environment is not supported, '$1' is ignored" >&2 ;;
            *) echo 'sudo: invalid option provided' >&2; exit 1 ;;
          esac
          shift
        done
        kept=(PATH=/usr/sbin:/usr/bin:/sbin:/bin)
        while IFS= read -r -d '' variable; do
          if [[ $list == *,"${variable%%=*}",* && $variable != PATH=* ]]; then kept+=("$variable"); fi
        done < <(env -0)
        exec env -i "${kept[@]}" "$@"
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresTheory("docker")]
    [InlineData("service", "true")]
    [InlineData("trust", "machine")]
    public async Task Becomes_root_with_every_input_and_shows_none(string input, string value)
    {
        await using Job job = await StartAsync();

        // A choice that does not exist, by an input that a shell cannot name: what reads it says so.
        StepResult step = await job.RunScriptAsync(ActionFile.Host, "action/host", ("audit", "."), ("audit-fail-on", "nonsense"), ("sa-password", Job.Password), (input, value));

        Assert.True(step.ExitCode == 2, step.RawLog);
        Assert.Contains("The input 'audit-fail-on' cannot be what it is.", step.RawLog);
        Assert.Equal(["report-file"], step.Outputs.Keys);
        string words = await File.ReadAllTextAsync(_folder.File("log"));
        Assert.Contains(",INPUT_SA-PASSWORD,", $",{words.Replace('\n', ',').Replace('=', ',')},");
        Assert.DoesNotContain(Job.Password, words);
    }

    [RequiresFact("docker")]
    public async Task Takes_back_as_root_what_was_the_machines()
    {
        await using Job job = await StartAsync();

        StepResult step = await job.RunScriptAsync(ActionFile.Down, "action/down", ("container", "no-such-service"), ("trust", "Machine"), ("timeout", "nonsense"));

        Assert.True(step.ExitCode == 2, step.RawLog);
        Assert.Contains("The input 'timeout' cannot be what it is.", step.RawLog);
        Assert.Contains("--preserve-env=", await File.ReadAllTextAsync(_folder.File("log")));
    }

    [RequiresFact("docker")]
    public async Task Stays_who_it_is_where_nothing_is_the_machines()
    {
        await using Job job = await StartAsync();

        StepResult step = await job.RunScriptAsync(ActionFile.Host, "action/host", ("audit", "."));

        Assert.True(step.ExitCode == 0, step.RawLog);
        Assert.Equal("", await File.ReadAllTextAsync(_folder.File("log")));
    }

    private async Task<Job> StartAsync()
    {
        Job job = await Job.StartAsync();
        // As root, who may write where the program is built.
        StepResult built = await job.RunScriptAsync(ActionFile.Host, "action/host", ("audit", "."));
        Assert.True(built.ExitCode == 0, built.RawLog);
        string sudo = _folder.Write("sudo", Sudo);
        string log = _folder.Write("log", "");
        await Tool.RunAsync("chmod", ["755", _folder.Path, sudo]);
        await Tool.RunAsync("chmod", ["666", log]);
        await Tool.RunAsync("chown", ["-R", "1001:1001", Path.Combine(job.Workspace, ".sqltls")]);
        job.Environment["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        job.Environment["SUDO_LOG"] = log;
        job.IsRunnersUser = true;
        return job;
    }
}
