using System.CommandLine;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Manifests;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls manifest</c>: the same settings for a cluster or a compose project.</summary>
internal static class ManifestVerb
{
    private const string KubernetesFile = "kubernetes.yaml";
    private const string ComposeFile = "compose.yaml";

    private static readonly Option<string> Name = new("--name")
    {
        Description = "What its objects are called.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "mssql",
    };

    private static readonly Option<string> Namespace = new("--namespace")
    {
        Description = "The namespace of Kubernetes.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "default",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = $"The image of SQL Server. By default {ManifestOptions.DefaultImage}; with --force-strict of 2025.",
        HelpName = "IMAGE",
    };

    private static readonly Option<int> Publish = new("--publish")
    {
        Description = "The port of this machine's loopback address that it is published on.",
        HelpName = "PORT",
        DefaultValueFactory = _ => 1433,
    };

    private static readonly Option<bool> AcceptEula = new("--accept-eula")
    {
        Description = "Accept the licence of SQL Server's image, which the manifest then says.",
    };

    public static Command Create(Terminal terminal)
    {
        var manifest = new Command("manifest", "Writes what runs a SQL Server with these TLS settings on a cluster or in a compose project.");
        IEnumerable<Option> shared =
        [
            Name, Image, AcceptEula, .. ManifestCertificate.All, ServerOptions.ForceEncryption, ServerOptions.ForceStrict, ServerOptions.Protocols, ServerOptions.Ciphers,
            CommonOptions.DnsName, CommonOptions.Output, CommonOptions.Force, CommonOptions.Json,
        ];
        manifest.Add(Verb.Create(
            "kubernetes",
            "Writes kubernetes.yaml: Secret (or Issuer and Certificate of cert-manager), ConfigMap, StatefulSet, Service. With a Secret it holds the private key.",
            "sqltls manifest kubernetes --accept-eula --days 90 --force-encryption",
            [ManifestCertificate.CertManager, Namespace, .. shared],
            terminal,
            (parsed, _) => Task.FromResult(Kubernetes(parsed, terminal))));
        manifest.Add(Verb.Create(
            "compose",
            "Writes compose.yaml and the files that it mounts.",
            "sqltls manifest compose --accept-eula --days 90 --force-encryption",
            [Publish, .. shared],
            terminal,
            (parsed, _) => Task.FromResult(Compose(parsed, terminal))));
        return manifest;
    }

    private static int Kubernetes(ParseResult parsed, Terminal terminal)
    {
        bool certManager = parsed.GetValue(ManifestCertificate.CertManager);
        ManifestOptions options = Options(parsed) with { Namespace = parsed.GetValue(Namespace)! };
        OutputFolder folder = Folder(parsed, options);
        if (certManager)
        {
            _ = ManifestCertificate.Wanted(options, options.NamesInCluster);
            folder.Write([(KubernetesFile, Text(KubernetesManifest.WriteForCertManager(options)), false)], parsed.GetValue(CommonOptions.Force));
            return Print(parsed, terminal, folder.File(KubernetesFile), null, Next(folder, options));
        }

        using ServerCertificate certificate = ManifestCertificate.Take(parsed, options, options.NamesInCluster, terminal);
        folder.Write(
            [(KubernetesFile, Text(KubernetesManifest.Write(options, certificate)), true), .. PublicFiles(certificate)],
            parsed.GetValue(CommonOptions.Force));
        return Print(parsed, terminal, folder.File(KubernetesFile), certificate.Describe(), Next(folder, options));
    }

    private static int Compose(ParseResult parsed, Terminal terminal)
    {
        ManifestOptions options = Options(parsed) with { Port = parsed.GetValue(Publish) };
        OutputFolder folder = Folder(parsed, options);
        using ServerCertificate certificate = ManifestCertificate.Take(parsed, options, options.NamesInCompose, terminal);
        folder.Write(
            [
                (ComposeFile, Text(ComposeManifest.Write(options)), false),
                (ComposeManifest.ConfName, Text(ComposeManifest.Conf(options)), false),
                (OutputFiles.Key, Text(certificate.KeyPem()), true),
                .. PublicFiles(certificate),
            ],
            parsed.GetValue(CommonOptions.Force));
        return Print(parsed, terminal, folder.File(ComposeFile), certificate.Describe(), [$"MSSQL_SA_PASSWORD must be set: docker compose -f {folder.File(ComposeFile)} up -d"]);
    }

    private static ManifestOptions Options(ParseResult parsed)
    {
        if (!parsed.GetValue(AcceptEula))
        {
            throw new SqlTlsException(
                Failure.Input, CliCodes.CommandLine, "The licence of SQL Server's image was not accepted.", "Read it at https://go.microsoft.com/fwlink/?LinkId=746388, and say --accept-eula.");
        }

        return new ManifestOptions(parsed.GetValue(Name)!, parsed.GetValue(Image))
        {
            Names = [.. (parsed.GetValue(CommonOptions.DnsName) ?? []).Select(ServerName.Parse)],
            Days = ManifestCertificate.DaysOf(parsed),
            KeySize = parsed.GetValue(NewCertificateOptions.KeySize),
            ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
            ForceStrict = parsed.GetValue(ServerOptions.ForceStrict),
            Protocols = parsed.GetValue(ServerOptions.Protocols),
            Ciphers = parsed.GetValue(ServerOptions.Ciphers),
        };
    }

    private static OutputFolder Folder(ParseResult parsed, ManifestOptions options) =>
        new(parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", options.Name)));

    private static (string, byte[], bool)[] PublicFiles(ServerCertificate certificate) =>
    [
        (OutputFiles.Certificate, Text(certificate.ChainPem()), false),
        (OutputFiles.Authority, Text(ManifestText.Authority(certificate)), false),
    ];

    private static string[] Next(OutputFolder folder, ManifestOptions options) =>
    [
        $"The password of sa comes from a Secret of yours: printf %s \"$MSSQL_SA_PASSWORD\" | kubectl create secret generic {options.Name}-sa -n {options.Namespace} --from-file=password=/dev/stdin",
        $"Then: kubectl apply -f {folder.File(KubernetesFile)}",
    ];

    private static int Print(ParseResult parsed, Terminal terminal, string file, CertificateDescription? certificate, IEnumerable<string> next)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(new ManifestReport(1, certificate, file)));
            return 0;
        }

        terminal.Tell(file);
        foreach (string line in next)
        {
            terminal.Note(line);
        }

        return 0;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
