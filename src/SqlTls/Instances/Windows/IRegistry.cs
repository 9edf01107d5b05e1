namespace SqlTls.Instances.Windows;

/// <summary>The machine's part of the registry. What is not there is null or empty, never an error.</summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> (SQLTLS3206) where Windows refuses.</remarks>
public interface IRegistry
{
    /// <summary>The names of the keys below a key, in their order.</summary>
    /// <param name="key">The key.</param>
    IReadOnlyList<string> Keys(RegistryPath key);

    /// <summary>The names of a key's values.</summary>
    /// <param name="key">The key.</param>
    IReadOnlyList<string> Values(RegistryPath key);

    /// <summary>Reads a value; null where there is none. Variables in it stay as they are.</summary>
    /// <param name="key">The key.</param>
    /// <param name="name">The value's name.</param>
    RegistryValue? Read(RegistryPath key, string name);

    /// <summary>Writes a value, and makes the key where it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="value">What is written; null deletes it, and the key with it where nothing else is left in a key of ours.</param>
    void Write(RegistryPath key, string name, RegistryValue? value);

    /// <summary>Finds out whether this process may write to a key that is there, without a change.</summary>
    /// <param name="key">The key.</param>
    void DemandWrite(RegistryPath key);
}
