namespace SqlTls;

/// <summary>Something that the person who asked can put right: what is wrong in one sentence, what to do in another.</summary>
public sealed class SqlTlsException : Exception
{
    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>Creates the exception.</summary>
    /// <param name="failure">Whose turn it is.</param>
    /// <param name="code">The public code, such as <c>SQLTLS2101</c>; it has a page under docs/codes.</param>
    /// <param name="message">What is wrong, and where, in one sentence.</param>
    /// <param name="cure">What to do, in one sentence.</param>
    /// <param name="innerException">What was thrown underneath, for detail output.</param>
    public SqlTlsException(Failure failure, string code, string message, string cure, Exception? innerException = null)
        : base(Sentence(message), innerException)
    {
        Failure = failure;
        Code = code;
        Cure = cure;
    }

    /// <summary>Anything that was thrown, as a front end tells it; the exception itself stays beneath.</summary>
    /// <param name="exception">What was caught.</param>
    /// <remarks>The message of what nobody foresaw is left out: it may quote a secret.</remarks>
    public static SqlTlsException Of(Exception exception) => exception switch
    {
        SqlTlsException known => known,
        IOException or UnauthorizedAccessException => new SqlTlsException(
            Failure.Surroundings,
            SurroundingsCodes.FileSystem,
            exception.Message,
            exception.HResult is NoSpaceOnUnix or NoSpaceOnWindows ? "Make room on that disk." : "Check that the file or folder exists and that this user may use it.",
            exception),
        _ => new SqlTlsException(
            Failure.Surroundings,
            SurroundingsCodes.Unforeseen,
            $"Something happened that was not foreseen: {exception.GetType().FullName}.",
            "Run it again with SQLTLS_TRACE=1, which shows where, and report that.",
            exception),
    };

    /// <summary>Whose turn it is.</summary>
    public Failure Failure { get; }

    /// <summary>The public code, such as <c>SQLTLS2101</c>.</summary>
    public string Code { get; }

    /// <summary>What to do, in one sentence.</summary>
    public string Cure { get; }

    // What the system says of a file ends without a stop where it names the file.
    private static string Sentence(string message) => message is [.., '.' or '!' or '?' or ':'] ? message : message + ".";
}
