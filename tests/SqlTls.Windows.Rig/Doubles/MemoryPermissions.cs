using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Rig.Doubles;

/// <summary>Rights to key files in memory: the accounts that may read, parted by semicolons.</summary>
internal sealed class MemoryPermissions : IKeyPermissions
{
    private readonly Dictionary<string, string> _files = [];

    /// <summary>What is allowed is dropped without an error, as a policy can do it.</summary>
    public bool Forgets { get; set; }

    public IReadOnlyDictionary<string, string> Files => _files;

    public void Create(string keyFile) => _files[keyFile] = @"BUILTIN\Administrators";

    public void Delete(string keyFile) => _files.Remove(keyFile);

    public bool MayRead(string keyFile, string account) => _files.GetValueOrDefault(keyFile)?.Split(';').Contains(account, StringComparer.OrdinalIgnoreCase) == true;

    public void AllowRead(string keyFile, string account)
    {
        if (!Forgets)
        {
            _files[keyFile] += $";{account}";
        }
    }

    public void RevokeRead(string keyFile, string account)
    {
        if (_files.TryGetValue(keyFile, out string? accounts))
        {
            _files[keyFile] = string.Join(';', accounts.Split(';').Where(each => !each.Equals(account, StringComparison.OrdinalIgnoreCase)));
        }
    }
}
