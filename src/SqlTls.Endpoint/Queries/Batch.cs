namespace SqlTls.Endpoint.Queries;

/// <summary>
/// Answers a batch: SELECT of constants, functions and the connection's own row of sys.dm_exec_connections; SET, USE and
/// transactions are accepted as clients send them on connecting.
/// </summary>
internal sealed class Batch
{
    private static readonly string[] Starts = ["SELECT", "SET", "USE", "BEGIN", "COMMIT", "ROLLBACK", "IF", "PRINT", "EXEC", "EXECUTE", "DECLARE"];

    // As SQL Server has them: calls within calls (its own limit is by the stack, and higher), and columns of a SELECT.
    private const int MostNested = 32;
    private const int MostColumns = 4096;

    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly SessionFacts _facts;
    private int _at;
    private int _depth;

    private Batch(string text, SessionFacts facts)
    {
        _tokens = SqlTokenizer.Tokenize(text);
        _facts = facts;
    }

    /// <summary>One entry for each statement: its row, or null where it has none.</summary>
    /// <exception cref="SqlNotUnderstoodException">A statement is none of the above.</exception>
    public static IReadOnlyList<ResultSet?> Run(string text, SessionFacts facts) => new Batch(text, facts).Statements();

    private List<ResultSet?> Statements()
    {
        var results = new List<ResultSet?>();
        while (_at < _tokens.Count)
        {
            if (Accept(";"))
            {
                continue;
            }

            results.Add(Statement());
        }

        return results;
    }

    private ResultSet? Statement()
    {
        if (Accept("SELECT"))
        {
            return Select();
        }

        if (Accept("SET") || Accept("USE") || Accept("COMMIT") || Accept("ROLLBACK"))
        {
            SkipStatement();
            return null;
        }

        if (Accept("IF"))
        {
            // The one condition clients send: IF @@TRANCOUNT > 0 COMMIT|ROLLBACK TRAN. There is never a transaction here.
            return Accept("@@TRANCOUNT") ? SkippedTransaction() : throw NotUnderstood("IF");
        }

        if (Accept("BEGIN"))
        {
            return Peek("TRAN") || Peek("TRANSACTION") ? SkippedTransaction() : throw NotUnderstood("BEGIN");
        }

        throw NotUnderstood(_tokens[_at].Text);
    }

    private ResultSet? SkippedTransaction()
    {
        SkipStatement();
        _ = Accept("COMMIT") || Accept("ROLLBACK");
        SkipStatement();
        return null;
    }

    private void SkipStatement()
    {
        while (_at < _tokens.Count && !_tokens[_at].Is(";") && !Starts.Any(_tokens[_at].Is))
        {
            _at++;
        }
    }

    private ResultSet Select()
    {
        if (Accept("TOP"))
        {
            _ = Accept("(");
            _at++;
            _ = Accept(")");
        }

        int listStart = _at;
        IReadOnlyDictionary<string, object?> row = From();
        int afterFrom = _at;
        _at = listStart;
        var columns = new List<ResultColumn>();
        do
        {
            columns.AddRange(Item(row));
            if (columns.Count > MostColumns)
            {
                throw new SqlNotUnderstoodException(SqlError.TooManyColumns(MostColumns));
            }
        }
        while (Accept(","));
        if (!AtEndOfSelect() && !Peek("FROM"))
        {
            throw NotUnderstood(_tokens[_at].Text);
        }

        _at = Math.Max(_at, afterFrom);
        return new ResultSet(columns);
    }

    // Names of the list depend on what stands behind it, so FROM is read first.
    private IReadOnlyDictionary<string, object?> From()
    {
        int depth = 0;
        while (_at < _tokens.Count && !(depth == 0 && (Peek("FROM") || AtEndOfSelect())))
        {
            depth += Peek("(") ? 1 : Peek(")") ? -1 : 0;
            _at++;
        }

        if (!Accept("FROM"))
        {
            return Rows.None;
        }

        if (Name() is not ["sys", "dm_exec_connections"])
        {
            throw new SqlNotUnderstoodException("The only table here is sys.dm_exec_connections.");
        }

        _ = Accept("AS");
        if (!AtEndOfSelect() && !Peek("WHERE"))
        {
            _at++;
        }

        if (Accept("WHERE"))
        {
            WhereThisSession();
        }

        return Rows.Connection(_facts);
    }

    private void WhereThisSession()
    {
        bool isColumnFirst = !Peek("@@SPID");
        bool understood = isColumnFirst
            ? Name()[^1] == "session_id" && Accept("=") && Accept("@@SPID")
            : Accept("@@SPID") && Accept("=") && Name()[^1] == "session_id";
        if (!understood || !AtEndOfSelect())
        {
            throw new SqlNotUnderstoodException("The only condition here is session_id = @@SPID.");
        }
    }

    private IEnumerable<ResultColumn> Item(IReadOnlyDictionary<string, object?> row)
    {
        if (Accept("*"))
        {
            if (row.Count == 0)
            {
                throw new SqlNotUnderstoodException(SqlError.NoTable);
            }

            return row.Select(column => ResultColumn.Of(column.Value) with { Name = column.Key });
        }

        ResultColumn value = Expression(row);
        if (Accept("AS") || (_at < _tokens.Count && _tokens[_at].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && !Peek("FROM") && !AtEndOfSelect()))
        {
            value = value with { Name = Take().Text };
        }

        return [value];
    }

    // A batch may have a megabyte of opening brackets, and the stack has no room for as many calls.
    private ResultColumn Expression(IReadOnlyDictionary<string, object?> row)
    {
        if (++_depth > MostNested)
        {
            throw new SqlNotUnderstoodException(SqlError.NestedTooDeeply);
        }

        ResultColumn value = Value(row);
        _depth--;
        return value;
    }

    private ResultColumn Value(IReadOnlyDictionary<string, object?> row)
    {
        SqlToken token = Take();
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return int.TryParse(token.Text, out int number) ? ResultColumn.Of(number) : throw NotUnderstood(token.Text);
            case SqlTokenKind.Text:
                return ResultColumn.Of(token.Text);
            case SqlTokenKind.Word when token.Is("NULL"):
                return new ResultColumn("", null, IsInteger: true);
            case SqlTokenKind.Word when token.Is("CAST"):
                return Cast(row);
            case SqlTokenKind.Word when token.Is("CONVERT"):
                return Convert(row);
            case SqlTokenKind.Word when Functions.Variable(token.Text, _facts) is { } variable:
                return ResultColumn.Of(variable);
            case SqlTokenKind.Word when Peek("("):
                return Call(token.Text, row);
            case SqlTokenKind.Word or SqlTokenKind.QuotedName:
                _at--;
                string column = Name()[^1];
                return row.TryGetValue(column, out object? found)
                    ? ResultColumn.Of(found) with { Name = column }
                    : throw NotUnderstood(column);
            default:
                throw NotUnderstood(token.Text);
        }
    }

    private ResultColumn Cast(IReadOnlyDictionary<string, object?> row)
    {
        Expect("(");
        ResultColumn value = Expression(row);
        Expect("AS");
        string type = TypeName();
        Expect(")");
        return As(type, value);
    }

    private ResultColumn Convert(IReadOnlyDictionary<string, object?> row)
    {
        Expect("(");
        string type = TypeName();
        Expect(",");
        ResultColumn value = Expression(row);
        Expect(")");
        return As(type, value);
    }

    private static ResultColumn As(string type, ResultColumn value)
    {
        bool toInteger = type.EndsWith("int", StringComparison.OrdinalIgnoreCase) || type.Equals("bit", StringComparison.OrdinalIgnoreCase);
        return toInteger
            ? value with { Value = int.TryParse($"{value.Value}", out int number) ? number : null, IsInteger = true }
            : value with { Value = value.Value is null ? null : $"{value.Value}", IsInteger = false };
    }

    private string TypeName()
    {
        string type = Take().Text;
        if (Accept("("))
        {
            while (!Accept(")"))
            {
                _ = Take();
            }
        }

        return type;
    }

    private ResultColumn Call(string function, IReadOnlyDictionary<string, object?> row)
    {
        Expect("(");
        var arguments = new List<object?>();
        while (!Accept(")"))
        {
            arguments.Add(Expression(row).Value);
            _ = Accept(",");
        }

        return Functions.TryCall(function, arguments, _facts, out object? value)
            ? ResultColumn.Of(value)
            : throw NotUnderstood($"{function}()");
    }

    private string[] Name()
    {
        var parts = new List<string> { Take().Text.ToLowerInvariant() };
        while (Accept("."))
        {
            parts.Add(Take().Text.ToLowerInvariant());
        }

        return [.. parts];
    }

    private bool AtEndOfSelect() => _at >= _tokens.Count || Peek(";") || Peek("OPTION") || Starts.Any(Peek);

    private bool Peek(string word) => _at < _tokens.Count && _tokens[_at].Is(word);

    private bool Accept(string word)
    {
        bool found = Peek(word);
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
        {
            throw new SqlNotUnderstoodException($"'{word}' is missing.");
        }
    }

    private SqlToken Take() => _at < _tokens.Count ? _tokens[_at++] : throw new SqlNotUnderstoodException("The statement ends too early.");

    private static SqlNotUnderstoodException NotUnderstood(string what) => new($"'{what}' is not known here.");
}
