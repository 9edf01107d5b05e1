using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Provisioning;

/// <summary>The way from the settings that are to the settings wanted. Empty when nothing is to do.</summary>
/// <param name="Steps">What will be done, in order.</param>
/// <param name="Names">The names that the certificate must have, the CN first.</param>
/// <param name="Settings">The settings wanted; the certificate's place in them is still the old one where <paramref name="NewCertificate"/> is true.</param>
/// <param name="NewCertificate">A certificate is to be installed.</param>
/// <param name="TrustInside">The server itself is to trust the certificate's issuers.</param>
public sealed record Plan(IReadOnlyList<PlanStep> Steps, IReadOnlyList<ServerName> Names, TlsSettings Settings, bool NewCertificate, bool TrustInside)
{
    /// <summary>Nothing is to do.</summary>
    public bool IsEmpty => Steps.Count == 0;

    /// <summary>Makes the plan.</summary>
    /// <param name="state">What is.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="now">The time at which certificates are judged.</param>
    public static Plan For(InstanceState state, TlsRequest request, DateTimeOffset now)
    {
        ServerName[] names = [.. request.Names.Concat(state.DefaultNames.Select(ServerName.TryParse).OfType<ServerName>()).Distinct()];
        TlsSettings wanted = state.Settings with
        {
            Thumbprint = (request.Source as CertificateSource.Installed)?.Thumbprint ?? state.Settings.Thumbprint,
            ForceEncryption = request.ForceEncryption ?? state.Settings.ForceEncryption,
            ForceStrict = request.ForceStrict ?? state.Settings.ForceStrict,
            Protocols = request.Protocols ?? state.Settings.Protocols,
            Ciphers = request.Ciphers ?? state.Settings.Ciphers,
        };
        bool trustInside = state.HasOwnTrust && (wanted.ForceStrict == true || request.Source is CertificateSource.Imported { Certificate.Intermediates.Count: > 0 });
        bool newlyStrict = wanted.ForceStrict == true && state.Settings.ForceStrict != true && wanted.Thumbprint is null;
        string? why = WhyNotKept(state.Certificate, request, names, now) ?? (newlyStrict ? "strict encryption needs one that the server trusts itself" : null);
        List<PlanStep> steps = [];
        if (why is not null)
        {
            (string verb, IEnumerable<string> covered) = request.Source is CertificateSource.Imported given
                ? ("install the certificate given", CertificateNames.Of(given.Certificate.Leaf))
                : ("make and install a certificate", names.Select(name => name.Value));
            steps.Add(new PlanStep("certificate", $"{verb} for {string.Join(", ", covered)}: {why}"));
        }
        else if (state.Certificate?.LacksPermission == true && wanted.Thumbprint == state.Settings.Thumbprint)
        {
            steps.Add(new PlanStep("permission", "let the server read the private key of its certificate"));
        }

        if (why is null && state.Miswritten is { } rewriting && wanted.Thumbprint == state.Settings.Thumbprint)
        {
            steps.Add(new PlanStep("settings", rewriting));
        }

        steps.AddRange(Changes(state.Settings, wanted).Select(change => new PlanStep("settings", change)));
        if (why is not null && trustInside)
        {
            steps.Add(new PlanStep("trust", "let the server itself trust the certificate's issuers"));
        }

        if (state.Held is not null)
        {
            if (steps.Count > 0)
            {
                steps.Add(new PlanStep("wait", $"no restart: {state.Held}"));
            }
        }
        else if (!state.Running)
        {
            steps.Add(new PlanStep("start", "start the server"));
        }
        else if (steps.Count > 0)
        {
            steps.Add(new PlanStep("restart", "restart the server"));
        }

        return new Plan(steps, names, wanted, why is not null, trustInside);
    }

    private static string? WhyNotKept(InstalledCertificate? installed, TlsRequest request, ServerName[] names, DateTimeOffset now)
    {
        if (request.Source is CertificateSource.Imported imported)
        {
            return installed is not null && installed.Leaf.RawData.AsSpan().SequenceEqual(imported.Certificate.Leaf.RawData) ? installed.Flaw : "it is not the one installed";
        }

        if (request.Source is not CertificateSource.Made made)
        {
            return null;
        }

        if (installed is null)
        {
            return "there is none";
        }

        if (installed.Flaw is not null)
        {
            return installed.Flaw;
        }

        CertificateDescription description = installed.Description;
        if (description.NotAfter <= now + request.RenewalTime)
        {
            return $"the one installed ends {description.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        }

        // Engines hand out addresses anew: one that was not asked for is no reason for a restart.
        ServerName? missing = names.FirstOrDefault(name => (name.Address is null || request.Names.Contains(name)) && !description.Names.Any(has => ServerName.TryParse(has) is { } known && (known == name || known.Covers(name.Value))));
        return missing is not null ? $"the one installed lacks {missing.Value}"
            : description.KeyBits < made.KeySize ? $"the one installed has a key of {description.KeyBits} bits"
            : request.Source.Keys?.WhyNotKept(installed);
    }

    private static IEnumerable<string> Changes(TlsSettings now, TlsSettings wanted)
    {
        if (now.Thumbprint != wanted.Thumbprint)
        {
            yield return $"certificate: {wanted.Thumbprint}";
        }

        if (now.ForceEncryption != wanted.ForceEncryption)
        {
            yield return $"force encryption: {OnOff(wanted.ForceEncryption)}";
        }

        if (now.ForceStrict != wanted.ForceStrict)
        {
            yield return $"force strict: {OnOff(wanted.ForceStrict)}";
        }

        if (now.Protocols != wanted.Protocols)
        {
            yield return $"TLS protocols: {wanted.Protocols}";
        }

        if (now.Ciphers != wanted.Ciphers)
        {
            yield return $"TLS ciphers: {wanted.Ciphers}";
        }
    }

    private static string OnOff(bool? value) => value == true ? "on" : "off";
}
