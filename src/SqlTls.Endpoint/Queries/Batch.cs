namespace SqlTls.Endpoint.Queries;

/// <summary>
/// Answers a batch: SELECT of constants, functions and the connection's own row of sys.dm_exec_connections; SET, USE and
/// transactions are accepted as clients send them on connecting.
/// </summary>
internal sealed class Batch
{
    private static readonly string[] Starts = ["SELECT", "SET", "USE", "BEGIN", "COMMIT", "ROLLBACK", "IF", "PRINT", "EXEC", "EXECUTE", "DECLARE"];

    // As SQL Server has it.
    private const int MostColumns = 4096;

    private readonly SqlCursor _sql;
    private readonly Expressions _expressions;
    private readonly SessionFacts _facts;

    private Batch(string text, SessionFacts facts)
    {
        _sql = new SqlCursor(SqlTokenizer.Tokenize(text));
        _expressions = new Expressions(_sql, facts);
        _facts = facts;
    }

    /// <summary>One entry for each statement: its row, or null where it has none.</summary>
    /// <exception cref="SqlNotUnderstoodException">A statement is none of the above.</exception>
    public static IReadOnlyList<ResultSet?> Run(string text, SessionFacts facts) => new Batch(text, facts).Statements();

    private List<ResultSet?> Statements()
    {
        var results = new List<ResultSet?>();
        while (!_sql.IsAtEnd)
        {
            if (_sql.Accept(";"))
            {
                continue;
            }

            results.Add(Statement());
        }

        return results;
    }

    private ResultSet? Statement()
    {
        if (_sql.Accept("SELECT"))
        {
            return Select();
        }

        if (_sql.Accept("SET") || _sql.Accept("USE") || _sql.Accept("COMMIT") || _sql.Accept("ROLLBACK"))
        {
            SkipStatement();
            return null;
        }

        if (_sql.Accept("IF"))
        {
            // The one condition clients send: IF @@TRANCOUNT > 0 COMMIT|ROLLBACK TRAN. There is never a transaction here.
            return _sql.Accept("@@TRANCOUNT") ? SkippedTransaction() : throw SqlNotUnderstoodException.Of("IF");
        }

        if (_sql.Accept("BEGIN"))
        {
            return _sql.Peek("TRAN") || _sql.Peek("TRANSACTION") ? SkippedTransaction() : throw SqlNotUnderstoodException.Of("BEGIN");
        }

        throw SqlNotUnderstoodException.Of(_sql.Next.Text);
    }

    private ResultSet? SkippedTransaction()
    {
        SkipStatement();
        _ = _sql.Accept("COMMIT") || _sql.Accept("ROLLBACK");
        SkipStatement();
        return null;
    }

    private void SkipStatement()
    {
        while (!_sql.IsAtEnd && !_sql.Next.Is(";") && !Starts.Any(_sql.Next.Is))
        {
            _sql.Position++;
        }
    }

    private ResultSet Select()
    {
        if (_sql.Accept("TOP"))
        {
            _ = _sql.Accept("(");
            _sql.Position++;
            _ = _sql.Accept(")");
        }

        int listStart = _sql.Position;
        IReadOnlyDictionary<string, object?> row = From();
        int afterFrom = _sql.Position;
        _sql.Position = listStart;
        var columns = new List<ResultColumn>();
        do
        {
            columns.AddRange(Item(row));
            if (columns.Count > MostColumns)
            {
                throw new SqlNotUnderstoodException(SqlError.TooManyColumns(MostColumns));
            }
        }
        while (_sql.Accept(","));
        if (!AtEndOfSelect() && !_sql.Peek("FROM"))
        {
            throw SqlNotUnderstoodException.Of(_sql.Next.Text);
        }

        _sql.Position = Math.Max(_sql.Position, afterFrom);
        return new ResultSet(columns);
    }

    // Names of the list depend on what stands behind it, so FROM is read first.
    private IReadOnlyDictionary<string, object?> From()
    {
        int depth = 0;
        while (!_sql.IsAtEnd && !(depth == 0 && (_sql.Peek("FROM") || AtEndOfSelect())))
        {
            depth += _sql.Peek("(") ? 1 : _sql.Peek(")") ? -1 : 0;
            _sql.Position++;
        }

        if (!_sql.Accept("FROM"))
        {
            return Rows.None;
        }

        if (_sql.Name() is not ["sys", "dm_exec_connections"])
        {
            throw new SqlNotUnderstoodException("The only table here is sys.dm_exec_connections.");
        }

        _ = _sql.Accept("AS");
        if (!AtEndOfSelect() && !_sql.Peek("WHERE"))
        {
            _sql.Position++;
        }

        if (_sql.Accept("WHERE"))
        {
            WhereThisSession();
        }

        return Rows.Connection(_facts);
    }

    private void WhereThisSession()
    {
        bool isColumnFirst = !_sql.Peek("@@SPID");
        bool understood = isColumnFirst
            ? _sql.Name()[^1] == "session_id" && _sql.Accept("=") && _sql.Accept("@@SPID")
            : _sql.Accept("@@SPID") && _sql.Accept("=") && _sql.Name()[^1] == "session_id";
        if (!understood || !AtEndOfSelect())
        {
            throw new SqlNotUnderstoodException("The only condition here is session_id = @@SPID.");
        }
    }

    private IEnumerable<ResultColumn> Item(IReadOnlyDictionary<string, object?> row)
    {
        if (_sql.Accept("*"))
        {
            if (row.Count == 0)
            {
                throw new SqlNotUnderstoodException(SqlError.NoTable);
            }

            return row.Select(column => ResultColumn.Of(column.Value) with { Name = column.Key });
        }

        ResultColumn value = _expressions.Read(row);
        if (_sql.Accept("AS") || (!_sql.IsAtEnd && _sql.Next.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && !_sql.Peek("FROM") && !AtEndOfSelect()))
        {
            value = value with { Name = _sql.Take().Text };
        }

        return [value];
    }

    private bool AtEndOfSelect() => _sql.IsAtEnd || _sql.Peek(";") || _sql.Peek("OPTION") || Starts.Any(_sql.Peek);
}
