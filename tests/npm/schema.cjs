// schema.cjs SCHEMA DOCUMENT: exit code 1, with what is wrong, where the document does not follow the JSON Schema (2020-12).
const fs = require('fs');
const path = require('path');
const modules = path.join(__dirname, '../../artifacts/npm/node_modules');
const Ajv = require(path.join(modules, 'ajv/dist/2020')).default;

const [schema, document] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, 'utf8')));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
if (!ajv.validate(schema, document)) {
  console.error(ajv.errorsText());
  process.exit(1);
}
