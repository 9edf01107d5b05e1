// Connects with tedious; settings come as JSON on standard input. Exit code 0: connected, and the connection is encrypted.
const { Connection, Request } = require('tedious');

const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
// Settings of its own as they are, or host, port, user, password, encrypt, and the name in the certificate where it is not the host's: null is refused.
const settings = given.server ? given : {
  server: given.host,
  authentication: { type: 'default', options: { userName: given.user, password: given.password } },
  options: { port: given.port, encrypt: given.encrypt, trustServerCertificate: false, ...(given.serverName ? { serverName: given.serverName } : {}) },
};
const connection = new Connection({ ...settings, options: { ...settings.options, connectTimeout: 5000 } });

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
