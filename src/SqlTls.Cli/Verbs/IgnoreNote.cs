using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary>A <c>.gitignore</c> of the user's own stays as it is; what is secret beside it is for the user to keep out.</summary>
internal static class IgnoreNote
{
    /// <summary>Says so where version control may take in what nobody else may read.</summary>
    public static void Print(OutputFolder folder, IEnumerable<string> secrets, Terminal terminal)
    {
        string[] names = [.. secrets];
        if (names.Length > 0 && folder.HasForeignIgnoreFile)
        {
            terminal.Note($"note: {folder.File(OutputFiles.Ignore)} was left as it is; see that it leaves out {string.Join(", ", names)}.");
        }
    }
}
