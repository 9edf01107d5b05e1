using CsCheck;

namespace SqlTls.Action.Tests;

public class CommandFileTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("x\nsqltls_00000000000000000000000000000000\nevil=1\n")]
    [InlineData("evil<<EOF\nvalue\nEOF")]
    public void A_value_is_read_back_as_it_was_and_adds_no_name(string value)
    {
        using var log = new Log();

        log.Step.Outputs.Set("name", value);
        log.Step.Outputs.Set("next", "value");

        Assert.Equal(new Dictionary<string, string> { ["name"] = value, ["next"] = "value" }, log.Outputs);
    }

    [Fact]
    public void No_value_whatever_breaks_out() => Gen.String.Where(text => !text.Contains('\r')).Sample(
        value =>
        {
            using var log = new Log();
            log.Step.Outputs.Set("name", value);
            return log.Outputs is { Count: 1 };
        },
        iter: 200);

    [Fact]
    public void Delimiters_differ_from_value_to_value()
    {
        using var folder = new TemporaryFolder();
        var file = new Workflow.CommandFile(folder.File("output"));

        file.Set("one", "1");
        file.Set("two", "2");

        string[] delimiters = [.. File.ReadAllLines(folder.File("output")).Where(line => line.Contains("<<")).Select(line => line[(line.IndexOf("<<") + 2)..])];
        Assert.Equal(2, delimiters.Distinct().Count());
        Assert.All(delimiters, delimiter => Assert.True(delimiter.Length > 32));
    }
}
