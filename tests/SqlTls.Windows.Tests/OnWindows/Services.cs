using System.Runtime.Versioning;
using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Tests.OnWindows;

[SupportedOSPlatform("windows")]
public class Services
{
    [WindowsFact]
    public void That_run_and_are_needed_name_who_needs_them() => Assert.NotEmpty(new LocalServices().Find("RpcSs")!.RunningDependents);

    [WindowsFact]
    public void That_are_not_there_are_none() => Assert.Null(new LocalServices().Find("MSSQL$NOWHERE"));
}
