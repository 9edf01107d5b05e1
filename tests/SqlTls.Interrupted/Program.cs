using System.Diagnostics;
using SqlTls;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Interrupted;
using SqlTls.Provisioning;

// A run that something happens to at one boundary between two steps:
//   SqlTls.Interrupted CONTAINER|service BOUNDARY up|strict|fail|down|image kill|wait
// BOUNDARY is one of the provisioner's, or "call N": before the Nth call that changes something.
// kill: the process ends as SIGKILL ends it. wait: it says so, and goes on when it reads a line.
const string Password = "Canary-pa55-word";
try
{
    ILinuxHost host = args[0] == "service" ? await LinuxService.OpenAsync(CancellationToken.None)
        : args[2] == "image" ? (await DockerContainers.OfImageAsync(new ImageRequest("sqltls/standin:test", args[0], "0"), Password, Path.GetTempPath(), CancellationToken.None)).Host
        : await DockerContainers.FindAsync(args[0], force: false, CancellationToken.None);
    await using var instance = new LinuxInstance(new CountedCalls(host, AtAsync));
    var provisioner = new Provisioner(instance) { StepBoundary = AtAsync };
    if (args[2] == "down")
    {
        _ = await provisioner.DownAsync(CancellationToken.None);
    }
    else
    {
        var request = new TlsRequest(new CertificateSource.Made(Days: 7)) { ForceEncryption = true, ForceStrict = args[2] == "strict" ? true : null };
        Finding? refusal = args[2] == "fail" ? new Finding("SQLTLS4001", Severity.Error, "The test says so.", "") : null;
        _ = await provisioner.UpAsync(request, (_, _) => Task.FromResult(refusal), CancellationToken.None);
    }

    return 0;
}
catch (SqlTlsException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Code}: {exception.Message}");
    return (int)exception.Failure;
}

async Task AtAsync(string boundary)
{
    if (boundary != args[1])
    {
        return;
    }

    if (args[3] == "wait")
    {
        await Console.Out.WriteLineAsync(boundary);
        _ = await Console.In.ReadLineAsync();
        return;
    }

    // SIGKILL: nothing of this process runs after it.
    Process.GetCurrentProcess().Kill();
    await Task.Delay(Timeout.Infinite);
}
