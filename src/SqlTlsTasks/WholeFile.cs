namespace SqlTlsTasks;

/// <summary>Files that are written whole or not at all: a build may be stopped at any time.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file, and its folder where there is none.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="content">What it will hold.</param>
    /// <exception cref="IOException">It cannot be written; the one that was there stays.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public static void Write(string file, byte[] content)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
