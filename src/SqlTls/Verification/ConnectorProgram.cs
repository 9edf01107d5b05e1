using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace SqlTls.Verification;

/// <summary>Where the connector lies, and how it is started: by the same .NET that runs this process.</summary>
internal static class ConnectorProgram
{
    private const string Name = "SqlTls.Connector";

    public static ProcessStartInfo StartInfo()
    {
        string folder = Path.Combine(Path.GetDirectoryName(typeof(ConnectorProgram).Assembly.Location)!, "connector");
        string library = Path.Combine(folder, $"{Name}.dll");
        if (!File.Exists(library))
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                VerificationCodes.ConnectorMissing,
                $"The connector is not at {library}.",
                "Install the tool or package again; the folder 'connector' belongs to it.");
        }

        return new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        }.Starting(folder, library);
    }

    private static ProcessStartInfo Starting(this ProcessStartInfo start, string folder, string library)
    {
        string executable = OperatingSystem.IsWindows() ? ".exe" : "";
        // The runtime's own files lie in ROOT/shared/Microsoft.NETCore.App/VERSION; a self-contained program has no such root.
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string dotnet = Path.Combine(root, $"dotnet{executable}");
        if (File.Exists(dotnet))
        {
            start.FileName = dotnet;
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(library);
        }
        else
        {
            start.FileName = Path.Combine(folder, $"{Name}{executable}");
        }

        return start;
    }
}
