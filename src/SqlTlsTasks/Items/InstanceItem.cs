using System.Security.Cryptography.X509Certificates;
using Microsoft.Build.Framework;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTlsTasks.Diagnostics;

namespace SqlTlsTasks.Items;

/// <summary>A <c>SqlTlsInstance</c> item: a server, and what is wanted of it.</summary>
internal sealed class InstanceItem
{
    private const string Type = "SqlTlsInstance";

    private static readonly string[] Targets = ["Container", "Image", "Instance", "Service", "Endpoint"];

    /// <summary>The names that mean something.</summary>
    public static IReadOnlyList<string> Metadata { get; } =
    [
        .. Targets, "AcceptEula", "Name", "Publish", "DnsNames", "Certificate", "Key", "Thumbprint", "Cng", "Authority", "ForceEncryption", "ForceStrict", "TlsProtocols", "TlsCiphers", "Days", "KeySize",
        "KeepKey", "Trust", "User", "PasswordVariable", "Force",
    ];

    private readonly string _directory;
    private readonly ItemMetadata _metadata;

    private InstanceItem(ITaskItem item, string directory) => (Item, _directory, _metadata) = (item, directory, new ItemMetadata(item, Type, () => item.ItemSpec));

    /// <summary>The item.</summary>
    public ITaskItem Item { get; }

    /// <summary>Where it stands.</summary>
    public ProjectPlace Place => ProjectPlace.Of(Item, Type);

    /// <summary>How the project calls the server.</summary>
    public string Name => Item.ItemSpec;

    /// <summary>The login's name.</summary>
    public string User => _metadata.Text("User") ?? "sa";

    /// <summary>Reads items, and holds what each says against itself.</summary>
    /// <param name="items">The items.</param>
    /// <param name="projectDirectory">Full path; paths start there.</param>
    /// <exception cref="SqlTlsException">No target or two (SQLTLS3017), unknown metadata (SQLTLS5010), a value that is none, a name that comes twice (SQLTLS5011).</exception>
    public static IReadOnlyList<InstanceItem> Read(IEnumerable<ITaskItem> items, string projectDirectory)
    {
        var names = new HashSet<string>(Paths.Comparer);
        return [.. items.Select(item => ProjectPlace.At(item, Type, () => Read(item, projectDirectory) is var read && names.Add(read.Name)
            ? read
            : throw read._metadata.Refusal(TaskCodes.BadValue, "there are two of that name, which would share a folder.", "Give each a name of its own.")))];
    }

    private static InstanceItem Read(ITaskItem item, string projectDirectory)
    {
        var read = new InstanceItem(item, projectDirectory);
        read._metadata.RefuseUnknown(Metadata);
        read.RefuseTargets();
        read.RefuseIdle();
        return item.ItemSpec.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0
            ? read
            : throw read._metadata.Refusal(TaskCodes.BadValue, "its name is a folder's name too, and cannot be one.", "Call it something without / and the like.");
    }

    /// <summary>The environment variable with the login's password: the one that the item names, else the one that is set; null where none is.</summary>
    public string? PasswordVariable => _metadata.Text("PasswordVariable") ?? SecretVariables.FindPasswordVariable(Environment.GetEnvironmentVariable);

    /// <summary>Which server.</summary>
    /// <param name="outputDirectory">Full path of the folder that the instance's own is made in.</param>
    /// <exception cref="SqlTlsException">SQLTLS5013: the password's variable is not set.</exception>
    public TargetRequest Target(string outputDirectory) => ProjectPlace.At(Item, Type, () => Named(outputDirectory) with
    {
        AcceptEula = _metadata.Flag("AcceptEula") == true,
        Password = _metadata.Variable("PasswordVariable") ?? SecretVariables.FindPassword(Environment.GetEnvironmentVariable),
    });

    /// <summary>Which server, to put its settings back: that needs no password, and no licence.</summary>
    /// <param name="outputDirectory">Full path of the folder that the instance's own is made in.</param>
    public TargetRequest FormerTarget(string outputDirectory) => ProjectPlace.At(Item, Type, () => Named(outputDirectory) with { AcceptEula = true });

    /// <summary>What is wanted of it.</summary>
    /// <param name="target">Which server it is.</param>
    /// <param name="timeout">How long one attempt to connect may take.</param>
    /// <exception cref="SqlTlsException">A value is out of its range, or the certificate cannot be used.</exception>
    public SetupRequest Setup(TargetRequest target, TimeSpan timeout) => ProjectPlace.At(Item, Type, () => new SetupRequest(
        new TlsRequest(Source())
        {
            Names = [.. _metadata.List("DnsNames").Select(ServerName.Parse)],
            ForceEncryption = _metadata.Flag("ForceEncryption") == true ? true : null,
            ForceStrict = _metadata.Flag("ForceStrict") == true ? true : null,
            Protocols = _metadata.Text("TlsProtocols"),
            Ciphers = _metadata.Text("TlsCiphers"),
        },
        target.OutputFolder!)
    {
        User = User,
        Password = target.Password,
        Timeout = timeout,
        Trust = _metadata.Text("Trust") is { } scope ? TrustScopes.Parse(scope) : null,
        KeepKey = _metadata.Flag("KeepKey") == true,
        OverwriteKeys = target.Force,
        CertificatePassword = Variable(SecretVariables.CertificatePassword),
    });

    private TargetRequest Named(string outputDirectory) => new()
    {
        Container = _metadata.Text("Container"),
        Image = _metadata.Text("Image"),
        Instance = _metadata.Text("Instance"),
        KeyStorage = _metadata.Flag("Cng") == true ? KeyStorage.Cng : KeyStorage.LegacyExchange,
        Name = _metadata.Text("Name"),
        Publish = _metadata.Text("Publish"),
        Service = _metadata.Flag("Service") == true,
        Endpoint = _metadata.Flag("Endpoint") == true,
        Force = _metadata.Flag("Force") == true,
        OutputFolder = Path.Combine(outputDirectory, Name),
        WorkingFolder = _directory,
    };

    private void RefuseTargets()
    {
        string[] named = [.. Targets.Where(target => _metadata.Text(target) is { } text && !text.Equals("false", StringComparison.OrdinalIgnoreCase))];
        if (named.Length != 1)
        {
            throw _metadata.Refusal(
                InstanceCodes.Target,
                named.Length == 0 ? "it names no target." : $"it names {named.Length} targets, {string.Join(" and ", named)}.",
                $"Give it exactly one of {string.Join(", ", Targets)}.");
        }
    }

    // What would be passed over without a word: the build would take another certificate than the project says.
    private void RefuseIdle()
    {
        (string with, string[] idle) = _metadata.Text("Thumbprint") is not null ? ("with Thumbprint", ["Certificate", "Key", "Authority", "Days", "KeySize", "KeepKey"])
            : _metadata.Text("Certificate") is not null ? ("with Certificate", ["Days", "KeySize"])
            : ("without Certificate", new[] { "Key", "Authority" });
        if (idle.FirstOrDefault(name => _metadata.Text(name) is { } text && !text.Equals("false", StringComparison.OrdinalIgnoreCase)) is { } said)
        {
            throw _metadata.Refusal(TaskCodes.BadValue, $"{said} has no meaning {with}.", $"Leave {said} out.");
        }

        if (_metadata.Text("Thumbprint") is not null && _metadata.Text("Instance") is null)
        {
            throw _metadata.Refusal(
                InstanceCodes.Target, "Thumbprint names a certificate of a Windows machine's store.", "Name an Instance too, or give a file with Certificate.");
        }
    }

    private CertificateSource Source()
    {
        if (_metadata.Text("Thumbprint") is { } thumbprint)
        {
            return new CertificateSource.Installed(Thumbprint.Parse(thumbprint));
        }

        if (_metadata.Text("Certificate") is not { } certificate)
        {
            return new CertificateSource.Made(_metadata.Number("Days"), _metadata.Number("KeySize") ?? CertificateOptions.DefaultKeySize);
        }

        X509Certificate2? authority = _metadata.Text("Authority") is { } file ? CertificateImport.ReadAuthority(FullPath(file)) : null;
        return new CertificateSource.Imported(CertificateImport.Read(
            FullPath(certificate), _metadata.Text("Key") is { } key ? FullPath(key) : null, Variable(SecretVariables.CertificatePassword), authority));
    }

    private string FullPath(string path) => Path.GetFullPath(Paths.Native(path), _directory);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
