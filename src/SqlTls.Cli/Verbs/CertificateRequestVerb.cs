using System.CommandLine;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate request</c>: what a corporate authority is asked.</summary>
internal static class CertificateRequestVerb
{
    public static Command Create(Terminal terminal) => Verb.Create(
        "request",
        "Makes a key and a request (PKCS#10) for an authority of yours: server.key and server.csr.",
        "sqltls certificate request --dns-name sql.example.com --output ./sql",
        [CommonOptions.DnsName, NewCertificateOptions.KeySize, CommonOptions.Output, CommonOptions.Force, CommonOptions.DryRun, CommonOptions.Json],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        CertificateOptions options = NewCertificateOptions.Read(parsed);
        var output = new CertificateOutput(parsed, terminal, options.Names[0].Value);
        SigningRequest request = await NewCertificateOptions.MakeAsync(terminal, () => SigningRequest.Create(options), cancellationToken);
        return output.Write(
            [(OutputFiles.Key, Encoding.ASCII.GetBytes(request.KeyPem), true), (OutputFiles.Request, Encoding.ASCII.GetBytes(request.RequestPem), false)],
            new CertificateReport(1, null, null, new(output.Folder.File(OutputFiles.Request), null, output.Folder.File(OutputFiles.Key), null)));
    }
}
