using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>Learns what a SQL Server really presents, without a login: a few short connections, each with its own time limit.</summary>
public static class TlsProbe
{
    // In the order of TlsSupport.
    private static readonly TlsVersion[] Known = [TlsVersion.Tls10, TlsVersion.Tls11, TlsVersion.Tls12, TlsVersion.Tls13];

    /// <summary>Probes a server. What is wrong with it is a finding, never an exception.</summary>
    /// <param name="request">What to probe.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public static async Task<ProbeResult> RunAsync(ProbeRequest request, CancellationToken cancellationToken = default)
    {
        SystemAuthorities.Begin();
        ServerAddress server;
        try
        {
            server = await ResolveAsync(request, cancellationToken);
        }
        catch (SqlTlsException unknown)
        {
            // Where a named instance listens is not known: its host or SQL Server Browser does not say.
            return ProbeResult.Unreachable(request.Server, new Finding(unknown.Code, Severity.Error, unknown.Message, unknown.Cure));
        }

        var talk = new Talk(server.Host, server.Port!.Value, request.Timeout);

        Task<StrictTalk> strictTask = talk.FullStrictAsync(cancellationToken);
        Task<Greeting> plainTask = talk.InTdsAsync(EncryptionOption.NotSupported, null, cancellationToken);
        Greeting inTds = await talk.InTdsAsync(EncryptionOption.On, TlsVersion.Tls12, cancellationToken);
        Greeting plain = await plainTask;
        StrictTalk strict = await strictTask;

        bool isReachable = inTds.Answer is not null || strict.Answer is not null;
        bool isByTds = inTds.Answer?.Encryption is not (null or EncryptionOption.NotSupported);
        Greeting[] hellos = isReachable ? await HellosAsync(talk, inTds, isByTds, cancellationToken) : [];
        ServerFlight? newest = hellos.LastOrDefault(hello => hello.Flight is { Chain.Count: > 0 })?.Flight;
        IReadOnlyList<X509Certificate2> chain = newest?.Chain ?? strict.Chain();
        (Distrust? distrust, IReadOnlyList<X509Certificate2> authorities) =
            chain.Count == 0 ? (null, request.Authorities) : ChainTrust.Judge(chain, request.Authorities, request.Intermediates);
        bool? plaintextRefused = PlaintextRefused(plain);
        var result = new ProbeResult(
            server,
            isReachable,
            (inTds.Answer ?? strict.Answer)?.Version,
            Encryption(inTds, strict, plaintextRefused),
            strict.Answer is not null,
            Spoken(hellos, strict),
            Cipher(inTds.Flight) ?? strict.Cipher ?? Cipher(newest),
            chain,
            [])
        {
            StrictAlone = strict.Answer is not null && (inTds.Answer is null ? !inTds.IsUnanswered : isByTds && hellos.All(hello => hello is { Flight: null, IsUnanswered: false })),
            PlaintextRefused = plaintextRefused,
            Unanswered = Versions(hellos, hello => hello.IsUnanswered),
            Distrust = distrust,
        };
        return result with { Findings = ProbeFindings.Of(result, inTds.Failure ?? plain.Failure, request with { Authorities = authorities }) };
    }

    private static async Task<ServerAddress> ResolveAsync(ProbeRequest request, CancellationToken cancellationToken) =>
        request.Server is { Port: null, Instance: { } instance }
            ? request.Server with { Port = await Browser.AskAsync(request.Server.Host, request.BrowserPort, instance, request.Timeout, cancellationToken), Instance = null }
            : request.Server;

    // Up to TLS 1.2 the certificates come with the answer, so each is kept.
    private static Task<Greeting[]> HellosAsync(Talk talk, Greeting inTds, bool isByTds, CancellationToken cancellationToken) =>
        Task.WhenAll(Known.Select(version => (isByTds, version) switch
        {
            (true, TlsVersion.Tls12) => Task.FromResult(inTds),
            (true, _) => talk.InTdsAsync(EncryptionOption.On, version, cancellationToken),
            _ => talk.StrictAsync(version, cancellationToken),
        }));

    private static TlsSupport Spoken(Greeting[] hellos, StrictTalk strict)
    {
        TlsSupport answered = Versions(hellos, hello => hello.Flight is not null);
        return answered with
        {
            Tls12 = answered.Tls12 || strict.Protocol == SslProtocols.Tls12,
            Tls13 = answered.Tls13 || strict.Protocol == SslProtocols.Tls13,
        };
    }

    private static TlsSupport Versions(Greeting[] hellos, Func<Greeting, bool> holds) =>
        hellos is [var tls10, var tls11, var tls12, var tls13] ? new TlsSupport(holds(tls10), holds(tls11), holds(tls12), holds(tls13)) : TlsSupport.None;

    private static ServerEncryption Encryption(Greeting inTds, StrictTalk strict, bool? plaintextRefused) => inTds.Answer?.Encryption switch
    {
        null when strict.Answer is not null => inTds.IsUnanswered ? ServerEncryption.On : ServerEncryption.Required,
        null or EncryptionOption.NotSupported => ServerEncryption.Unsupported,
        EncryptionOption.Off => ServerEncryption.Off,
        _ => plaintextRefused == true ? ServerEncryption.Required : ServerEncryption.On,
    };

    // Silence is no refusal: a firewall keeps it too.
    private static bool? PlaintextRefused(Greeting plain) => plain switch
    {
        { Answer: { } answer } => answer.Encryption == EncryptionOption.Required,
        { IsUnanswered: true } => null,
        _ => true,
    };

    private static string? Cipher(ServerFlight? flight) => flight is null ? null : $"{(TlsCipherSuite)flight.Hello.CipherSuite}";
}
