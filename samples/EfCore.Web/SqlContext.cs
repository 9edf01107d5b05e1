using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace EfCore.Web;

internal sealed class SqlContext(DbContextOptions<SqlContext> options) : DbContext(options)
{
    public async Task<bool> IsEncryptedAsync(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        await using DbCommand command = Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";
        return await command.ExecuteScalarAsync(cancellationToken) is "TRUE";
    }
}
