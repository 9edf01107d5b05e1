using System.Security.Cryptography;
using System.Text;
using SqlTls.Certificates;

namespace SqlTls.Manifests;

/// <summary>The objects that run a SQL Server with TLS on a Kubernetes cluster.</summary>
/// <remarks>
/// The server reads certificate and key where the Secret is mounted: group 10001 and mode 0440 are enough (docs:
/// linux/containers/security.md). It rewrites <c>mssql.conf</c> when it starts, and keeps a trust store of its own: an init
/// container copies both to the volume, where the server may write.
/// </remarks>
public static class KubernetesManifest
{
    private const string Mounted = "/etc/mssql-tls";

    // A label of its pods is the name, a hyphen and a hash of ten characters, and a label's value has 63 at the most.
    private const int LongestName = 52;

    // What an X.509 subject holds (RFC 5280), and cert-manager refuses beyond.
    private const int LongestCommonName = 64;

    /// <summary>The objects with a certificate that was made here: Secret, ConfigMap, StatefulSet, Service.</summary>
    /// <param name="options">The server.</param>
    /// <param name="certificate">Its certificate. The text holds its private key.</param>
    /// <exception cref="SqlTlsException">The name is too long for a StatefulSet (SQLTLS3601).</exception>
    public static string Write(ManifestOptions options, ServerCertificate certificate) =>
        Join(options, Secret(options, certificate), ConfigMap(options), StatefulSet(options, Checksum(Conf(options) + certificate.ChainPem()), liveness: ""), Service(options));

    /// <summary>The objects with a certificate that cert-manager makes and renews: Issuer and Certificate in place of the Secret.</summary>
    /// <param name="options">The server.</param>
    /// <exception cref="SqlTlsException">The name is too long for a StatefulSet (SQLTLS3601).</exception>
    public static string WriteForCertManager(ManifestOptions options) =>
        Join(options, Issuers(options), Certificate(options), ConfigMap(options), StatefulSet(options, Checksum(Conf(options)), Renewal), Service(options));

    private static string Join(ManifestOptions options, params IEnumerable<string> objects) => options.Name.Length <= LongestName
        ? string.Join("\n---\n", objects) + "\n"
        : throw new SqlTlsException(
            Failure.Input, ManifestCodes.Name, $"A StatefulSet's name has {LongestName} characters at the most, and this one has {options.Name.Length}.", "Say a shorter --name.");

    private static string Conf(ManifestOptions options) => ManifestText.Conf(options, $"{Mounted}/tls.crt", $"{Mounted}/tls.key");

    // A pod whose template changes is made anew: that is how new settings and a new certificate get to the server.
    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private static string Secret(ManifestOptions options, ServerCertificate certificate) => $"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: {options.Name}-tls
          namespace: "{options.Namespace}"
        type: kubernetes.io/tls
        stringData:
          tls.crt: |
        {ManifestText.Indented(certificate.ChainPem(), 4)}
          tls.key: |
        {ManifestText.Indented(certificate.KeyPem(), 4)}
          ca.crt: |
        {ManifestText.Indented(ManifestText.Authority(certificate), 4)}
        """;

    // An authority of the cluster's own, which signs this server's certificates and nothing else.
    private static string Issuers(ManifestOptions options) => $"""
        apiVersion: cert-manager.io/v1
        kind: Issuer
        metadata:
          name: {options.Name}-selfsigned
          namespace: "{options.Namespace}"
        spec:
          selfSigned: {"{}"}
        ---
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata:
          name: {options.Name}-authority
          namespace: "{options.Namespace}"
        spec:
          isCA: true
          commonName: {options.Name}-authority
          secretName: {options.Name}-authority
          duration: 87600h0m0s
          privateKey:
            algorithm: ECDSA
            size: 256
          issuerRef:
            name: {options.Name}-selfsigned
            kind: Issuer
        ---
        apiVersion: cert-manager.io/v1
        kind: Issuer
        metadata:
          name: {options.Name}-authority
          namespace: "{options.Namespace}"
        spec:
          ca:
            secretName: {options.Name}-authority
        """;

    private static string Certificate(ManifestOptions options)
    {
        ServerName[] names = [.. options.NamesInCluster];
        string List(IEnumerable<ServerName> some) => string.Join('\n', some.Select(name => $"    - \"{name.Value}\""));
        return $"""
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata:
              name: {options.Name}-tls
              namespace: "{options.Namespace}"
            spec:
              secretName: {options.Name}-tls
              commonName: "{names.First(name => name.Address is null && name.Value.Length <= LongestCommonName).Value}"
              dnsNames:
            {List(names.Where(name => name.Address is null))}
              ipAddresses:
            {List(names.Where(name => name.Address is not null))}
              duration: {options.Days * 24}h0m0s
              renewBefore: {options.Days * 8}h0m0s
              # What SQL Server asks of a certificate.
              usages:
                - server auth
                - digital signature
                - key encipherment
              privateKey:
                algorithm: RSA
                encoding: PKCS8
                size: {options.KeySize}
                rotationPolicy: Always
              issuerRef:
                name: {options.Name}-authority
                kind: Issuer
            """;
    }

    private static string ConfigMap(ManifestOptions options) => $"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {options.Name}-conf
          namespace: "{options.Namespace}"
        data:
          mssql.conf: |
        {ManifestText.Indented(Conf(options), 4)}
        """;

    // The server reads its certificate when it starts. The kubelet puts a renewed one where the Secret is mounted, and restarts the
    // container once that is another than the one at its start.
    private const string Renewal = """

                  lifecycle:
                    postStart:
                      exec:
                        command: ["/bin/sh", "-c", "cat /etc/mssql-tls/tls.crt > /tmp/tls-at-start.crt"]
                  livenessProbe:
                    exec:
                      command: ["/bin/sh", "-c", "test \"$(cat /tmp/tls-at-start.crt)\" = \"$(cat /etc/mssql-tls/tls.crt)\""]
                    initialDelaySeconds: 30
                    periodSeconds: 60
        """;

    private static string StatefulSet(ManifestOptions options, string checksum, string liveness) => $"""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: "{options.Name}"
          namespace: "{options.Namespace}"
        spec:
          serviceName: "{options.Name}"
          replicas: 1
          selector:
            matchLabels:
              app.kubernetes.io/name: "{options.Name}"
          template:
            metadata:
              labels:
                app.kubernetes.io/name: "{options.Name}"
              annotations:
                sqltls/checksum: "{checksum}"
            spec:
              terminationGracePeriodSeconds: 60
              securityContext:
                runAsUser: 10001
                runAsNonRoot: true
                fsGroup: 10001
              initContainers:
                - name: settings
                  image: "{options.Image}"
                  command:
                    - /bin/sh
                    - -ec
                    - |
                      anchors=/var/opt/mssql/security/ca-certificates
                      mkdir -p $anchors
                      cat /etc/mssql-conf/mssql.conf > /var/opt/mssql/mssql.conf
                      rm -f $anchors/sqltls*.crt
                      cat {Mounted}/ca.crt > $anchors/sqltls.crt
                      # Intermediates are sent where the server's own store has them, one certificate a file.
                      number=0
                      while read -r line; do
                        case $line in *BEGIN*) number=$((number + 1)) ;; esac
                        if [ $number -gt 1 ]; then echo "$line" >> $anchors/sqltls-$number.crt; fi
                      done < {Mounted}/tls.crt
                  volumeMounts: &mounts
                    - name: data
                      mountPath: /var/opt/mssql
                    - name: tls
                      mountPath: {Mounted}
                      readOnly: true
                    - name: conf
                      mountPath: /etc/mssql-conf
                      readOnly: true
              containers:
                - name: mssql
                  image: "{options.Image}"
                  ports:
                    - name: tds
                      containerPort: 1433
                  env:
                    - name: ACCEPT_EULA
                      value: "Y"
                    - name: MSSQL_SA_PASSWORD
                      valueFrom:
                        secretKeyRef:
                          name: {options.Name}-sa
                          key: password
                  readinessProbe:
                    tcpSocket:
                      port: tds
                    periodSeconds: 5{liveness}
                  volumeMounts: *mounts
              volumes:
                - name: tls
                  secret:
                    secretName: {options.Name}-tls
                    defaultMode: 0440
                - name: conf
                  configMap:
                    name: {options.Name}-conf
          volumeClaimTemplates:
            - metadata:
                name: data
              spec:
                accessModes: ["ReadWriteOnce"]
                resources:
                  requests:
                    storage: 8Gi
        """;

    private static string Service(ManifestOptions options) => $"""
        apiVersion: v1
        kind: Service
        metadata:
          name: "{options.Name}"
          namespace: "{options.Namespace}"
        spec:
          selector:
            app.kubernetes.io/name: "{options.Name}"
          ports:
            - name: tds
              port: 1433
              targetPort: tds
        """;
}
