using SqlTls.Endpoint.Queries;

namespace SqlTls.Endpoint.Tests.Queries;

public class BatchTests
{
    private static readonly SessionFacts Facts =
        new(51, true, false, "server", new Version(17, 0, 1000), "program", "sa", "host", "application", "127.0.0.1", "127.0.0.1", 1433, 4096, 0x74000004);

    [Theory]
    [InlineData("ISNULL(")]
    [InlineData("CAST(")]
    [InlineData("CONVERT(int,")]
    public void Calls_within_calls_have_an_end_as_in_SQL_Server(string opening)
    {
        string batch = "SELECT " + string.Concat(Enumerable.Repeat(opening, 1024 * 1024 / 2 / opening.Length));

        SqlNotUnderstoodException refusal = Assert.Throws<SqlNotUnderstoodException>(() => Batch.Run(batch, Facts));

        Assert.Equal((191, 15), (refusal.Error.Number, refusal.Error.Class));
    }

    [Fact]
    public void Calls_side_by_side_are_not_nested()
    {
        string batch = "SELECT " + string.Join(',', Enumerable.Repeat("ISNULL(NULL, CAST(1 AS int))", 1000));

        Assert.Equal(1000, Assert.Single(Batch.Run(batch, Facts))!.Columns.Count);
    }

    [Fact]
    public void A_star_of_no_table_is_refused() =>
        Assert.Equal(263, Assert.Throws<SqlNotUnderstoodException>(() => Batch.Run("SELECT *", Facts)).Error.Number);

    [Fact]
    public void More_columns_than_SQL_Server_has_are_refused()
    {
        string batch = "SELECT " + string.Join(',', Enumerable.Repeat('1', 70_000));

        Assert.Equal(1056, Assert.Throws<SqlNotUnderstoodException>(() => Batch.Run(batch, Facts)).Error.Number);
    }
}
