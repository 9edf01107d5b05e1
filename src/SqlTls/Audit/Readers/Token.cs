namespace SqlTls.Audit.Readers;

/// <summary>Where a reader is: a file that is read in pieces goes on at the start of the token that a piece's end cut off.</summary>
internal sealed class Token
{
    /// <summary>Where the current comment, literal, tag or line starts.</summary>
    public int Start { get; set; }

    /// <summary>Where the last literal that was given ends, what may join it not counted.</summary>
    public int End { get; set; }

    /// <summary>Why the text was not read as what it is; null where it was.</summary>
    public Flaw? Flaw { get; set; }
}
