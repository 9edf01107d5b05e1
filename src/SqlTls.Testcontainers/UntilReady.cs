using System.Text;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace SqlTls.Testcontainers;

/// <summary>Waits for the line by which SQL Server says in its error log that it is up. Of a container that is started again the log of the start before is there at first.</summary>
internal sealed class UntilReady : IWaitUntil
{
    private const string ErrorLog = "/var/opt/mssql/log/errorlog";
    private const string Ready = "SQL Server is now ready for client connections";

    // Its first line has the time of the start.
    private string _former = "";

    public async Task<bool> UntilAsync(IContainer container)
    {
        try
        {
            string log = Encoding.UTF8.GetString(await container.ReadFileAsync(ErrorLog));
            string start = log.Split('\n')[0];
            if (start == _former || !log.Contains(Ready, StringComparison.Ordinal))
            {
                return false;
            }

            _former = start;
            return true;
        }
        catch (FileNotFoundException)
        {
            // It has not begun to write.
            return false;
        }
    }
}
