using System.Text;
using SqlTls.Certificates;
using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>What <c>up</c> leaves in its folder: certificates for clients, and the keys it was asked to keep. As it was where the run does not come to its end.</summary>
internal sealed class SetupFiles(OutputFolder folder, KeptKeys? keys) : IDisposable
{
    private readonly List<(string Name, byte[] Content, bool IsPrivate)> _before = [];
    private readonly List<string> _added = [];
    private readonly bool _wasThere = Directory.Exists(folder.Path);
    private bool _kept;

    public string Certificate => folder.File(OutputFiles.Certificate);

    public string Authority => folder.File(OutputFiles.Authority);

    public void Write(InstanceState state)
    {
        List<(string Name, byte[] Content, bool IsPrivate)> files = [];
        IReadOnlyList<string> obsolete = [];
        if (state.Certificate is { } certificate)
        {
            files.Add(Text(OutputFiles.Certificate, certificate.Leaf.ExportCertificatePem()));
            if (certificate.Authority is { } authority)
            {
                files.Add(Text(OutputFiles.Authority, authority.ExportCertificatePem()));
            }
            else
            {
                obsolete = FormerAuthority.In(folder, certificate.Leaf, certificate.Intermediates);
            }
        }

        files.AddRange(keys?.Files ?? []);
        files.ForEach(file => Remember(file.Name, file.IsPrivate));
        foreach (string name in obsolete)
        {
            Remember(name, isPrivate: false);
        }

        if (folder.Existing(OutputFiles.Ignore) is null)
        {
            Remember(OutputFiles.Ignore, isPrivate: false);
        }

        folder.Write(files, overwriteKeys: true, obsolete);
    }

    public void Keep() => _kept = true;

    public void Dispose()
    {
        if (_kept)
        {
            return;
        }

        try
        {
            PutBack();
        }
        catch (Exception exception) when (exception is SqlTlsException or IOException or UnauthorizedAccessException)
        {
            // What ended the run is the better answer.
        }
    }

    private void PutBack()
    {
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

        if (folder.Existing(name) is { } file)
        {
            _before.Add((name, File.ReadAllBytes(file), isPrivate));
        }
        else
        {
            _added.Add(name);
        }
    }
}
