using System.Text;
using SqlTls.Audit.Files;
using SqlTls.Audit.Projects;
using SqlTls.Audit.Readers;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>The audit of one file.</summary>
internal sealed class FileAudit(string path, string name, NearDrivers drivers, CancellationToken cancellationToken)
{
    // A literal that ends nearer to the end of a piece than this may go on in the next.
    private const int Margin = 2048;

    // Of a token that is longer than a piece, so much is read again with the next: no connection string is longer.
    private const int Overlap = Finder.LongestString;

    private readonly List<AuditFinding> _findings = [];
    private readonly HashSet<long> _seen = [];
    private readonly string _extension = AuditReader.Extension(path);

    private long _length;
    private bool _mayBeSilenced;

    // Encoding its text again gives the same bytes.
    private bool _isExact = true;

    /// <summary>Reads the file and judges what stands in it.</summary>
    public AuditResult Read()
    {
        _length = new FileInfo(path).Length;
        if (_length == 0)
        {
            return new(1, 0, []);
        }

        using TextFile? file = TextFile.OpenCandidate(path);
        if (file is null)
        {
            return new(1, 0, []);
        }

        try
        {
            file.ReadPieces(Take);
        }
        catch (DecoderFallbackException)
        {
            _findings.Clear();
            _seen.Clear();
            _isExact = file.ReadLoosely();
            file.ReadPieces(Take);
        }

        return new(1, _seen.Count, _findings);
    }

    private int Take(TextPiece piece)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int lastLine = piece.Text.LastIndexOf('\n') + 1;
        if (!piece.IsWhole && lastLine > 0 && !Candidates.MayBeInFile(piece.Text))
        {
            return lastLine;
        }

        if (!piece.IsWhole && AuditReader.NeedsWhole(path))
        {
            TellPart((1, 1), Flaw.ReadByLine(TextFile.PieceLength));
        }

        _mayBeSilenced = InlineExceptions.MayBeIn(piece.Text);
        var token = new Token();
        foreach (Literal literal in AuditReader.Read(path, piece, token))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!piece.IsLast && token.End > piece.Text.Length - Margin && token.Start > Margin)
            {
                return token.Start;
            }

            Judge(piece, literal);
        }

        if (piece.IsWhole && AuditReader.FlawIn(path, piece, token) is { } flaw)
        {
            TellPart(piece.Place(flaw.Offset), flaw);
        }

        if (piece.IsLast || token.Start > Margin)
        {
            return token.Start;
        }

        TellPart((piece.Line, piece.Column), Flaw.TooLong(TextFile.PieceLength));
        return piece.Text.Length - Overlap;
    }

    // Once for a file.
    private void TellPart((int Line, int Column) place, Flaw flaw)
    {
        if (!_findings.Exists(finding => finding.Rule == AuditCodes.ReadInPart))
        {
            _findings.Add(new(AuditCodes.ReadInPart, Severity.Warning, name, place.Line, place.Column, flaw.Message, flaw.Cure));
        }
    }

    private void Judge(TextPiece piece, Literal literal)
    {
        foreach (ConnectionString found in literal.ConnectionStrings())
        {
            int start = literal.Offsets[found.Start];
            if (DriverChoice.IsOther(found, literal.Provider) || !_seen.Add(piece.Offset + start))
            {
                continue;
            }

            (int line, int column) = piece.Place(start);
            IReadOnlyDictionary<string, bool> exceptions = _mayBeSilenced ? InlineExceptions.For(piece, literal, found) : InlineExceptions.None;
            var unreasoned = new List<string>();
            foreach (Verdict verdict in Rules.Judge(found, DriverChoice.For(found, literal.Provider, _extension, drivers)))
            {
                if (!exceptions.TryGetValue(verdict.Rule, out bool hasReason))
                {
                    _findings.Add(new(verdict.Rule, verdict.Severity, name, line, column, verdict.Message, verdict.Cure, Edit(verdict, literal, piece))
                    {
                        Fingerprint = found.Fingerprint(verdict.Rule),
                    });
                }
                else if (!hasReason)
                {
                    unreasoned.Add(verdict.Rule);
                }
            }

            if (unreasoned.Count > 0)
            {
                string rules = string.Join(", ", unreasoned);
                _findings.Add(new(AuditCodes.ExceptionWithoutReason, Severity.Warning, name, line, column, $"The exception from {rules} has no reason.", $"Write 'sqltls-ignore {rules}: reason'."));
            }
        }
    }

    // A change is made unseen only where the value stands in the file as it is, unescaped and in one piece.
    private AuditEdit? Edit(Verdict verdict, Literal literal, TextPiece piece)
    {
        if (!_isExact || verdict.Changes is not { ValueLength: > 0 } pair || verdict.NewValue is null || _length > AuditFix.LargestFile)
        {
            return null;
        }

        int offset = literal.Offsets[pair.ValueStart];
        if (!piece.Text.AsSpan(offset).StartsWith(pair.Value))
        {
            return null;
        }

        (int line, int column) = piece.Place(offset);
        return new((int)piece.Offset + offset, line, column, pair.Value!, verdict.NewValue);
    }
}
