using SqlTlsTasks.Items;

namespace SqlTlsTasks.Tests;

public class Connections
{
    [Fact]
    public void That_MSBuild_took_apart_are_put_together_again()
    {
        string[] fragments = ["Server=one", "Database=a", "Encrypt=true", "User ID=u", "Server=two", "Database=b", "Data Source=three;Database=c", "Server=four"];

        IReadOnlyList<ConnectionItem> items = ConnectionItem.Read(fragments.Select(fragment => Engine.Item(fragment)));

        Assert.Equal(["Server=one;Database=a;Encrypt=true;User ID=u", "Server=two;Database=b", "Data Source=three;Database=c", "Server=four"], items.Select(item => item.Text));
    }

    [Fact]
    public void Of_other_metadata_are_other_connections()
    {
        IReadOnlyList<ConnectionItem> items = ConnectionItem.Read(
            [Engine.Item("Server=one", ("PasswordVariable", "A")), Engine.Item("Database=a", ("PasswordVariable", "A")), Engine.Item("User ID=u", ("PasswordVariable", "B"))]);

        Assert.Equal(["Server=one;Database=a", "User ID=u"], items.Select(item => item.Text));
    }

    [Fact]
    public void With_a_password_are_told_and_named_without_it()
    {
        var engine = new Engine();
        var task = new VerifySqlServerEncryption
        {
            BuildEngine = engine,
            ProjectDirectory = Path.GetTempPath(),
            Timeout = 1,
            Connections = [Engine.Item("Server=127.0.0.1,1;User ID=u;Password=Canary-pa55")],
        };

        Assert.False(task.Execute());

        Assert.Equal(TaskCodes.PasswordInItem, Assert.Single(engine.Warnings).Code);
        Assert.All(engine.Errors, error => Assert.StartsWith("127.0.0.1,1: ", error.Message));
        Assert.DoesNotContain(engine.Errors, error => error.Message!.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async System.Threading.Tasks.Task Are_let_go_within_a_second_when_the_build_is_stopped()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var engine = new Engine();
        var task = new VerifySqlServerEncryption
        {
            BuildEngine = engine,
            ProjectDirectory = Path.GetTempPath(),
            Timeout = 3600,
            Connections = [Engine.Item($"Server={silent.LocalEndpoint.ToString()!.Replace(':', ',')};Encrypt=true")],
        };
        var running = System.Threading.Tasks.Task.Run(task.Execute);
        _ = await silent.AcceptSocketAsync();

        task.Cancel();

        Assert.False(await running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(engine.Errors);
    }
}
