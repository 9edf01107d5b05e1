namespace SqlTls.Manifests;

/// <summary>A compose file that runs a SQL Server with TLS. It stands beside the files that it mounts.</summary>
/// <remarks>
/// The key's file is the user's own, mode 0600, and the server runs as another: a service of its own copies certificate, key and
/// settings to the server's volume with the owner and the modes that SQL Server asks for, before the server starts.
/// </remarks>
public static class ComposeManifest
{
    /// <summary>The settings file that stands beside the compose file.</summary>
    public const string ConfName = "mssql.conf";

    private const string Settings = "settings";
    private const string Folder = "/var/opt/mssql/tls";

    /// <summary>The compose file.</summary>
    /// <param name="options">The server.</param>
    /// <exception cref="SqlTlsException">The name is that of the service which copies the files (SQLTLS3601).</exception>
    public static string Write(ManifestOptions options) => $$"""
        services:
          {{Settings}}:
            image: "{{options.Image}}"
            user: "0"
            network_mode: none
            entrypoint:
              - /bin/sh
              - -ec
              - |
                anchors=/var/opt/mssql/security/ca-certificates
                mkdir -p {{Folder}} $$anchors
                put() {
                  rm -f "$$3"
                  (umask 077 && cat "$$2" > "$$3")
                  chown 10001:0 "$$3"
                  chmod "$$1" "$$3"
                }
                put 0400 /sqltls/server.key {{Folder}}/server.key
                put 0444 /sqltls/server.crt {{Folder}}/server.crt
                rm -f $$anchors/sqltls*.crt
                put 0444 /sqltls/authority.crt $$anchors/sqltls.crt
                # Intermediates are sent where the server's own store has them, one certificate a file.
                number=0
                while read -r line; do
                  case $$line in *BEGIN*) number=$$((number + 1)) ;; esac
                  if [ $$number -gt 1 ]; then echo "$$line" >> $$anchors/sqltls-$$number.crt; fi
                done < /sqltls/server.crt
                put 0644 /sqltls/mssql.conf /var/opt/mssql/mssql.conf
                chown 10001:0 /var/opt/mssql {{Folder}} /var/opt/mssql/security $$anchors $$anchors/sqltls*.crt
            volumes:
              - data:/var/opt/mssql
              - ./server.key:/sqltls/server.key:ro
              - ./server.crt:/sqltls/server.crt:ro
              - ./authority.crt:/sqltls/authority.crt:ro
              - ./mssql.conf:/sqltls/mssql.conf:ro
          "{{NameOf(options)}}":
            image: "{{options.Image}}"
            depends_on:
              {{Settings}}:
                condition: service_completed_successfully
            environment:
              ACCEPT_EULA: "Y"
              MSSQL_SA_PASSWORD: ${MSSQL_SA_PASSWORD:?Set it to a password for sa.}
            ports:
              - "127.0.0.1:{{options.Port}}:1433"
            volumes:
              - data:/var/opt/mssql
        volumes:
          data:

        """;

    private static string NameOf(ManifestOptions options) => options.Name != Settings
        ? options.Name
        : throw new SqlTlsException(Failure.Input, ManifestCodes.Name, $"The compose file has a service '{Settings}' of its own.", "Say another --name.");

    /// <summary>The <c>mssql.conf</c> that goes with it.</summary>
    /// <param name="options">The server.</param>
    public static string Conf(ManifestOptions options) => ManifestText.Conf(options, $"{Folder}/server.crt", $"{Folder}/server.key");
}
