namespace SqlTls.Certificates;

/// <summary>A folder for certificates and keys. Files are written all or none.</summary>
/// <param name="path">Full path of the folder; it is made when something is written.</param>
/// <param name="isIgnored">Version control is told to ignore it, unless it has instructions of its own.</param>
public sealed class OutputFolder(string path, bool isIgnored = true)
{
    private const string EverythingIgnored = "*";
    private const string KeyMark = "PRIVATE KEY-----";

    // Of this run alone: in a container each process has the same number, and a run that was ended leaves its files behind.
    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>Full path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>Version control has instructions of somebody else here, which may let it take in what is private.</summary>
    public bool HasForeignIgnoreFile => Existing(OutputFiles.Ignore) is { } file && System.IO.File.ReadAllText(file).Trim() != EverythingIgnored;

    /// <summary>Writes files. Those that are private have mode 0600 before a byte is in them.</summary>
    /// <param name="files">Name, content, and whether nobody else may read it.</param>
    /// <param name="overwriteKeys">Replace private files that are there, and private keys whatever their file is called.</param>
    /// <param name="obsolete">Names of files that go when these come; null for none.</param>
    /// <exception cref="SqlTlsException">A private key is there and would be overwritten (SQLTLS2108), or the folder cannot be written (SQLTLS2110). The folder is as it was.</exception>
    public void Write(IReadOnlyList<(string Name, byte[] Content, bool IsPrivate)> files, bool overwriteKeys, IReadOnlyList<string>? obsolete = null)
    {
        string[] gone = [.. (obsolete ?? []).Except(files.Select(file => file.Name))];
        if (!overwriteKeys)
        {
            RefuseToOverwriteKeys([.. files.Select(file => (file.Name, file.IsPrivate)), .. gone.Select(name => (name, false))]);
        }

        var undo = new Stack<Action>();
        try
        {
            Prepare(undo);
            foreach ((string name, byte[] content, bool isPrivate) in files)
            {
                undo.Push(() => Discard(New(name)));
                Create(New(name), content, isPrivate);
            }

            foreach ((string name, _, _) in files)
            {
                Replace(name, undo);
            }

            Array.ForEach(gone, name => SetAside(name, undo));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            while (undo.TryPop(out Action? step))
            {
                Try(step);
            }

            throw new SqlTlsException(
                Failure.Surroundings,
                CertificateCodes.FolderNotWritable,
                $"The folder {Path} cannot be written: {exception.Message}",
                "Name another folder with --output.",
                exception);
        }

        foreach (string name in files.Select(file => file.Name).Concat(gone))
        {
            Try(() => System.IO.File.Delete(Old(name)));
        }
    }

    /// <summary>Holds what would be written against the private keys that would be lost with it.</summary>
    /// <param name="files">Name, and whether what is to be written is private.</param>
    /// <exception cref="SqlTlsException">SQLTLS2108: a private file is there, or a private key in a file that is not, such as a PEM with certificate and key.</exception>
    public void RefuseToOverwriteKeys(params IEnumerable<(string Name, bool IsPrivate)> files)
    {
        if (files.FirstOrDefault(file => Existing(file.Name) is { } there && (file.IsPrivate || HoldsKey(there))).Name is { } name)
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.WouldOverwriteKey,
                $"{File(name)} is there already, and a private key that is overwritten is lost.",
                "Name another folder with --output, or say --force.");
        }
    }

    /// <summary>Full path of a file in the folder.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The same, where the file is there; else null.</summary>
    /// <param name="name">Its name.</param>
    public string? Existing(string name) => System.IO.File.Exists(File(name)) ? File(name) : null;

    private static bool HoldsKey(string file) => System.IO.File.ReadAllText(file).Contains(KeyMark, StringComparison.Ordinal);

    private string New(string name) => File($".{name}.{_run}.new");

    private string Old(string name) => File($".{name}.{_run}.old");

    private void Prepare(Stack<Action> undo)
    {
        foreach (string folder in MissingFolders().Reverse())
        {
            _ = Directory.CreateDirectory(folder);
            undo.Push(() => Directory.Delete(folder));
        }

        if (isIgnored && Existing(OutputFiles.Ignore) is null)
        {
            undo.Push(() => Discard(File(OutputFiles.Ignore)));
            System.IO.File.WriteAllText(File(OutputFiles.Ignore), EverythingIgnored + "\n");
        }
    }

    private IEnumerable<string> MissingFolders()
    {
        for (string? folder = Path; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    private static void Create(string file, byte[] content, bool isPrivate)
    {
        using FileStream stream = isPrivate ? PrivateFile.Create(file) : new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        stream.Write(content);
    }

    // Deleting what was never made is an error where its folder is missing too.
    private static void Discard(string file)
    {
        if (System.IO.File.Exists(file))
        {
            System.IO.File.Delete(file);
        }
    }

    // What cannot be put back or cleared away is no reason to leave the rest as it is.
    private static void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What ended the writing is the better answer.
        }
    }

    // What was there steps aside first, so that it can come back when a later file fails.
    private void SetAside(string name, Stack<Action> undo)
    {
        if (System.IO.File.Exists(File(name)))
        {
            System.IO.File.Move(File(name), Old(name), overwrite: true);
            undo.Push(() => System.IO.File.Move(Old(name), File(name), overwrite: true));
        }
    }

    private void Replace(string name, Stack<Action> undo)
    {
        SetAside(name, undo);
        System.IO.File.Move(New(name), File(name), overwrite: true);
        undo.Push(() => System.IO.File.Delete(File(name)));
    }
}
