using System.Text.RegularExpressions;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Endpoint.Tests;

/// <summary>What becomes of a server's files when runs fail, are interrupted, and are put back.</summary>
public sealed class Provisioned : IAsyncDisposable
{
    private const string Own = "# mine\n[memory]\nmemorylimitmb = 2048\n";
    private const string Later = "[sqlagent]\nenabled = true\n";
    private static readonly Finding No = new("SQLTLS4002", Severity.Error, "The test says so.", "");

    private readonly OneServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task With_a_certificate_of_ones_own_keeps_it_where_a_later_run_that_installs_it_again_fails()
    {
        using ServerCertificate own = ServerCertificate.Create(CertificateOptions.For("localhost"));
        TlsRequest request = OneServer.Forced with { Source = new CertificateSource.Imported(own) };
        await _server.UpAsync(request);
        string conf = _server.Conf;

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => _server.UpAsync(request with { ForceStrict = true }, No));

        Assert.Equal(Failure.RolledBack, refused.Failure);
        Assert.Equal(conf, _server.Conf);
        Assert.Contains($"sqltls-{own.Describe().Thumbprint}.key", _server.Keys);
        await _server.DownAsync();
        Assert.Empty(_server.Keys);
    }

    [Fact]
    public async Task After_an_interrupted_first_run_is_as_before_with_down()
    {
        _server.Conf = Own;
        await _server.InterruptAsync(OneServer.Forced, "applied");

        await _server.DownAsync();

        Assert.Equal(Own, _server.Conf);
        Assert.Empty(_server.Keys);
    }

    [Fact]
    public async Task After_an_interrupted_second_run_keeps_what_others_have_set_before_and_since_with_down()
    {
        _server.Conf = Own;
        await _server.UpAsync(OneServer.Forced);
        _server.Conf = _server.Conf.Replace("2048", "4096", StringComparison.Ordinal);
        await _server.InterruptAsync(OneServer.Forced with { Protocols = "1.2" }, "applied");
        _server.Conf += Later;

        await _server.DownAsync();

        Assert.Equal(Own.Replace("2048", "4096", StringComparison.Ordinal) + Later, _server.Conf);
        Assert.Empty(_server.Keys);
    }

    [Fact]
    public async Task After_an_interrupted_run_keeps_what_others_have_set_since_with_up()
    {
        _server.Conf = Own;
        await _server.InterruptAsync(OneServer.Forced, "applied");
        _server.Conf += Later;

        await _server.UpAsync(OneServer.Forced);

        Assert.Contains(Later, _server.Conf, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(_server.Conf, "tlscert"));
        Assert.Single(_server.Keys);
    }

    [Fact]
    public async Task After_an_interrupted_run_that_left_a_damaged_file_has_the_whole_one_again()
    {
        _server.Conf = Own;
        await _server.InterruptAsync(OneServer.Forced, "applied");
        _server.Conf = "# mine\n";

        await _server.DownAsync();

        Assert.Equal(Own, _server.Conf);
    }

    [Fact]
    public async Task Whose_journal_names_somebody_elses_file_is_refused_before_anything_is_put_back()
    {
        _server.Conf = Own;
        await _server.UpAsync(OneServer.Forced);
        string conf = _server.Conf;
        string journal = await File.ReadAllTextAsync(_server.Journal);
        await File.WriteAllTextAsync(_server.Journal, Regex.Replace(journal, "\"/var/opt/mssql/tls/[^\"]*key\":null", "\"/etc/passwd\":null"));

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(_server.DownAsync);

        Assert.Equal((Failure.Surroundings, InstanceCodes.Journal), (refused.Failure, refused.Code));
        Assert.Equal(conf, _server.Conf);
    }

    [Fact]
    public async Task By_hand_and_not_restarted_is_restarted_once_and_proved()
    {
        await _server.UpAsync(new TlsRequest(new CertificateSource.Made()));
        string settings = _server.Conf;
        _server.Conf = settings.Replace("[network]\n", "[network]\nforceencryption = 1\n", StringComparison.Ordinal);

        SetupResult first = await TlsSetup.RunAsync(_server.Instance, new SetupRequest(OneServer.Forced, _server.Output));
        SetupResult second = await TlsSetup.RunAsync(_server.Instance, new SetupRequest(OneServer.Forced, _server.Output));

        Assert.True(SetupProof.RefusalIn(first.Proof!) is null, string.Join(Environment.NewLine, first.Proof!.Checks.Select(check => $"{check.Id}: {check.Message}")));
        Assert.Equal((1, true), (first.Provisioned.Restarts, first.Provisioned.Changed));
        Assert.Equal((0, false), (second.Provisioned.Restarts, second.Provisioned.Changed));
    }

    [Fact]
    public async Task Is_planned_to_be_put_back_without_a_change()
    {
        _server.Conf = Own;
        await _server.UpAsync(OneServer.Forced);
        string conf = _server.Conf;

        IReadOnlyList<PlanStep> plan = await TlsSetup.PlanDownAsync(_server.Instance, _server.Output);

        Assert.Equal(["restore", "restore", "restore", "restore", "restart"], plan.Select(step => step.Step));
        Assert.Contains(plan, step => step.Detail == "/var/opt/mssql/mssql.conf becomes what it was before the first up");
        Assert.Equal(conf, _server.Conf);
        await _server.DownAsync();
        Assert.Empty(await TlsSetup.PlanDownAsync(_server.Instance, _server.Output));
    }
}
