using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace SqlTls.Verification;

/// <summary>Where the connector lies, and how it is started: by the same .NET that runs this process.</summary>
internal static class ConnectorProgram
{
    private const string Name = "SqlTls.Connector";

    public static ProcessStartInfo StartInfo()
    {
        string folder = Path.Combine(LibraryFolder(), "connector");
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

    // A library inside a build process lies elsewhere than the program; compiled to native code it is the program.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is expected, and means the program's own folder.")]
    private static string LibraryFolder() =>
        typeof(ConnectorProgram).Assembly.Location is { Length: > 0 } location ? Path.GetDirectoryName(location)! : AppContext.BaseDirectory;

    private static ProcessStartInfo Starting(this ProcessStartInfo start, string folder, string library)
    {
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        // The runtime's own files lie in ROOT/shared/Microsoft.NETCore.App/VERSION; a self-contained or native program has no such root.
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string dotnet = Path.Combine(root, $"dotnet{suffix}");
        string executable = Path.Combine(folder, $"{Name}{suffix}");
        if (!File.Exists(dotnet) && File.Exists(executable))
        {
            start.FileName = executable;
            return start;
        }

        start.FileName = File.Exists(dotnet) ? dotnet : "dotnet";
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(library);
        return start;
    }
}
