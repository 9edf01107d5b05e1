using System.CommandLine;
using SqlTls.Certificates;
using SqlTls.Cli;
using SqlTls.Cli.Verbs;
using SqlTls.Instances;
using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Tests.Rules;

public sealed class FindingInstances : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Lists_name_id_version_service_account_port_and_settings()
    {
        _machine.Install("SQL2022", port: "51433");

        InstanceOnMachine found = Assert.Single(InstancesOnMachine.List(_machine.Windows));

        Assert.Equal(
            ("SQL2022", "MSSQL16.SQL2022", "16.0.4125.3", "MSSQL$SQL2022", @"NT Service\MSSQL$SQL2022", 51433, false),
            (found.Name, found.Id, $"{found.Version}", found.Service, found.Account, found.Port, found.Settings.ForceEncryption));
        Assert.Null(found.Settings.Thumbprint);
    }

    [Fact]
    public void Looks_in_both_halves_of_the_registry()
    {
        _machine.Install("SQL2022");
        _machine.Install("OLD", "MSSQL10_50.OLD", RegistryBits.Bits32);

        Assert.Equal(["OLD", "SQL2022"], InstancesOnMachine.List(_machine.Windows).Select(instance => instance.Name));
    }

    [Fact]
    public void Takes_a_name_that_stands_in_both_halves_without_settings_in_one_of_them_for_one_instance()
    {
        _machine.Install("SQL2022");
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits32, $@"{Machine.Root}\Instance Names\SQL"), "SQL2022", RegistryValue.OfText("MSSQL16.SQL2022"));

        Assert.Single(InstancesOnMachine.List(_machine.Windows));
    }

    [Fact]
    public void Finds_nothing_on_a_machine_without_SQL_Server() => Assert.Empty(InstancesOnMachine.List(_machine.Windows));

    [Theory]
    [InlineData("sql2022")]
    [InlineData("mssql16.sql2022")]
    public void Takes_a_name_or_an_id_whatever_the_case(string name)
    {
        _machine.Install("SQL2022");
        _machine.Install("OTHER");

        Assert.Equal("SQL2022", Choose(name).Name);
    }

    [Fact]
    public void Takes_the_default_instance_where_none_is_named()
    {
        _machine.Install("SQL2022");
        _machine.Install("MSSQLSERVER");

        Assert.Equal("MSSQLSERVER", Choose("").Service);
    }

    [Fact]
    public void Takes_the_only_one_where_none_is_named()
    {
        _machine.Install("SQL2022");

        Assert.Equal("SQL2022", Choose("").Name);
    }

    [Fact]
    public void Lists_them_where_none_is_named_and_there_are_several()
    {
        _machine.Install("ONE");
        _machine.Install("TWO");

        Refused(WindowsCodes.SeveralInstances, "ONE (MSSQL16.ONE), TWO (MSSQL16.TWO)", () => Choose(""));
    }

    [Fact]
    public void Names_those_there_are_where_there_is_no_such_one()
    {
        _machine.Install("ONE");

        Refused(WindowsCodes.NoInstance, "there are ONE (MSSQL16.ONE)", () => Choose("TWO"));
    }

    [Fact]
    public void Refuses_to_choose_between_two_of_one_name()
    {
        _machine.Install("ONE");
        _machine.Services.Add(new("unused", () => true));
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits32, $@"{Machine.Root}\Instance Names\SQL"), "ONE", RegistryValue.OfText("MSSQL10.ONE"));
        _machine.Registry.Write(Machine.Network("MSSQL10.ONE", RegistryBits.Bits32), "ForceEncryption", RegistryValue.OfNumber(0));

        Refused(WindowsCodes.SeveralInstances, "MSSQL10.ONE", () => Choose("one"));
        Assert.Equal(RegistryBits.Bits32, Choose("MSSQL10.ONE").Bits);
    }

    [Fact]
    public void Needs_an_administrator_to_change_one_and_nobody_to_list_them()
    {
        _machine.Install("ONE");
        _machine.Windows = _machine.Windows with { IsAdministrator = false };

        Assert.Single(InstancesOnMachine.List(_machine.Windows));
        SqlTlsException refused = Refused(WindowsCodes.NotAdministrator, "ONE", () => WindowsInstance.Open(_machine.Windows, "ONE"));
        Assert.Equal(Failure.Surroundings, refused.Failure);
    }

    [Fact]
    public void Refuses_a_key_in_CNG_where_no_instance_is_meant() =>
        Refused(InstanceCodes.Target, "a matter of Windows", () =>
        {
            new TargetRequest { Container = "mssql", KeyStorage = KeyStorage.Cng }.Check();
            return "";
        });

    [Fact]
    public async Task Leaves_out_one_that_cannot_be_read_and_says_so()
    {
        _machine.Install("ONE");
        _machine.Install("TWO");
        _machine.Registry.Hidden.Add(Machine.Network("MSSQL16.ONE").Path);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        Command instances = InstancesVerb.Create(new Terminal(TextReader.Null, output, error, IsInteractive: false, HasColor: false), () => _machine.Windows);

        int exit = await instances.Parse("").InvokeAsync();

        Assert.Equal(0, exit);
        Assert.Contains("MSSQL$TWO", output.ToString());
        Assert.DoesNotContain("MSSQL$ONE", output.ToString());
        Assert.StartsWith("note SQLTLS3206: ONE is left out.", error.ToString());
    }

    private InstanceOnMachine Choose(string name) => InstancesOnMachine.Choose(InstancesOnMachine.List(_machine.Windows), name);

    private static SqlTlsException Refused(string code, string words, Func<object> work)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(work);
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message);
        return refused;
    }
}
