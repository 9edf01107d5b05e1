using System.Text;
using SqlTls.Certificates;
using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>What <c>up</c> leaves in its folder: certificates for clients, and the keys it was asked to keep. As it was where the run does not come to its end.</summary>
internal sealed class SetupFiles(OutputFolder folder, KeptKeys? keys) : IDisposable
{
    private const string Ignored = ".gitignore";

    private readonly List<(string Name, byte[] Content, bool IsPrivate)> _before = [];
    private readonly List<string> _added = [];
    private readonly bool _wasThere = Directory.Exists(folder.Path);
    private bool _kept;

    public string Certificate => folder.File("server.crt");

    public string Authority => folder.File("authority.crt");

    public void Write(InstanceState state)
    {
        List<(string Name, byte[] Content, bool IsPrivate)> files = [Text(Ignored, "*")];
        if (state.Certificate is { } certificate)
        {
            files.Add(Text("server.crt", certificate.Leaf.ExportCertificatePem()));
            if (certificate.Authority is { } authority)
            {
                files.Add(Text("authority.crt", authority.ExportCertificatePem()));
            }
        }

        files.AddRange(keys?.Files ?? []);
        files.ForEach(file => Remember(file.Name, file.IsPrivate));
        folder.Write(files, overwriteKeys: true);
    }

    public void Keep() => _kept = true;

    public void Dispose()
    {
        if (_kept)
        {
            return;
        }

        if (_before.Count > 0)
        {
            folder.Write(_before, overwriteKeys: true);
        }

        _added.Select(folder.File).Where(File.Exists).ToList().ForEach(File.Delete);
        if (!_wasThere && Directory.Exists(folder.Path) && !Directory.EnumerateFileSystemEntries(folder.Path).Any())
        {
            Directory.Delete(folder.Path);
        }
    }

    private static (string Name, byte[] Content, bool IsPrivate) Text(string name, string text) => (name, Encoding.UTF8.GetBytes(text + "\n"), false);

    private void Remember(string name, bool isPrivate)
    {
        if (_added.Contains(name) || _before.Any(file => file.Name == name))
        {
            return;
        }

        if (File.Exists(folder.File(name)))
        {
            _before.Add((name, File.ReadAllBytes(folder.File(name)), isPrivate));
        }
        else
        {
            _added.Add(name);
        }
    }
}
