using Microsoft.Build.Framework;
using SqlTls.Certificates;

namespace SqlTlsTasks.Tests;

/// <summary>The tasks about certificates, run as MSBuild runs them.</summary>
public sealed class Certificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Are_made_once_and_kept_while_they_do()
    {
        GenerateSqlServerCertificate first = Generated("sql.test");
        GenerateSqlServerCertificate second = Generated("sql.test");

        Assert.True(first.Changed);
        Assert.False(second.Changed);
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        Assert.True(File.Exists(first.PfxFile) && File.Exists(first.KeyFile) && File.Exists(first.AuthorityFile));
    }

    [Fact]
    public void Are_made_anew_for_another_name()
    {
        GenerateSqlServerCertificate first = Generated("sql.test");

        GenerateSqlServerCertificate second = Generated("other.test");

        Assert.True(second.Changed);
        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public void Of_somebody_else_are_never_overwritten()
    {
        _folder.Write("certificate/server.key", "mine");

        var task = new GenerateSqlServerCertificate { BuildEngine = _engine, ProjectDirectory = _folder.Path, OutputDirectory = "certificate" };

        Assert.False(task.Execute());
        Assert.Equal(CertificateCodes.WouldOverwriteKey, Assert.Single(_engine.Errors).Code);
        Assert.Equal("mine", File.ReadAllText(_folder.File("certificate/server.key")));
    }

    [Fact]
    public void Made_elsewhere_are_taken_over()
    {
        GenerateSqlServerCertificate made = Generated("sql.test");
        var task = new ImportSqlServerCertificate
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder.Path,
            OutputDirectory = "imported",
            Certificate = "certificate/server.pfx",
            DnsNames = ["sql.test"],
        };

        Assert.True(task.Execute());

        Assert.Equal(made.Thumbprint, task.Thumbprint);
        Assert.True(File.Exists(_folder.File("imported/server.key")));
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void That_lack_a_name_are_refused_with_a_page_that_helps_and_nothing_is_written()
    {
        _ = Generated("sql.test");
        var task = new ImportSqlServerCertificate
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder.Path,
            OutputDirectory = "imported",
            Certificate = "certificate/server.pfx",
            DnsNames = ["other.test"],
        };

        Assert.False(task.Execute());

        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.EndsWith($"/docs/codes/{error.Code}.md", error.HelpLink);
        Assert.False(Directory.Exists(_folder.File("imported")));
    }

    [Theory]
    [InlineData(true, true, "")]
    [InlineData(false, true, "")]
    [InlineData(true, false, CertificateCodes.ChainIncomplete)]
    [InlineData(false, false, CertificateCodes.ChainIncomplete)]
    public void Are_judged_with_their_chain_up_to_the_root_that_is_named(bool named, bool whole, string code)
    {
        var chain = CertificateChain.Make();
        string[] links = chain.Chain.Split("-----BEGIN", StringSplitOptions.RemoveEmptyEntries);
        _folder.Write("chain.pem", "-----BEGIN" + string.Join("-----BEGIN", whole ? links : [links[0], links[2]]));
        _folder.Write("chain.key", chain.Key);
        _folder.Write("root.crt", chain.Root);
        var task = new ImportSqlServerCertificate
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder.Path,
            OutputDirectory = "imported",
            Certificate = "chain.pem",
            Key = "chain.key",
            Authority = named ? "root.crt" : "",
            DnsNames = ["localhost"],
        };

        Assert.Equal(whole, task.Execute());

        Assert.Equal(code.Length == 0 ? [] : [code], _engine.Errors.Select(error => error.Code));
        Assert.Equal(whole && named ? chain.Root : null, task.AuthorityFile.Length > 0 ? File.ReadAllText(task.AuthorityFile) : null);
    }

    [Fact]
    public void Are_trusted_by_variables_and_then_no_more()
    {
        GenerateSqlServerCertificate made = Generated("sql.test");
        TrustSqlServerCertificate Trust(bool remove) => new()
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder.Path,
            AuthorityFile = made.AuthorityFile,
            Remove = remove,
        };
        TrustSqlServerCertificate add = Trust(remove: false);
        TrustSqlServerCertificate again = Trust(remove: false);
        TrustSqlServerCertificate remove = Trust(remove: true);

        Assert.True(add.Execute() && again.Execute());
        Assert.Contains(_folder.File(".sqltls/trust"), add.Variables.Single(variable => variable.ItemSpec == "NODE_EXTRA_CA_CERTS").GetMetadata("Value"));
        Assert.True(remove.Execute());
        Assert.Equal((true, false, true), (add.Changed, again.Changed, remove.Changed));
    }

    private GenerateSqlServerCertificate Generated(string name)
    {
        var task = new GenerateSqlServerCertificate { BuildEngine = _engine, ProjectDirectory = _folder.Path, OutputDirectory = "certificate", DnsNames = [name] };
        Assert.True(task.Execute());
        return task;
    }
}
