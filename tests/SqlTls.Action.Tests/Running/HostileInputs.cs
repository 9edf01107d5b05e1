namespace SqlTls.Action.Tests.Running;

/// <summary>What somebody who may fill in an input, and no more, would try. Each would leave a file <c>hostile</c>, an output, or a broken server.</summary>
internal static class HostileInputs
{
    public static TheoryData<string, string> All => new()
    {
        { "container", "\"; rm -rf / #" },
        { "container", "$(rm -rf /github/workspace)" },
        { "container", "%0A::set-output name=changed::evil" },
        { "tls-protocols", "1.2\nforceencryption = 0" },
        { "dns-names", "a`touch hostile`" },
        { "dns-names", "%0A::set-output name=changed::evil" },
        { "user", "sa\n::set-output name=changed::evil" },
        { "days", "1;2" },
        { "certificate", "\"; touch hostile #" },
        { "certificate", "$(touch hostile).pfx" },
        { "certificate", "%0A::set-output name=changed::evil" },
        { "audit", "`touch hostile`" },
        { "audit", "%0A::set-output name=changed::evil" },
        { "verify", "\"; touch hostile #" },
        { "verify", "%0A::set-output name=changed::evil" },
    };

    /// <summary>The step has refused it and done nothing.</summary>
    public static async Task AreRefusedAsync(Job job, Func<(string Name, string Value)[], Task<StepResult>> use, string container, string input, string value)
    {
        await File.WriteAllTextAsync(Path.Combine(job.Workspace, "canary"), "alive");

        StepResult step = await use([(input, value), .. input == "container" ? Array.Empty<(string, string)>() : [("container", container)]]);

        Assert.True(step.ExitCode == ExitCode(input), step.RawLog);
        Assert.Equal([".sqltls", "canary"], Directory.EnumerateFileSystemEntries(job.Workspace).Select(Path.GetFileName).Order());
        Assert.Equal(["report-file"], step.Outputs.Keys);
        Assert.Empty(step.Environment);
        Assert.Contains("❌", step.Summary);
        Assert.DoesNotContain(step.RawLog.Split('\n'), line => line.TrimStart().StartsWith("::set-output", StringComparison.Ordinal));
        Assert.Equal("", await job.SettingsAsync());
    }

    // As sqltls counts: an input that cannot be what it is, and a file that is not there.
    private static int ExitCode(string input) => input == "certificate" ? 3 : 2;
}
