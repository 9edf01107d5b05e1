// Connects with tedious; settings come as JSON on standard input. Exit code 0: connected, and the connection is encrypted.
const { Connection, Request } = require('tedious');

const { host, port, user, password, encrypt, serverName } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const connection = new Connection({
  server: host,
  authentication: { type: 'default', options: { userName: user, password } },
  // A name that is not that of the host is left out where there is none: null is refused.
  options: { port, encrypt, trustServerCertificate: false, connectTimeout: 5000, ...(serverName ? { serverName } : {}) },
});

const end = (error) => {
  if (error) {
    console.error(error.message, error.cause?.message ?? '');
    process.exit(1);
  }
};

connection.on('connect', (error) => {
  end(error);
  const request = new Request('SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID', (failed) => {
    end(failed);
    connection.close();
  });
  request.on('row', (columns) => console.log(columns[0].value));
  connection.execSql(request);
});
connection.connect();
