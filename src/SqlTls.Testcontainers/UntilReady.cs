using System.Text;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace SqlTls.Testcontainers;

/// <summary>Waits for the line by which SQL Server says in its error log that it is up.</summary>
internal sealed class UntilReady : IWaitUntil
{
    private const string ErrorLog = "/var/opt/mssql/log/errorlog";
    private const string Ready = "SQL Server is now ready for client connections";

    public async Task<bool> UntilAsync(IContainer container)
    {
        try
        {
            return Encoding.UTF8.GetString(await container.ReadFileAsync(ErrorLog)).Contains(Ready, StringComparison.Ordinal);
        }
        catch (FileNotFoundException)
        {
            // It has not begun to write.
            return false;
        }
    }
}
