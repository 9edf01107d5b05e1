using System.CommandLine;
using System.Text;
using SqlTls.Certificates;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate create</c>: an authority for one server, and the server's certificate.</summary>
internal static class CertificateCreateVerb
{
    private static readonly Option<bool> KeepAuthorityKey = new("--keep-authority-key")
    {
        Description = "Write the authority's private key too, which is dropped otherwise.",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "create",
        "Makes an authority and a server certificate: authority.crt, server.crt, server.key and server.pfx.",
        "sqltls certificate create --dns-name sql.test --dns-name localhost",
        [CommonOptions.DnsName, NewCertificateOptions.Days, NewCertificateOptions.KeySize, KeepAuthorityKey, CommonOptions.Output, CommonOptions.Force, CommonOptions.DryRun, CommonOptions.Json],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        CertificateOptions options = NewCertificateOptions.Read(parsed, parsed.GetValue(NewCertificateOptions.Days));
        var output = new CertificateOutput(parsed, terminal, options.Names[0].Value);
        using var authority = Authority.Create(options);
        using ServerCertificate certificate = await NewCertificateOptions.MakeAsync(terminal, () => authority.Issue(options), cancellationToken);
        List<(string, byte[], bool)> files = [.. certificate.Files(terminal.Variable(SecretVariables.CertificatePassword))];
        if (parsed.GetValue(KeepAuthorityKey))
        {
            files.Add((OutputFiles.AuthorityKey, Encoding.ASCII.GetBytes(authority.KeyPem()), true));
        }

        return output.Write(files, output.ReportOf(certificate));
    }
}
