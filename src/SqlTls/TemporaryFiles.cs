namespace SqlTls;

/// <summary>Files that other processes read while this one runs.</summary>
internal static class TemporaryFiles
{
    /// <summary>Makes a folder for them, which this user alone may read.</summary>
    /// <param name="purpose">A word for its name.</param>
    /// <exception cref="SqlTlsException">SQLTLS5007: there is no place for it.</exception>
    public static DirectoryInfo CreateFolder(string purpose)
    {
        try
        {
            return Directory.CreateTempSubdirectory($"sqltls-{purpose}-");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                SurroundingsCodes.TemporaryFiles,
                $"The folder for temporary files, {Path.GetTempPath()}, cannot be written: {exception.Message}",
                $"Set {(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR")} to a folder that is there and that this user may write.",
                exception);
        }
    }

    /// <summary>Makes a folder and fills it; where it cannot be filled, nothing of it stays.</summary>
    /// <param name="purpose">A word for its name.</param>
    /// <param name="fill">Writes what belongs into it.</param>
    /// <exception cref="SqlTlsException">SQLTLS5007: there is no place for it.</exception>
    public static DirectoryInfo CreateFolder(string purpose, Action<DirectoryInfo> fill)
    {
        DirectoryInfo folder = CreateFolder(purpose);
        try
        {
            fill(folder);
            return folder;
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }
}
