using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Tests.Rules;

public sealed class ClientLibraries : IDisposable
{
    private const string Client = @"SOFTWARE\Microsoft\MSSQLServer\Client";
    private const string Force = "Force protocol encryption";
    private const string Trust = "Trust Server Certificate";
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Are_found_by_the_flags_label_and_not_by_its_place()
    {
        Flag("SNI19.0", "Flag1", Trust, 1);
        Flag("SNI19.0", "Flag2", "force PROTOCOL encryption", 0);

        _ = Switch(on: true);

        Assert.Equal((0, 1), (Value("SNI19.0", "Flag1"), Value("SNI19.0", "Flag2")));
    }

    [Fact]
    public void Keep_strict_where_they_ask_for_it()
    {
        Flag("SNI19.0", "Flag1", Force, 2);

        Assert.Equal((2, 2), Assert.Single(Switch(on: true)) is var flag ? (flag.Was, flag.Now) : default);
    }

    [Fact]
    public void Are_put_back_as_they_were_before_the_first_on()
    {
        Flag("SNI18.0", "Flag1", Force, 0);
        Flag("SNI18.0", "Flag2", Trust, 1);
        Flag("SNI19.0", "Flag1", Force, 2, RegistryBits.Bits32);
        IReadOnlyList<string> before = _machine.Registry.Everything;

        _ = Switch(on: true);
        _ = Switch(on: true);
        _ = Switch(on: false);

        Assert.Equal(before, _machine.Registry.Everything);
    }

    [Fact]
    public void Are_left_where_they_were_never_switched_on_here_and_that_is_told()
    {
        Flag("SNI11.0", "Flag1", Force, 1);
        Flag("SNI11.0", "Flag2", Trust, 0);
        IReadOnlyList<string> before = _machine.Registry.Everything;

        IReadOnlyList<ClientFlag> flags = Switch(on: false);

        Assert.Equal([(1, true), (0, false)], flags.Select(flag => (flag.Now, flag.IsLeft)));
        Assert.Equal(before, _machine.Registry.Everything);
    }

    [Fact]
    public void Are_switched_off_where_they_were_never_switched_on_here_when_that_is_forced()
    {
        Flag("SNI11.0", "Flag1", Force, 1);
        Flag("SNI11.0", "Flag2", Trust, 0);

        IReadOnlyList<ClientFlag> flags = Switch(on: false, isForced: true);

        Assert.Equal((0, 0), (Value("SNI11.0", "Flag1"), Value("SNI11.0", "Flag2")));
        Assert.DoesNotContain(flags, flag => flag.IsLeft);
    }

    [Fact]
    public void That_an_administrator_switched_on_before_are_so_again_after_on_and_off()
    {
        Flag("SNI18.0", "Flag1", Force, 1);
        Flag("SNI19.0", "Flag1", Force, 0);
        _ = Switch(on: true);

        IReadOnlyList<ClientFlag> flags = Switch(on: false);

        Assert.Equal((1, 0), (Value("SNI18.0", "Flag1"), Value("SNI19.0", "Flag1")));
        Assert.DoesNotContain(flags, flag => flag.IsLeft);
    }

    [Fact]
    public void That_are_not_installed_are_named() =>
        Assert.Equal(WindowsCodes.NoClientDriver, Assert.Throws<SqlTlsException>(() => Switch(on: true)).Code);

    [Fact]
    public void Are_an_administrators()
    {
        Flag("SNI19.0", "Flag1", Force, 0);
        _machine.Windows = _machine.Windows with { IsAdministrator = false };

        Assert.Equal(WindowsCodes.NotAdministrator, Assert.Throws<SqlTlsException>(() => Switch(on: true)).Code);
        Assert.Equal(0, Value("SNI19.0", "Flag1"));
    }

    [Fact]
    public void Change_all_or_none()
    {
        Flag("SNI18.0", "Flag1", Force, 0);
        Flag("SNI19.0", "Flag1", Force, 0);
        _machine.Registry.ReadOnly.Add($@"{Client}\SNI19.0\GeneralFlags\Flag1");

        Assert.Equal(WindowsCodes.RegistryRefused, Assert.Throws<SqlTlsException>(() => Switch(on: true)).Code);
        Assert.Equal(0, Value("SNI18.0", "Flag1"));
    }

    [Fact]
    public void Stay_as_they_are_in_a_dry_run_that_tells_what_would_be()
    {
        Flag("SNI18.0", "Flag1", Force, 0);
        IReadOnlyList<string> before = _machine.Registry.Everything;

        ClientFlag flag = Assert.Single(ClientEncryption.Force(_machine.Windows, ClientLibrary.OleDb, on: true, isDryRun: true));

        Assert.Equal((0, 1), (flag.Was, flag.Now));
        Assert.Equal(before, _machine.Registry.Everything);
    }

    [Theory]
    [InlineData(RegistryBits.Bits64, "of 64-bit programs")]
    [InlineData(RegistryBits.Bits32, "of 32-bit programs")]
    public void Of_old_raise_SqlClient_and_that_is_told(RegistryBits bits, string words)
    {
        Assert.Null(ClientEncryption.RaisesSqlClient(_machine.Registry));

        _machine.Registry.Write(new RegistryPath(bits, $@"{Client}\SuperSocketNetLib"), "Encrypt", RegistryValue.OfNumber(1));

        Finding? raised = ClientEncryption.RaisesSqlClient(_machine.Registry);
        Assert.Equal(WindowsCodes.ClientRaised, raised?.Code);
        Assert.Contains(words, raised!.Message);
    }

    private IReadOnlyList<ClientFlag> Switch(bool on, bool isForced = false) =>
        ClientEncryption.Force(_machine.Windows, [ClientLibrary.NativeClient, .. ClientLibrary.OleDb], on, isForced: isForced);

    private void Flag(string library, string name, string label, int value, RegistryBits bits = RegistryBits.Bits64)
    {
        var key = new RegistryPath(bits, $@"{Client}\{library}\GeneralFlags\{name}");
        _machine.Registry.Write(key, "Label", RegistryValue.OfText(label));
        _machine.Registry.Write(key, "Value", RegistryValue.OfNumber(value));
    }

    private int? Value(string library, string name, RegistryBits bits = RegistryBits.Bits64) =>
        _machine.Registry.Read(new RegistryPath(bits, $@"{Client}\{library}\GeneralFlags\{name}"), "Value")?.Number;
}
