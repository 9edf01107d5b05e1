namespace SqlTls.Endpoint.Queries;

/// <summary>Values of a SELECT: constants, variables, functions, conversions, and columns of a row.</summary>
internal sealed class Expressions(SqlCursor sql, SessionFacts facts)
{
    // Calls within calls; SQL Server's own limit is by its stack, and higher.
    private const int MostNested = 32;

    private int _depth;

    // A batch may have a megabyte of opening brackets, and the stack has no room for as many calls.
    public ResultColumn Read(IReadOnlyDictionary<string, object?> row)
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
        SqlToken token = sql.Take();
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return int.TryParse(token.Text, out int number) ? ResultColumn.Of(number) : throw SqlNotUnderstoodException.Of(token.Text);
            case SqlTokenKind.Text:
                return ResultColumn.Of(token.Text);
            case SqlTokenKind.Word when token.Is("NULL"):
                return new ResultColumn("", null, IsInteger: true);
            case SqlTokenKind.Word when token.Is("CAST"):
                return Cast(row);
            case SqlTokenKind.Word when token.Is("CONVERT"):
                return Convert(row);
            case SqlTokenKind.Word when Functions.Variable(token.Text, facts) is { } variable:
                return ResultColumn.Of(variable);
            case SqlTokenKind.Word when sql.Peek("("):
                return Call(token.Text, row);
            case SqlTokenKind.Word or SqlTokenKind.QuotedName:
                sql.Position--;
                string column = sql.Name()[^1];
                return row.TryGetValue(column, out object? found)
                    ? ResultColumn.Of(found) with { Name = column }
                    : throw SqlNotUnderstoodException.Of(column);
            default:
                throw SqlNotUnderstoodException.Of(token.Text);
        }
    }

    private ResultColumn Cast(IReadOnlyDictionary<string, object?> row)
    {
        sql.Expect("(");
        ResultColumn value = Read(row);
        sql.Expect("AS");
        string type = TypeName();
        sql.Expect(")");
        return As(type, value);
    }

    private ResultColumn Convert(IReadOnlyDictionary<string, object?> row)
    {
        sql.Expect("(");
        string type = TypeName();
        sql.Expect(",");
        ResultColumn value = Read(row);
        sql.Expect(")");
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
        string type = sql.Take().Text;
        if (sql.Accept("("))
        {
            while (!sql.Accept(")"))
            {
                _ = sql.Take();
            }
        }

        return type;
    }

    private ResultColumn Call(string function, IReadOnlyDictionary<string, object?> row)
    {
        sql.Expect("(");
        var arguments = new List<object?>();
        while (!sql.Accept(")"))
        {
            arguments.Add(Read(row).Value);
            _ = sql.Accept(",");
        }

        return Functions.TryCall(function, arguments, facts, out object? value)
            ? ResultColumn.Of(value)
            : throw SqlNotUnderstoodException.Of($"{function}()");
    }
}
