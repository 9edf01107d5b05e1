using System.Text;
using CsCheck;
using SqlTls.Fleets;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>Whatever a list of servers holds, it is read or refused with a code.</summary>
public sealed class ListsOfServers
{
    private static readonly string[] Words =
        ["sql1", ",1433", "\\X", "Server=db;", "server", "host", "port", "names", "[", "]", "{", "}", ":", "- ", ",", "\"", "'", "|", ">", "&a", "*a", "#", "\n", " ", "\0", "\uD800", "?", "%", "!"];

    [Theory]
    [InlineData(FleetFileFormat.Text, "sql1\nServer=db;Password=\"a;b\"\n# x\n")]
    [InlineData(FleetFileFormat.Csv, "host,port,names\nsql1,1433,\"a b\"\n")]
    [InlineData(FleetFileFormat.Json, """{"servers":["sql1",{"server":"db","names":["a"]}]}""")]
    [InlineData(FleetFileFormat.Yaml, "servers:\n  - sql1\n  - host: db\n    port: 1433\n    names: [a]\n")]
    public void Are_read_or_refused(FleetFileFormat format, string good) => Cases.Run(
        Gen.OneOf(
            Gen.String,
            Damaged.Of(Encoding.UTF8.GetBytes(good)).Select(Encoding.UTF8.GetString),
            Gen.Int[0, Words.Length - 1].Select(word => Words[word]).Array[0, 40].Select(string.Concat)),
        text => _ = FleetFile.Read(text, "list", format),
        exception => exception is SqlTlsException { Code: FleetCodes.Malformed or FleetCodes.Entry or FleetCodes.Empty },
        text => $"{format}: '{text}'");
}
