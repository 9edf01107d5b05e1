using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Instances.Windows;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls certificate export</c>: what is handed out to others.</summary>
internal static class CertificateExportVerb
{
    private const string Pfx = "pfx";
    private const string Pem = "pem";

    private static readonly Argument<FileInfo?> File = new("file")
    {
        Description = "A PFX, PEM or DER file; none with --instance.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "cer (DER), pem with the intermediates, or pfx, which holds the private key.",
        HelpName = "cer|pem|pfx",
        DefaultValueFactory = _ => "cer",
    }.AcceptOnlyFromAmong("cer", Pem, Pfx);

    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="machine">The machine of <c>--instance</c>; by default this one.</param>
    public static Command Create(Terminal terminal, Func<WindowsMachine>? machine = null) => Verb.Create(
        "export",
        "Writes a certificate in another format, and its authority's beside it where the file holds that; never the key, but for pfx. With --instance: those of a SQL Server on this Windows machine.",
        "sqltls certificate export .sqltls/sql.test/server.crt --format cer --output .",
        [File, TargetOptions.Instance, GivenCertificate.Key, Format, CommonOptions.Output, CommonOptions.Force, CommonOptions.DryRun, CommonOptions.Json],
        terminal,
        (parsed, _) => Task.FromResult(Run(parsed, terminal, machine ?? LocalMachine.Open)));

    private static int Run(ParseResult parsed, Terminal terminal, Func<WindowsMachine> machine) => (parsed.GetValue(File), TargetOptions.InstanceName(parsed), parsed.GetValue(Format)) switch
    {
        (null, null, _) or (not null, not null, _) => throw Refuse(CliCodes.CommandLine, "Either a file or an instance is exported.", "Name the certificate's file, or say --instance NAME."),
        (null, _, Pfx) => throw Refuse(WindowsCodes.KeyStays, "The private key of an instance does not leave the machine.", "Export cer or pem, which is all that clients need."),
        (null, { } instance, _) => Instance(parsed, terminal, InstanceCertificate.Of(machine(), instance)),
        ({ } file, _, Pfx) => WithKey(parsed, terminal, file),
        ({ } file, _, _) => WithoutKey(parsed, terminal, file),
    };

    private static int Instance(ParseResult parsed, Terminal terminal, InstalledCertificate installed)
    {
        var output = new CertificateOutput(parsed, terminal, CertificateOutput.NameOf(installed.Leaf), isIgnored: false);
        return Write(parsed, output, "server", installed.Leaf, installed.Intermediates, installed.Authority);
    }

    private static int WithoutKey(ParseResult parsed, Terminal terminal, FileInfo file)
    {
        IReadOnlyList<X509Certificate2> all = CertificateImport.ReadCertificates(file.FullName, terminal.Variable(SecretVariables.CertificatePassword));
        X509Certificate2 leaf = CertificateImport.LeafOf(all);
        IReadOnlyList<X509Certificate2> issuers = IssuerChain.Above(leaf, all);
        var output = new CertificateOutput(parsed, terminal, CertificateOutput.NameOf(leaf), isIgnored: false);
        RefuseItself(output.Folder, file, parsed.GetValue(Format)!);
        return Write(
            parsed,
            output,
            Path.GetFileNameWithoutExtension(file.Name),
            leaf,
            issuers.Where(issuer => !IssuerChain.IsSelfIssued(issuer)),
            issuers.FirstOrDefault(IssuerChain.IsSelfIssued));
    }

    private static int WithKey(ParseResult parsed, Terminal terminal, FileInfo file)
    {
        string? password = terminal.Variable(SecretVariables.CertificatePassword);
        using ServerCertificate whole = CertificateImport.Read(file.FullName, parsed.GetValue(GivenCertificate.Key)?.FullName, password);
        var output = new CertificateOutput(parsed, terminal, CertificateOutput.NameOf(whole.Leaf));
        RefuseItself(output.Folder, file, Pfx);
        string name = Path.ChangeExtension(file.Name, Pfx);
        return output.Write([(name, whole.Pfx(password), true)], new CertificateReport(1, whole.Describe(), null, new(null, null, null, output.Folder.File(name))));
    }

    private static int Write(
        ParseResult parsed, CertificateOutput output, string name, X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, X509Certificate2? authority)
    {
        string format = parsed.GetValue(Format)!;
        List<(string Name, byte[] Content, bool IsPrivate)> files = [($"{name}.{format}", Content(format, [leaf, .. intermediates]), false)];
        if (authority is not null)
        {
            files.Add(($"authority.{format}", Content(format, [authority]), false));
        }

        return output.Write(files, new CertificateReport(
            1,
            CertificateDescription.Of(leaf),
            authority is null ? null : CertificateDescription.Of(authority),
            new(output.Folder.File(files[0].Name), authority is null ? null : output.Folder.File(files[1].Name), null, null)));
    }

    // A DER file holds one certificate.
    private static byte[] Content(string format, X509Certificate2[] certificates) => format == Pem
        ? Encoding.ASCII.GetBytes(string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n")))
        : certificates[0].RawData;

    private static void RefuseItself(OutputFolder folder, FileInfo file, string format)
    {
        if (folder.File(Path.ChangeExtension(file.Name, format)) == file.FullName)
        {
            throw Refuse(CliCodes.CommandLine, $"{file.FullName} would be written over itself, and what else it holds would be lost.", "Name another folder with --output.");
        }
    }

    private static SqlTlsException Refuse(string code, string what, string cure) => new(Failure.Input, code, what, cure);
}
