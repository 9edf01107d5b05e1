// Connects with mssql by a connection string, which comes on standard input. Exit code 0: connected, and the connection is encrypted.
const mssql = require('mssql');

const connect = async () => {
  const pool = await mssql.connect(require('fs').readFileSync(0, 'utf8').trim());
  const { recordset } = await pool.request().query('SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID');
  console.log(recordset[0].encrypt_option);
  await pool.close();
};

connect().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
