namespace SqlTls.Action.Tests;

public class WorkflowCommandsTests
{
    [Fact]
    public void A_message_cannot_end_its_own_line()
    {
        using var log = new Log();

        log.Step.Log.Annotate(Severity.Error, "100% wrong\r\n::set-output name=x::y", "a:b,c");

        Assert.Equal("::error title=a%3Ab%2Cc::100%25 wrong%0D%0A::set-output name=x::y" + Environment.NewLine, log.Text);
    }

    [Fact]
    public void A_finding_stands_beside_its_line()
    {
        using var log = new Log();

        log.Step.Log.Annotate(Severity.Warning, "message", "SQLTLS1003", "a,b.json", 3, 7);

        Assert.Equal("::warning file=a%2Cb.json,line=3,col=7,title=SQLTLS1003::message" + Environment.NewLine, log.Text);
    }

    [Theory]
    [InlineData("::add-path::/evil")]
    [InlineData("  ::stop-commands::x")]
    [InlineData("text\n::set-env name=A::B")]
    [InlineData("text ##[add-mask]a")]
    public void A_line_for_people_is_no_command(string text)
    {
        using var log = new Log();

        log.Step.Log.Say(text);

        string line = Assert.Single(log.Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.False(line.TrimStart().StartsWith("::"), line);
        Assert.DoesNotContain("##[", line);
    }

    [Fact]
    public void A_secret_of_several_lines_is_masked_line_by_line()
    {
        using var log = new Log();

        log.Step.Log.Mask("first%\nsecond");

        Assert.Equal(["::add-mask::first%25%0Asecond", "::add-mask::first%25", "::add-mask::second"], log.Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_empty_secret_is_not_masked()
    {
        using var log = new Log();

        log.Step.Log.Mask("");

        Assert.Equal("", log.Text);
    }

    [Fact]
    public void A_group_is_ended_once_and_before_the_next_one()
    {
        using var log = new Log();

        log.Step.Log.EndGroup();
        log.Step.Log.Group("one");
        log.Step.Log.Group("two");
        log.Step.Log.EndGroup();
        log.Step.Log.EndGroup();

        Assert.Equal(["::group::one", "::endgroup::", "::group::two", "::endgroup::"], log.Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
