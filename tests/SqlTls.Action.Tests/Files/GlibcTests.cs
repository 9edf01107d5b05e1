namespace SqlTls.Action.Tests.Files;

/// <summary>action/glibc over a real program: this machine's shell, which asks for what this machine has.</summary>
public class GlibcTests
{
    [RequiresFact("linux", "bash", "objdump")]
    public async Task A_program_for_a_newer_system_is_refused_with_what_it_asks_for()
    {
        Tool run = await RunAsync("2.1", "/bin/bash");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^/bin/bash needs glibc 2\\.[0-9.]+, for [a-z_0-9]+; ", run.Error);
    }

    [RequiresFact("linux", "bash", "objdump")]
    public async Task A_program_for_an_older_one_is_not()
    {
        Tool run = await RunAsync("2.999", "/bin/bash", Repository.File("action/glibc"));

        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [RequiresFact("linux", "bash", "objdump")]
    public async Task Nothing_to_look_at_is_a_mistake() => Assert.Equal(1, (await RunAsync("2.999", Repository.File("action/glibc"))).ExitCode);

    private static Task<Tool> RunAsync(params string[] words) => Tool.RunAsync("bash", [Repository.File("action/glibc"), .. words]);
}
