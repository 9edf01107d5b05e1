using System.Diagnostics;
using System.Text.RegularExpressions;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests;

public partial class EfCoreSample
{
    [Fact]
    public async Task Opens_a_validated_connection_from_its_configuration()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });

        (bool succeeded, string said) = await GetAsync(endpoint.ConnectionString);

        Assert.True(succeeded, said);
        Assert.Equal("This connection is encrypted.", said);
    }

    [Fact]
    public async Task Is_refused_where_the_server_is_not_known()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        (bool succeeded, _) = await GetAsync(endpoint.ConnectionString.Replace($"ServerCertificate={endpoint.CertificateFile}", "", StringComparison.Ordinal));

        Assert.False(succeeded);
    }

    private static async Task<(bool Succeeded, string Said)> GetAsync(string connectionString)
    {
        // Built by this project's own build.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
        var start = new ProcessStartInfo("dotnet", [Repository.File($"artifacts/bin/EfCore.Web/{configuration}/EfCore.Web.dll")]) { RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__Sql"] = connectionString;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using Process app = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            string? address = null;
            while (address is null && await app.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                address = Listening().Match(line) is { Success: true } match ? match.Groups[1].Value : null;
            }

            Assert.NotNull(address);
            // A full pipe would stop the app.
            Task rest = app.StandardOutput.ReadToEndAsync(CancellationToken.None);
            using var client = new HttpClient();
            using HttpResponseMessage response = await client.GetAsync(new Uri(address), limit.Token);
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(limit.Token));
        }
        finally
        {
            app.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
