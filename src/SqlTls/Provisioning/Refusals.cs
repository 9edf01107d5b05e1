using SqlTls.Certificates;
using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>What is refused before anything is touched.</summary>
/// <param name="instance">The server.</param>
/// <param name="clock">The time at which certificates are judged.</param>
internal sealed class Refusals(IInstance instance, TimeProvider clock)
{
    /// <summary>Wishes that fit no server of this kind, and certificates that no server can use.</summary>
    public void Words(TlsRequest request)
    {
        if (instance.RunsForMonths)
        {
            request.Source.RequireLifetime(instance.Name);
        }

        if (request.Source is CertificateSource.Installed && !instance.HasCertificateStore)
        {
            throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.Target,
                $"A thumbprint names a certificate of a Windows machine's store, and {instance.Name} has none.",
                "Name an instance on a Windows machine, or give a file with --certificate.");
        }

        if (request.Source is CertificateSource.Made { Lifetime: { } lifetime } && request.RenewBefore is { } before && before >= lifetime)
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.Days,
                $"A certificate that is valid for {lifetime.TotalDays:0} days and renewed {before.TotalDays:0} days before its end would be replaced by every run.",
                "Say a smaller --renew-before, or a longer lifetime with --days.");
        }

        if (request.Source is CertificateSource.Imported imported)
        {
            Unfit(imported.Certificate, request);
        }
    }

    /// <summary>Wishes that this server's version does not know.</summary>
    public void Version(InstanceState state, TlsRequest request)
    {
        if (request.ForceStrict == true && state.Version is { } version && version.Major < instance.ForceStrictSince.Major)
        {
            throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.StrictTooOld,
                $"{instance.Name} runs SQL Server {version}, and strict connections can be forced from version {instance.ForceStrictSince} on.",
                "Leave out --force-strict and use --force-encryption, which works on every version; from 2022 on, clients may still ask for strict connections themselves.");
        }
    }

    private void Unfit(ServerCertificate certificate, TlsRequest request)
    {
        string[] names = [.. request.Names.Select(name => name.Value)];
        if (CertificateRequirements.Check(certificate, names, clock.GetUtcNow(), request.RenewalTime) is [{ Severity: Severity.Error } worst, ..])
        {
            throw new SqlTlsException(Failure.Input, worst.Code, worst.Message, worst.Cure);
        }
    }
}
