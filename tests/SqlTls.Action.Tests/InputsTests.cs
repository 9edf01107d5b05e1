namespace SqlTls.Action.Tests;

public class InputsTests
{
    private static readonly string[] Hostile =
    [
        "\"; rm -rf / #", "'; rm -rf / #", "$(touch /tmp/hostile)", "`touch /tmp/hostile`", "a\nb", "a\r\n::set-output name=x::y", "%0A::set-output name=x::y", "a\u2028b", "-v", "../../etc",
    ];

    public static TheoryData<string, string> HostileNames
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string input in new[] { "container", "image", "instance", "dns-names", "tls-protocols", "trust", "audit-fail-on", "days", "timeout", "service", "endpoint", "force-encryption", "force-strict" })
            {
                foreach (string value in Hostile)
                {
                    // A list may well have two lines.
                    if (input != "dns-names" || value != "a\nb")
                    {
                        data.Add(input, value);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void What_a_name_never_holds_is_refused(string input, string value)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => Read((input, value), ("audit", ".")));

        Assert.Equal(Failure.Input, refused.Failure);
        Assert.DoesNotContain("\n", refused.Message + refused.Cure);
    }

    [Theory]
    [InlineData("sa-password", "hunter2\nvalue")]
    [InlineData("certificate-password", "hunter2\u0007")]
    [InlineData("user", "sa\nx")]
    [InlineData("certificate", "a\nb")]
    public void Control_characters_are_refused_and_not_shown(string input, string value)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => Read((input, value), ("container", "mssql")));

        Assert.Equal(ActionCodes.Input, refused.Code);
        Assert.DoesNotContain("hunter2", refused.Message + refused.Cure);
    }

    [Fact]
    public void A_password_is_taken_as_it_is()
    {
        const string password = " Pa\"55'; rm -rf / # $(id) `id` %0A::set-output ";

        Assert.Equal(password, Read(("container", "mssql"), ("sa-password", password)).SaPassword);
    }

    [Fact]
    public void Names_come_one_a_line_or_with_commas_between() =>
        Assert.Equal(["db.example.com", "192.0.2.7", "sql"], Read(("container", "mssql"), ("dns-names", "db.example.com, 192.0.2.7\nsql\n")).DnsNames.Select(name => name.Value));

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void A_flag_is_true_or_false(string value, bool expected) => Assert.Equal(expected, Read(("container", "mssql"), ("force-strict", value)).ForceStrict);

    [Fact]
    public void Two_servers_are_one_too_many() =>
        Assert.Equal(ActionCodes.Input, Assert.Throws<SqlTlsException>(() => Read(("container", "mssql"), ("endpoint", "true"))).Code);

    [Fact]
    public void Nothing_to_do_is_an_error() => Assert.Equal(ActionCodes.Input, Assert.Throws<SqlTlsException>(Read().RefuseNothing).Code);

    [Theory]
    [InlineData("error", Severity.Error)]
    [InlineData("Warning", Severity.Warning)]
    [InlineData("note", Severity.Note)]
    [InlineData("none", null)]
    public void Audits_fail_from_a_severity_on(string value, Severity? expected) => Assert.Equal(expected, Read(("audit", "."), ("audit-fail-on", value)).AuditFailOn);

    [Theory]
    [InlineData("instance", "MSSQLSERVER")]
    [InlineData("service", "true")]
    [InlineData("endpoint", "true")]
    public void What_needs_the_machine_is_refused_in_a_container(string input, string value)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => ContainerLimits.Check(Read((input, value)), new Place(true, "/github/workspace", "/home/runner/work/a/a")));

        Assert.Equal(ActionCodes.NeedsHost, refused.Code);
        Assert.Contains("action/host", refused.Cure);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("machine")]
    public void Wider_trust_is_refused_in_a_container(string scope) =>
        Assert.Equal(ActionCodes.NeedsHost, Assert.Throws<SqlTlsException>(() =>
            ContainerLimits.Check(Read(("container", "mssql"), ("trust", scope)), new Place(true, "/github/workspace", "/home/runner/work/a/a"))).Code);

    [Theory]
    [InlineData("Server=127.0.0.1,49153;User ID=sa;Password=Canary")]
    [InlineData("data source=tcp:localhost;Integrated Security=true")]
    [InlineData("Server=.\\SQLEXPRESS;Integrated Security=true")]
    [InlineData("Address=[::1],1433;User ID=sa;Password=Canary")]
    public void A_string_that_names_the_runners_machine_is_refused_in_a_container(string verify)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() =>
            ContainerLimits.Check(Read(("verify", verify)), new Place(true, "/github/workspace", "/home/runner/work/a/a")));

        Assert.Equal(ActionCodes.NeedsHost, refused.Code);
        Assert.Contains("connection-string-in-network", refused.Cure);
        Assert.DoesNotContain("Canary", refused.Message + refused.Cure);
    }

    [Fact]
    public void A_string_that_names_another_machine_is_left_to_the_proof() =>
        ContainerLimits.Check(Read(("verify", "Server=mssql,1433;User ID=sa;Password=x")), new Place(true, "/github/workspace", "/home/runner/work/a/a"));

    [Theory]
    [InlineData("no connection string")]
    [InlineData("User ID=sa;Password=Canary")]
    [InlineData("Server=mssql;Password=Canary\nServer=;Password=Canary")]
    [InlineData("%0A::set-output name=x::y")]
    public void A_string_without_a_server_is_refused_before_anything_is_done(string verify)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => Read(("container", "mssql"), ("verify", verify)));

        Assert.Equal(ActionCodes.Input, refused.Code);
        Assert.DoesNotContain("Canary", refused.Message + refused.Cure);
    }

    private static Inputs Read(params (string Name, string Value)[] values)
    {
        using var log = new Log([.. values.Select(value => ($"INPUT_{value.Name.ToUpperInvariant()}", value.Value))]);
        return Inputs.Read(log.Step.Input);
    }
}
