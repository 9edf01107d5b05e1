namespace SqlTls.Certificates;

/// <summary>A folder for certificates and keys, which version control is told to ignore. Files are written all or none.</summary>
/// <param name="path">Full path of the folder; it is made when something is written.</param>
public sealed class OutputFolder(string path)
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Full path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>Writes files. Those that are private have mode 0600 before a byte is in them.</summary>
    /// <param name="files">Name, content, and whether nobody else may read it.</param>
    /// <param name="overwriteKeys">Replace private files that are there.</param>
    /// <exception cref="SqlTlsException">A private file is there and would be overwritten (SQLTLS2108), or the folder cannot be written (SQLTLS2110).</exception>
    public void Write(IReadOnlyList<(string Name, byte[] Content, bool IsPrivate)> files, bool overwriteKeys)
    {
        string? there = files.Where(file => file.IsPrivate).Select(file => File(file.Name)).FirstOrDefault(System.IO.File.Exists);
        if (there is not null && !overwriteKeys)
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.WouldOverwriteKey,
                $"{there} is there already, and a private key that is overwritten is lost.",
                "Name another folder with --output, or say --force.");
        }

        var written = new List<string>();
        try
        {
            _ = Directory.CreateDirectory(Path);
            System.IO.File.WriteAllText(File(".gitignore"), "*\n");
            foreach ((string name, byte[] content, bool isPrivate) in files)
            {
                written.Add(Create(name, content, isPrivate));
            }

            foreach ((string name, _, _) in files)
            {
                System.IO.File.Move(Temporary(name), File(name), overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            written.ForEach(System.IO.File.Delete);
            throw new SqlTlsException(
                Failure.Surroundings,
                CertificateCodes.FolderNotWritable,
                $"The folder {Path} cannot be written: {exception.Message}",
                "Name another folder with --output.",
                exception);
        }
    }

    /// <summary>Full path of a file in the folder.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    private string Temporary(string name) => File($".{name}.{Environment.ProcessId}");

    private string Create(string name, byte[] content, bool isPrivate)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateMode;
        }

        string file = Temporary(name);
        using var stream = new FileStream(file, options);
        stream.Write(content);
        return file;
    }
}
