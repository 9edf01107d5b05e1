using Microsoft.Win32.SafeHandles;
using SqlTls.Audit.Files;

namespace SqlTls.Audit;

/// <summary>Makes the changes that findings propose; every other byte of the file stays.</summary>
public static class AuditFix
{
    /// <summary>The largest file that is changed, in bytes; findings in a larger one propose no change.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    /// <summary>Changes one file. It is read again first, and a word that is no longer where it was is left alone.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="edits">The changes.</param>
    /// <param name="cancellationToken">Stops before the file is written, not amid it.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not change it.</exception>
    /// <returns>How many changes were made.</returns>
    public static async Task<int> ApplyAsync(string file, IEnumerable<AuditEdit> edits, CancellationToken cancellationToken = default)
    {
        byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        WholeText text = WholeText.Of(bytes);
        int changes = 0;
        string content = text.Text;
        foreach (AuditEdit edit in edits.OrderByDescending(edit => edit.Offset))
        {
            if (string.CompareOrdinal(content, edit.Offset, edit.Old, 0, edit.Old.Length) == 0)
            {
                content = string.Concat(content.AsSpan(0, edit.Offset), edit.New, content.AsSpan(edit.Offset + edit.Old.Length));
                changes++;
            }
        }

        if (changes > 0)
        {
            Overwrite(file, (text with { Text = content }).ToBytes());
        }

        return changes;
    }

    // In place, so that owner, rights and links stay, and in one write without truncating first, so that no half of it is ever there.
    private static void Overwrite(string file, byte[] bytes)
    {
        using SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.None);
        RandomAccess.Write(handle, bytes, 0);
        RandomAccess.SetLength(handle, bytes.Length);
    }
}
