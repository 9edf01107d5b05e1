// Connects with mssql by a connection string, or by settings as JSON, which come on standard input. Exit code 0: connected, and the connection is encrypted.
const mssql = require('mssql');

const connect = async () => {
  const given = require('fs').readFileSync(0, 'utf8').trim();
  const pool = await mssql.connect(given.startsWith('{') ? JSON.parse(given) : given);
  const { recordset } = await pool.request().query('SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID');
  console.log(recordset[0].encrypt_option);
  await pool.close();
};

connect().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
