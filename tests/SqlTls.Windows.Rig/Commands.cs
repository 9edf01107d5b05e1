using System.Globalization;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Cryptography.X509Certificates;
using System.Security.Principal;
using System.Text.Json;
using Microsoft.Win32;
using SqlTls.Cli;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTls.Settings;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Rig;

/// <summary>
/// What a test may ask for, a line each: a JSON array of words in, an <see cref="Answer"/> out. Registry and services are the machine's own;
/// certificate stores and key permissions are in memory, since Wine drops or refuses them.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class Commands
{
    private readonly WindowsMachine _machine;
    private readonly MemoryCertificates _certificates;

    public Commands()
    {
        var permissions = new MemoryPermissions();
        _certificates = new MemoryCertificates(permissions);
        _machine = LocalMachine.Open() with { Certificates = _certificates, Permissions = permissions };
    }

    public async Task ServeAsync(TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            string[] words = JsonSerializer.Deserialize<string[]>(line)!;
            Answer answer = await AnswerAsync(words);
            await output.WriteLineAsync(JsonSerializer.Serialize(answer));
            await output.FlushAsync();
        }
    }

    private async Task<Answer> AnswerAsync(string[] words)
    {
        try
        {
            return words switch
            {
                ["sqltls", .. var args] => await ToolAsync(args),
                ["install", var file] => new Answer(0, _certificates.Put(X509CertificateLoader.LoadCertificateFromFile(file)), ""),
                ["up", var name, var thumbprint, var refusal] => await UpAsync(name, thumbprint, refusal),
                ["setup", var name, var wanted, var password, var folder] => await SetUpAsync(name, JsonSerializer.Deserialize<TlsSettings>(wanted)!, password, folder),
                ["start", var service] => await StartAsync(service),
                ["stop", var service] => await StopAsync(service, 30),
                ["stop", var service, var seconds] => await StopAsync(service, int.Parse(seconds, CultureInfo.InvariantCulture)),
                ["status", var service] => Status(service),
                ["deny", var key, var right] => Deny(key, Enum.Parse<RegistryRights>(right)),
                ["allow", var key] => Allow(key),
                ["down", var name] => Of(await new Provisioner(Open(name)).DownAsync(default)),
                _ => new Answer(1, "", $"Not understood: {string.Join(' ', words)}"),
            };
        }
        catch (SqlTlsException exception)
        {
            return new Answer((int)exception.Failure, "", $"{exception.Code}: {exception.Message}");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Answer(1, "", exception.ToString());
        }
    }

    private static async Task<Answer> ToolAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var terminal = new Terminal(TextReader.Null, output, error, IsInteractive: false, HasColor: false);
        return new Answer(await CommandLine.RunAsync(args, terminal), output.ToString(), error.ToString());
    }

    private async Task<Answer> UpAsync(string name, string thumbprint, string refusal)
    {
        var request = new TlsRequest(new CertificateSource.Installed(thumbprint)) { ForceEncryption = true, ForceStrict = true };
        Finding? refused = refusal.Length == 0 ? null : new Finding("SQLTLS4001", Severity.Error, refusal, "");
        return Of(await new Provisioner(Open(name)).UpAsync(request, (_, _) => Task.FromResult(refused), default));
    }

    // The whole of it: what the tool does once it has read its words and found the instance.
    private async Task<Answer> SetUpAsync(string name, TlsSettings wanted, string password, string folder)
    {
        var tls = new TlsRequest(new CertificateSource.Installed(wanted.Thumbprint!)) { ForceEncryption = wanted.ForceEncryption, ForceStrict = wanted.ForceStrict };
        SetupResult result = await TlsSetup.RunAsync(Open(name), new SetupRequest(tls, folder) { Password = password });
        return new Answer(0, ReportJson.Write(UpReport.Of(result)), "");
    }

    private static Answer Of(ProvisionResult result) => new(0, $"changed {result.Changed}, restarts {result.Restarts}", result.State.Held ?? "");

    private Unexamined Open(string name) =>
        new(new WindowsInstance(_machine, InstancesOnMachine.Choose(InstancesOnMachine.List(_machine), name), startLimit: TimeSpan.FromSeconds(30)));

    private async Task<Answer> StartAsync(string service)
    {
        bool up = await _machine.Services.StartAsync(service, TimeSpan.FromSeconds(30), default);
        return new Answer(0, up ? "running" : "ended", "");
    }

    private async Task<Answer> StopAsync(string service, int seconds)
    {
        await _machine.Services.StopAsync(service, TimeSpan.FromSeconds(seconds), default);
        return Status(service);
    }

    // Takes a right to a key from everybody: its owner may still change the rules.
    private static Answer Deny(string path, RegistryRights right)
    {
        using RegistryKey key = OpenForRules(path);
        RegistrySecurity rules = key.GetAccessControl(AccessControlSections.Access);
        rules.AddAccessRule(new RegistryAccessRule(new SecurityIdentifier(WellKnownSidType.WorldSid, null), right, AccessControlType.Deny));
        key.SetAccessControl(rules);
        return new Answer(0, "denied", "");
    }

    private static Answer Allow(string path)
    {
        using RegistryKey key = OpenForRules(path);
        RegistrySecurity rules = key.GetAccessControl(AccessControlSections.Access);
        foreach (RegistryAccessRule rule in rules.GetAccessRules(includeExplicit: true, includeInherited: false, typeof(SecurityIdentifier)).Cast<RegistryAccessRule>().Where(rule => rule.AccessControlType == AccessControlType.Deny))
        {
            rules.RemoveAccessRuleSpecific(rule);
        }

        key.SetAccessControl(rules);
        return new Answer(0, "allowed", "");
    }

    private static RegistryKey OpenForRules(string path) =>
        Registry.LocalMachine.OpenSubKey(path, RegistryKeyPermissionCheck.ReadWriteSubTree, RegistryRights.ReadPermissions | RegistryRights.ChangePermissions) ?? throw new ArgumentException($"There is no {path}.", nameof(path));

    private Answer Status(string service) => new(0, _machine.Services.Find(service) is { } state ? state.Running ? "running" : "stopped" : "none", "");
}
