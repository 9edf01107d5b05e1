namespace SqlTls;

/// <summary>Something that the person who asked can put right: what is wrong in one sentence, what to do in another.</summary>
public sealed class SqlTlsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">Whose turn it is.</param>
    /// <param name="code">The public code, such as <c>SQLTLS2101</c>; it has a page under docs/codes.</param>
    /// <param name="message">What is wrong, and where, in one sentence.</param>
    /// <param name="cure">What to do, in one sentence.</param>
    /// <param name="innerException">What was thrown underneath, for detail output.</param>
    public SqlTlsException(Failure failure, string code, string message, string cure, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Code = code;
        Cure = cure;
    }

    /// <summary>Whose turn it is.</summary>
    public Failure Failure { get; }

    /// <summary>The public code, such as <c>SQLTLS2101</c>.</summary>
    public string Code { get; }

    /// <summary>What to do, in one sentence.</summary>
    public string Cure { get; }
}
