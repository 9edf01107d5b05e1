using SqlTls.Fleets;
using SqlTls.Probing;

namespace SqlTls.Tests.Fleets;

public sealed class FleetFileTests
{
    [Fact]
    public void Text_has_a_server_on_each_line_and_comments()
    {
        FleetServer[] servers = Read("# ours\n\nsql1.corp,1433\r\n  sql2\\INST  \n", FleetFileFormat.Text);

        Assert.Equal(["sql1.corp,1433", @"sql2\INST"], servers.Select(server => $"{server.Address}"));
        Assert.Equal([3, 4], servers.Select(server => server.Line));
    }

    [Fact]
    public void A_line_with_an_equals_sign_is_a_connection_string()
    {
        FleetServer server = Assert.Single(Read("Server=sql1,1444;Encrypt=Strict", FleetFileFormat.Text));

        Assert.Equal(new ServerAddress("sql1", 1444, null), server.Address);
        Assert.Equal("Server=sql1,1444;Encrypt=Strict", server.ConnectionString);
    }

    [Theory]
    [InlineData("server,names\n\"sql1,1444\",a.corp;b.corp\n")]
    [InlineData("NAMES,Port,HOST\na.corp b.corp,1444,sql1\n")]
    [InlineData("server;names;port\r\nsql1;\"a.corp;b.corp\";1444\r\n")]
    public void Csv_takes_its_columns_by_name(string text)
    {
        FleetServer server = Assert.Single(Read(text, FleetFileFormat.Csv));

        Assert.Equal("sql1,1444", $"{server.Address}");
        Assert.Equal(["a.corp", "b.corp"], server.Names);
        Assert.Equal(2, server.Line);
    }

    [Fact]
    public void Lines_of_csv_are_those_of_the_file()
    {
        FleetServer[] servers = Read("server,names\n\n\"sql1\",\"a.corp\nb.corp\"\nsql2,\n", FleetFileFormat.Csv);

        Assert.Equal([3, 5], servers.Select(server => server.Line));
    }

    [Theory]
    [InlineData("[\"sql1,1444\",\n\t{\"server\": \"sql2\", \"names\": [\"a.corp\"]}]", FleetFileFormat.Json)]
    [InlineData("- sql1,1444\n- server: sql2\n  names: a.corp\n", FleetFileFormat.Yaml)]
    [InlineData("[{\"host\": \"sql1\", \"port\": 1444}, {\"host\": \"sql2\", \"names\": \"a.corp\"}]", FleetFileFormat.Json)]
    [InlineData("servers:\n- sql1,1444\n- {server: sql2, names: [a.corp]}\n", FleetFileFormat.Yaml)]
    public void Json_and_yaml_have_servers_and_objects(string text, FleetFileFormat format)
    {
        FleetServer[] servers = Read(text, format);

        Assert.Equal(["sql1,1444", "sql2,1433"], servers.Select(server => $"{server.Address}"));
        Assert.Equal(["a.corp"], servers[1].Names);
    }

    [Fact]
    public void A_server_that_stands_twice_is_one() =>
        Assert.Single(Read("sql1\nsql1,1433\n", FleetFileFormat.Text));

    [Fact]
    public void A_server_that_stands_twice_must_have_the_names_of_both()
    {
        FleetServer server = Assert.Single(Read("server,names\nsql1,a.corp b.corp\nsql1,B.corp c.corp\n", FleetFileFormat.Csv));

        Assert.Equal(["a.corp", "b.corp", "c.corp"], server.Names);
        Assert.Equal(2, server.Line);
    }

    [Theory]
    [InlineData("Server=sql1;Host Name In Certificate=a.corp", "", "a.corp")]
    [InlineData("Server=sql1;HostNameInCertificate=a.corp", "b.corp", "b.corp")]
    [InlineData("Server=sql1;HostNameInCertificate=", "", "")]
    public void A_strings_own_name_for_the_certificate_counts_where_the_list_has_none(string connectionString, string names, string expected)
    {
        FleetServer server = Assert.Single(Read($"connectionString,names\n\"{connectionString}\",{names}\n", FleetFileFormat.Csv));

        Assert.Equal(expected, string.Join(' ', server.Names));
    }

    [Theory]
    [InlineData("servers.csv", "server,names,owner\nsql1,a.corp,us\n")]
    [InlineData("servers.CSV", "owner;server;names\nus;sql1;a.corp\n")]
    [InlineData("servers.json", "\n[{\"server\": \"sql1\", \"names\": [\"a.corp\"]}]")]
    [InlineData("servers.yml", "servers: # ours\n- server: sql1\n  names: a.corp\n")]
    [InlineData("servers.yaml", "# ours\n- {server: sql1, names: [a.corp]}\n")]
    [InlineData("servers.txt", "Server=sql1;HostNameInCertificate=a.corp\n")]
    [InlineData("servers", "- server: sql1\n  names: a.corp\n")]
    public void A_file_is_read_as_its_extension_says_or_else_as_it_begins(string name, string text)
    {
        using var folder = new TemporaryFolder();

        FleetServer server = Assert.Single(FleetFile.Read(folder.Write(name, text)));

        Assert.Equal("sql1,1433", $"{server.Address}");
        Assert.Equal(["a.corp"], server.Names);
    }

    [Theory]
    [InlineData("sql1,1433\nsql2", FleetFileFormat.Text)]
    [InlineData("# a list\n[\"a\"]", FleetFileFormat.Json)]
    [InlineData("- a", FleetFileFormat.Yaml)]
    [InlineData("server,names\na,b", FleetFileFormat.Csv)]
    [InlineData("\"host\",\"port\"\na,1", FleetFileFormat.Csv)]
    public void A_list_without_a_name_is_known_by_what_it_begins_with(string text, FleetFileFormat format) =>
        Assert.Equal(format, FleetFile.FormatOf(text));

    [Theory]
    [InlineData("sql1\nsql2,70000\n", FleetFileFormat.Text, FleetCodes.Entry, "list(2)")]
    [InlineData("Encrypt=Strict", FleetFileFormat.Text, FleetCodes.Entry, "list(1)")]
    [InlineData("server,names\nsql1,a b..c\n", FleetFileFormat.Csv, FleetCodes.Entry, "list(2)")]
    [InlineData("server\n\"127.0.0.1,2\"\n127.0.0.1,3\n", FleetFileFormat.Csv, FleetCodes.Entry, "list(3): the row has more cells than the header")]
    [InlineData("server\n\"sql1\n", FleetFileFormat.Csv, FleetCodes.Malformed, "line 2")]
    [InlineData("server\n\"sql1\"x\n", FleetFileFormat.Csv, FleetCodes.Malformed, "line 2")]
    [InlineData("name\nsql1\n", FleetFileFormat.Csv, FleetCodes.Malformed, "header")]
    [InlineData("[{\"names\": \"a\"}]", FleetFileFormat.Json, FleetCodes.Entry, "list(1)")]
    [InlineData("[[\"a\"]]", FleetFileFormat.Json, FleetCodes.Malformed, "list(1)")]
    [InlineData("{\"server\": \"a\"}", FleetFileFormat.Json, FleetCodes.Malformed, "list(1)")]
    [InlineData("[\"a\"", FleetFileFormat.Json, FleetCodes.Malformed, "list(2)")]
    [InlineData("# nothing\n", FleetFileFormat.Text, FleetCodes.Empty, "list")]
    [InlineData("[]", FleetFileFormat.Json, FleetCodes.Empty, "list")]
    public void What_is_wrong_with_a_list_is_said_with_its_line(string text, FleetFileFormat format, string code, string where)
    {
        SqlTlsException exception = Assert.Throws<SqlTlsException>(() => Read(text, format));

        Assert.Equal((Failure.Input, code), (exception.Failure, exception.Code));
        Assert.Contains(where, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_of_a_bad_connection_string_is_in_no_message()
    {
        SqlTlsException exception = Assert.Throws<SqlTlsException>(() => Read("Password=canary-7;Server", FleetFileFormat.Text));

        Assert.DoesNotContain("canary-7", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void What_is_nested_too_deep_is_refused(char opening) =>
        Assert.Equal(FleetCodes.Malformed, Assert.Throws<SqlTlsException>(() => Read(new string(opening, 200_000), FleetFileFormat.Json)).Code);

    private static FleetServer[] Read(string text, FleetFileFormat format) => [.. FleetFile.Read(text, "list", format)];
}
