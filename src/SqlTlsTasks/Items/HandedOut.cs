using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SqlTls.Certificates;
using SqlTls.Reports;

namespace SqlTlsTasks.Items;

/// <summary>What SqlTlsUp hands out for an instance: the connection string of Microsoft.Data.SqlClient, with the rest as metadata.</summary>
internal static class HandedOut
{
    // Metadata and the driver whose string it holds.
    private static readonly (string Metadata, string Driver)[] Drivers =
        [("Odbc", "odbc"), ("Jdbc", "jdbc"), ("Go", "go"), ("Node", "node"), ("Sqlcmd", "sqlcmd"), ("Ssms", "ssms")];

    /// <summary>The item; null where there is no string yet, since the settings wait for a restart that somebody else does.</summary>
    /// <param name="instance">The item that the project wrote.</param>
    /// <param name="folder">Full path of the instance's folder.</param>
    /// <param name="report">What was done and proved.</param>
    public static ITaskItem? Of(InstanceItem instance, string folder, UpReport report)
    {
        if (!report.ConnectionStrings.TryGetValue("sqlclient", out string? text))
        {
            return null;
        }

        var item = new TaskItem(text, treatAsFilePath: false);
        item.SetMetadata("Instance", instance.Name);
        item.SetMetadata("Server", report.Instance.Server);
        item.SetMetadata("User", instance.User);
        item.SetMetadata("PasswordVariable", instance.PasswordVariable ?? "");
        item.SetMetadata("Thumbprint", report.Certificate?.Thumbprint ?? "");
        item.SetMetadata("CertificateFile", Existing(folder, OutputFiles.Certificate));
        item.SetMetadata("Authority", Existing(folder, OutputFiles.Authority));
        item.SetMetadata("Report", Existing(folder, "report.json"));
        item.SetMetadata("Changed", report.Changed ? "true" : "false");
        foreach ((string metadata, string driver) in Drivers)
        {
            item.SetMetadata(metadata, report.ConnectionStrings.GetValueOrDefault(driver, ""));
        }

        return item;
    }

    private static string Existing(string folder, string name) => new OutputFolder(folder).File(name) is var file && File.Exists(file) ? file : "";
}
