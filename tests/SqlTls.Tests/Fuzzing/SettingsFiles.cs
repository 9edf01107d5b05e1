using System.Text;
using CsCheck;
using SqlTls.Settings;

namespace SqlTls.Tests.Fuzzing;

/// <summary>Whatever <c>mssql.conf</c> holds, an edit changes what it names and nothing else, and can be taken back.</summary>
public sealed class SettingsFiles
{
    private static readonly Gen<string> Line = Gen.OneOf(
        Words("", "   ", "# comment", "; other", "[network]", "[Network]", "[memory]", "[ broken", "no delimiter", "tlscert = /a b ", "TLSKey=/k", "forceencryption: 1", "forcestrict = 0", "  continued", "x = é"),
        Gen.String[Gen.Char['!', '~'], 0, 12]);

    private static readonly Gen<byte[]> Files = Gen.Select(Line.Array[0, 12], Words("\n", "\r\n"), Gen.Bool, (lines, end, closed) =>
        Encoding.UTF8.GetBytes(string.Join(end, lines) + (closed && lines.Length > 0 ? end : "")));

    private static readonly (string Section, string Key)[] Edited = [("network", "tlscert"), ("network", "forcestrict"), ("telemetry", "customerfeedback")];

    [Fact]
    public void Are_the_same_bytes_again_when_an_edit_is_reverted() => Run(content =>
    {
        var original = MssqlConf.Parse(content);

        MssqlConf reverted = Edit(original).Revert(original, Edited);

        // Of several settings of one name the last counts, and all are set: they come back as the last of them.
        Assert.Equal(original.Settings.Select(setting => IsEdited(setting) ? setting with { Value = original.Get(setting.Section, setting.Key)! } : setting), reverted.Settings);
        if (!original.Settings.Where(IsEdited).GroupBy(setting => (setting.Section, setting.Key)).Any(group => group.Count() > 1))
        {
            Assert.Equal(content, reverted.ToBytes());
        }
    });

    [Fact]
    public void Hold_what_was_set() => Run(content =>
        Assert.Equal("/new", MssqlConf.Parse(Edit(MssqlConf.Parse(content)).ToBytes()).Get("NETWORK", "TlsCert")));

    [Fact]
    public void Keep_the_values_that_are_not_edited() => Run(content =>
    {
        var original = MssqlConf.Parse(content);

        MssqlConf edited = Edit(original);

        Assert.Equal(original.Settings.Where(setting => !IsEdited(setting)), edited.Settings.Where(setting => !IsEdited(setting)));
    });

    private static MssqlConf Edit(MssqlConf conf) => Edited.Aggregate(conf, (edited, setting) => edited.With(setting.Section, setting.Key, "/new"));

    private static bool IsEdited((string Section, string Key, string Value) setting) => Edited.Contains((setting.Section, setting.Key));

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    private static void Run(Action<byte[]> check) => Cases.Run(Files, check, _ => false, content => $"'{Encoding.UTF8.GetString(content)}'");
}
