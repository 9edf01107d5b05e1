using System.Diagnostics;
using SqlTls;
using SqlTls.Instances.Linux;
using SqlTls.Provisioning;

// A run that is killed at one boundary between two steps: SqlTls.Interrupted CONTAINER BOUNDARY up|fail|down
await using var instance = new LinuxInstance(await DockerContainers.FindAsync(args[0], force: false, CancellationToken.None));
var provisioner = new Provisioner(instance)
{
    StepBoundary = async boundary =>
    {
        if (boundary == args[1])
        {
            // SIGKILL: nothing of this process runs after it.
            Process.GetCurrentProcess().Kill();
            await Task.Delay(Timeout.Infinite);
        }

    },
};
if (args[2] == "down")
{
    _ = await provisioner.DownAsync(CancellationToken.None);
}
else
{
    var request = new TlsRequest(new CertificateSource.Made()) { ForceEncryption = true };
    Finding? refusal = args[2] == "fail" ? new Finding("SQLTLS4001", Severity.Error, "The test says so.", "") : null;
    _ = await provisioner.UpAsync(request, (_, _) => Task.FromResult(refusal), CancellationToken.None);
}

return 1;
