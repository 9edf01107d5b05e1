using Microsoft.Build.Framework;
using SqlTls.Reports;
using SqlTlsTasks.Items;

namespace SqlTlsTasks.Tests;

/// <summary>What SqlTlsUp hands out.</summary>
public class Reports
{
    [Fact]
    public void Of_a_server_that_waits_for_a_restart_hand_out_no_connection_string()
    {
        var report = new UpReport(
            1,
            new UpReport.InstanceName("windows", "MSSQLSERVER", ""),
            Changed: true,
            Restarts: 0,
            RolledBack: false,
            Certificate: null,
            Checks: [],
            ConnectionStrings: new Dictionary<string, string>(),
            new UpReport.Duration(1, 0, 0));
        InstanceItem instance = Assert.Single(InstanceItem.Read([Engine.Item("prod", ("Instance", "MSSQLSERVER"))], Path.GetTempPath()));

        ITaskItem? handedOut = HandedOut.Of(instance, Path.GetTempPath(), report);

        Assert.Null(handedOut);
    }
}
