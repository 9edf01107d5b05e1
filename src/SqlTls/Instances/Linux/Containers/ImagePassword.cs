using System.Text;
using SqlTls.Certificates;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// The password that a new server gets for <c>sa</c>: the user's, or a strong one that is handed out through a file which nobody else may
/// read. The image takes it from the container's environment and from nowhere else.
/// </summary>
internal sealed class ImagePassword
{
    private readonly OutputFolder _folder;

    private ImagePassword(string value, OutputFolder folder, bool isMade) => (Value, _folder, IsMade) = (value, folder, isMade);

    public string Value { get; }

    /// <summary>Nobody knows it yet.</summary>
    public bool IsMade { get; }

    /// <summary>The one given, else that of an earlier run, else a new one.</summary>
    public static ImagePassword For(string? given, string folder)
    {
        var output = new OutputFolder(folder);
        string? known = given ?? (File.Exists(output.File(DockerContainers.PasswordFileName)) ? File.ReadAllText(output.File(DockerContainers.PasswordFileName)).TrimEnd('\r', '\n') : null);
        return new ImagePassword(known ?? StrongPassword.Make(), output, known is null);
    }

    public void HandOut()
    {
        if (IsMade)
        {
            _folder.Write([(DockerContainers.PasswordFileName, Encoding.ASCII.GetBytes(Value + "\n"), true)], overwriteKeys: true);
        }
    }

    /// <summary>The file goes with the server that the password was for.</summary>
    public void TakeBack()
    {
        if (File.Exists(_folder.File(DockerContainers.PasswordFileName)))
        {
            File.Delete(_folder.File(DockerContainers.PasswordFileName));
        }
    }
}
