using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Docker.DotNet;
using SqlTls.Instances;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

[Collection(MemoryEngine.Collection)]
public sealed class DockerTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_files_lie_where_the_variables_say() =>
        Assert.Equal("/certificates", Folder(("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/certificates")));

    [Fact]
    public void Its_files_lie_with_the_configuration_where_no_folder_is_said() => Assert.Equal(_folder.Path, Folder(("DOCKER_TLS_VERIFY", "1")));

    [Fact]
    public void Is_not_used_where_nobody_asked_for_it() => Assert.Null(Folder(("DOCKER_HOST", "tcp://192.0.2.1:2376"), ("DOCKER_CERT_PATH", "/certificates")));

    [Fact]
    public void Its_files_are_those_of_the_context_that_is_named()
    {
        string files = Context("far");

        Assert.Equal(files, Folder(("DOCKER_CONTEXT", "far")));
        Assert.Null(Folder(("DOCKER_CONTEXT", "near")));
    }

    [Fact]
    public void Its_files_are_those_of_the_current_context()
    {
        string files = Context("far");
        _folder.Write("config.json", """{"currentContext":"far"}""");

        Assert.Equal(files, Folder());
    }

    [Fact]
    public void A_host_that_is_named_outright_is_not_the_contexts()
    {
        _ = Context("far");
        _folder.Write("config.json", """{"currentContext":"far"}""");

        Assert.Null(Folder(("DOCKER_HOST", "tcp://192.0.2.1:2376")));
    }

    [Fact]
    public async Task An_engine_takes_the_certificate_that_is_shown_and_is_taken_by_its_authority()
    {
        var chain = CertificateChain.Make();
        using var engine = new MemoryEngine(tls: Server(chain));
        Write(chain.Root, chain);

        using DockerClient client = DockerTls.Connect(engine.Uri, _folder.Path);
        await client.System.PingAsync();

        Assert.Equal(["GET /_ping"], engine.Asked);
    }

    [Fact]
    public async Task An_engine_of_another_authority_is_not_taken()
    {
        var chain = CertificateChain.Make();
        using var engine = new MemoryEngine(tls: Server(chain));
        Write(CertificateChain.Make().Root, chain);

        using DockerClient client = DockerTls.Connect(engine.Uri, _folder.Path);
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => DockerErrors.GuardAsync("orders", () => client.System.PingAsync()));

        Assert.Equal(InstanceCodes.NoDocker, refused.Code);
        Assert.Empty(engine.Asked);
    }

    private static SslServerAuthenticationOptions Server(CertificateChain chain)
    {
        using var bare = X509Certificate2.CreateFromPem(chain.Chain, chain.Key);
        X509Certificate2 leaf = X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
        X509Certificate2Collection issuers = [];
        issuers.ImportFromPem(chain.Chain);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, issuers, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == leaf.Thumbprint,
        };
    }

    private void Write(string authority, CertificateChain chain)
    {
        _folder.Write("ca.pem", authority);
        _folder.Write("cert.pem", chain.Chain);
        _folder.Write("key.pem", chain.Key);
    }

    private string Context(string name) => Directory.CreateDirectory(
        Path.Combine(_folder.Path, "contexts", "tls", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), "docker")).FullName;

    private string? Folder(params (string Name, string Value)[] variables) =>
        DockerTls.Folder(name => name == "DOCKER_CONFIG" ? _folder.Path : variables.FirstOrDefault(variable => variable.Name == name).Value);
}
