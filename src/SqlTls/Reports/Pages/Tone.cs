namespace SqlTls.Reports.Pages;

/// <summary>How good the news is.</summary>
internal enum Tone
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, and should be changed.</summary>
    Warning,

    /// <summary>It failed.</summary>
    Bad,

    /// <summary>Neither: not tried, or only worth knowing.</summary>
    Quiet,
}
