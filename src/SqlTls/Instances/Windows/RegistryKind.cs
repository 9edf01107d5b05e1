namespace SqlTls.Instances.Windows;

/// <summary>Kinds of registry values, with the numbers that Windows gives them.</summary>
public enum RegistryKind
{
    /// <summary>REG_NONE: bytes of no kind.</summary>
    None = 0,

    /// <summary>REG_SZ.</summary>
    Text = 1,

    /// <summary>REG_EXPAND_SZ: a text with variables in it.</summary>
    ExpandableText = 2,

    /// <summary>REG_BINARY.</summary>
    Bytes = 3,

    /// <summary>REG_DWORD.</summary>
    Number = 4,

    /// <summary>REG_MULTI_SZ.</summary>
    Texts = 7,

    /// <summary>REG_QWORD.</summary>
    LongNumber = 11,
}
