using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>Learns what a SQL Server really presents, without a login: a few short connections, each with its own time limit.</summary>
public static class TlsProbe
{
    /// <summary>Probes a server. What is wrong with it is a finding, never an exception.</summary>
    /// <param name="request">What to probe.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="SqlTlsException">SQL Server Browser does not know the instance (SQLTLS4210).</exception>
    public static async Task<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken = default)
    {
        ServerAddress server = await ResolveAsync(request, cancellationToken);
        var talk = new Talk(server.Host, server.Port!.Value, request.Timeout);

        Task<StrictTalk> strictTask = talk.FullStrictAsync(cancellationToken);
        Task<Greeting> plainTask = talk.InTdsAsync(EncryptionOption.NotSupported, null, cancellationToken);
        Greeting inTds = await talk.InTdsAsync(EncryptionOption.On, TlsVersion.Tls12, cancellationToken);
        Greeting plain = await plainTask;
        StrictTalk strict = await strictTask;

        bool isReachable = inTds.Answer is not null || strict.Answer is not null;
        TlsSupport protocols = isReachable ? await ProtocolsAsync(talk, inTds, strict, cancellationToken) : TlsSupport.None;
        IReadOnlyList<X509Certificate2> chain = inTds.Flight?.Chain is { Count: > 0 } sent ? sent : strict.Chain();
        var result = new ProbeResult(
            server,
            isReachable,
            (inTds.Answer ?? strict.Answer)?.Version,
            Encryption(inTds.Answer, plain, strict),
            strict.Answer is not null,
            protocols,
            Cipher(inTds, strict),
            chain,
            []);
        return result with { Findings = ProbeFindings.Of(result, inTds.Failure ?? plain.Failure, plain, request) };
    }

    private static async Task<ServerAddress> ResolveAsync(ProbeRequest request, CancellationToken cancellationToken) =>
        request.Server is { Port: null, Instance: { } instance }
            ? request.Server with { Port = await Browser.AskAsync(request.Server.Host, instance, request.Timeout, cancellationToken), Instance = null }
            : request.Server;

    private static async Task<TlsSupport> ProtocolsAsync(Talk talk, Greeting inTds, StrictTalk strict, CancellationToken cancellationToken)
    {
        bool byTds = inTds.Answer?.Encryption is not (null or EncryptionOption.NotSupported);
        TlsVersion[] versions = [TlsVersion.Tls10, TlsVersion.Tls11, TlsVersion.Tls12, TlsVersion.Tls13];
        bool[] answered = await Task.WhenAll(versions.Select(async version =>
        {
            Greeting greeting = version == TlsVersion.Tls12 && inTds.Flight is not null
                ? inTds
                : byTds
                    ? await talk.InTdsAsync(EncryptionOption.On, version, cancellationToken)
                    : await talk.StrictAsync(version, cancellationToken);
            return greeting.Flight is not null;
        }));
        return new TlsSupport(
            answered[0],
            answered[1],
            answered[2] || strict.Protocol == SslProtocols.Tls12,
            answered[3] || strict.Protocol == SslProtocols.Tls13);
    }

    private static ServerEncryption Encryption(PreLogin? answer, Greeting plain, StrictTalk strict) => answer?.Encryption switch
    {
        null when strict.Answer is not null => ServerEncryption.Required,
        null or EncryptionOption.NotSupported => ServerEncryption.Unsupported,
        EncryptionOption.Off => ServerEncryption.Off,
        _ => PlaintextRefused(plain) ? ServerEncryption.Required : ServerEncryption.On,
    };

    /// <summary>The server closed on "not supported", or said that it requires encryption.</summary>
    private static bool PlaintextRefused(Greeting plain) => plain.Answer is null || plain.Answer.Encryption == EncryptionOption.Required;

    private static string? Cipher(Greeting inTds, StrictTalk strict) => inTds.Flight is { } flight
        ? ((TlsCipherSuite)flight.Hello.CipherSuite).ToString()
        : strict.Cipher;
}
