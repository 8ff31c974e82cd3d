#!/usr/bin/env node
// Writes src/engine/api/schema.generated.ts, descriptions.generated.ts and descriptions-further.generated.ts from the API types recorded in test/conformance/openapi.
// Usage: node scripts/generate-schema.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const recorded = new URL('test/conformance/openapi/', root);
const DOCUMENTS = ['api-v1', 'apis-apps-v1', 'apis-discovery.k8s.io-v1'];
const LETTERS = {
  string: 's',
  bool: 'b',
  int32: 'i',
  int64: 'l',
  '[]byte': 'y',
  'resource.Quantity': 'q',
  'v1.Time': 't',
  'v1.MicroTime': 'u',
  'intstr.IntOrString': 'x',
  'runtime.RawExtension': 'r',
  'v1.FieldsV1': 'r',
  float64: 'f',
  int: 'l',
  uint8: 'i',
};
const SCALARS = new Set(['v1.Time', 'v1.MicroTime', 'intstr.IntOrString', 'resource.Quantity', 'runtime.RawExtension', 'v1.FieldsV1']);

/** How a row names the package of a struct that is none of core/v1. */
const PACKAGES = {
  'k8s.io/api/apps/v1': '@a',
  'k8s.io/api/discovery/v1': '@d',
  'k8s.io/api/coordination/v1': '@c',
  'k8s.io/api/networking/v1': '@n',
  'k8s.io/apimachinery/pkg/apis/meta/v1': '@m',
};

/** Structs by our key (`EndpointPort`, `discovery/EndpointPort`), each with its package and fields. */
function readGoTypes() {
  const types = new Map();
  let fields;
  for (const line of readFileSync(new URL('go-types.txt', recorded), 'utf8').split('\n')) {
    if (line.startsWith('#') || line === '') continue;
    if (line.startsWith('  ')) {
      const [name, type, ...marks] = line.trim().split(/ +/);
      const embedded = marks.filter((mark) => mark.startsWith('in:')).map((mark) => mark.slice(3));
      const rest = marks.filter((mark) => !mark.startsWith('in:'));
      const omit = /^[oz]+$/.test(rest[0] ?? '') ? rest[0] : '';
      fields.push({ name, type, omit, patch: (omit ? rest[1] : rest[0]) ?? '', embedded });
    } else {
      const [pkg, name] = line.split(' ');
      fields = [];
      types.set(keyOf(pkg, name), { pkg, name, fields });
    }
  }
  return types;
}

function keyOf(pkg, name) {
  return pkg.includes('discovery') && name === 'EndpointPort' ? 'discovery/EndpointPort' : name;
}

/** OpenAPI's schema of a Go struct, where its document was recorded. */
function readOpenAPI() {
  const schemas = new Map();
  for (const name of DOCUMENTS) {
    const { components } = JSON.parse(readFileSync(new URL(`${name}.json`, recorded), 'utf8'));
    for (const [id, schema] of Object.entries(components.schemas)) schemas.set(id, schema);
  }
  return ({ pkg, name }) =>
    schemas.get(
      pkg.startsWith('k8s.io/api/')
        ? `io.k8s.api.${pkg.slice('k8s.io/api/'.length).replaceAll('/', '.')}.${name}`
        : `io.k8s.${pkg.slice('k8s.io/'.length).replaceAll('/', '.')}.${name}`,
    );
}

const named = new Map();

/** A Go type as the schema writes it. */
function encode(type, pkg, pointer = false) {
  if (type.startsWith('*')) return encode(type.slice(1), pkg, true);
  const equals = /^([\w.]+)=(.*)$/.exec(type);
  if (equals) {
    const [, name, under] = equals;
    if (under === 'string') {
      named.set(name.replace(/^v1\./, ''), named.get(name.replace(/^v1\./, '')) ?? '');
      return `@${name.replace(/^v1\./, '')}`;
    }
    return `~${name.replace(/^v1\./, '')}${encode(under, pkg)}`;
  }
  if (LETTERS[type]) return LETTERS[type];
  if (type.startsWith('[]')) return `[${encode(type.slice(2), pkg)}`;
  const map = /^map\[[^\]]*\](.*)$/.exec(type);
  if (map) return `{${encode(map[1], pkg)}`;
  return keyOf(pkg, type.replace(/^v1\./, ''));
}

function encodeField({ name, type, omit, patch, embedded }, { pkg }, property, required) {
  const pointer = type.startsWith('*');
  const struct = !pointer && (SCALARS.has(type) || /^v1\.[A-Z]\w*$/.test(type));
  const mark = pointer ? (omit ? '*' : '&') : omit.includes('z') ? '?' : omit && !struct ? '?' : '=';
  const keys = property?.['x-kubernetes-list-map-keys'];
  const listType = property?.['x-kubernetes-list-type'];
  const strategy = patch ? `%${patch.split(':')[1] ?? ''}${patch.includes('retainKeys') ? '!' : ''}` : '';
  const tail = strategy + (keys ? `#${keys.join('+')}` : listType === 'set' ? '^' : property?.['x-kubernetes-map-type'] === 'atomic' ? '$' : '');
  // TypeMeta's two fields stand in every kind: `schema.ts` knows them.
  const within = embedded.filter((one) => one !== 'TypeMeta');
  return `${name}${mark}${required ? '!' : ''}${encode(type, pkg)}${tail}${within.length > 0 ? `<${within.join('.')}` : ''}`;
}

const types = readGoTypes();
const schemaOf = readOpenAPI();

/** Enumerations by named string type. */
for (const type of types.values()) {
  for (const field of type.fields) {
    const values = schemaOf(type)?.properties?.[field.name]?.enum;
    const name = /^\*?(?:\[\])?(?:v1\.)?([\w.]+)=string$/.exec(field.type)?.[1];
    if (values && name) named.set(name, values.join(' '));
  }
}

function writeSchema() {
  const rows = [...types].map(([key, type]) => {
    const schema = schemaOf(type);
    const atomic = schema?.['x-kubernetes-map-type'] === 'atomic' ? '$' : '';
    const fields = type.fields.map((field) => encodeField(field, type, schema?.properties?.[field.name], schema?.required?.includes(field.name)));
    return `${key}${atomic}${PACKAGES[type.pkg] ?? ''}:${fields.join(';')}`;
  });
  const enums = [...named].filter(([, values]) => values !== '').map(([name, values]) => `${name}:${values}`);
  return `// Written by scripts/generate-schema.mjs from test/conformance/openapi (Kubernetes v1.37.1). Do not edit; \`schema.ts\` says how to read it.
export const TYPES = \`${rows.join('\n')}\`;

export const ENUMS = \`${enums.join('\n')}\`;
`;
}

/** kubectl explain's word for a property: `<string>`, `<[]ServicePort>`, `<map[string]string>`. */
function explainWord(property) {
  const ref = property.$ref ?? property.allOf?.[0]?.$ref;
  if (ref) {
    const name = ref.slice(ref.lastIndexOf('.') + 1);
    return { IntOrString: 'IntOrString', Quantity: 'Quantity', Time: 'string', MicroTime: 'string' }[name] ?? name;
  }
  if (property.type === 'array') return `[]${explainWord(property.items)}`;
  if (property.type === 'object' && property.additionalProperties) return `map[string]${explainWord(property.additionalProperties)}`;
  return property.type ?? 'Object';
}

function writeDescriptions() {
  const out = {};
  for (const [key, type] of types) {
    const schema = schemaOf(type);
    if (!schema) continue;
    const fields = {};
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      fields[name] = {
        type: explainWord(property),
        description: property.description ?? '',
        ...(schema.required?.includes(name) ? { required: true } : {}),
        ...(property.enum ? { enum: property.enum } : {}),
        ...(property.default !== undefined ? { default: property.default } : {}),
      };
    }
    out[key] = { description: schema.description ?? '', fields };
  }
  for (const document of DOCUMENTS) {
    for (const [name, { description = '' }] of Object.entries(JSON.parse(readFileSync(new URL(`${document}.json`, recorded), 'utf8')).components.schemas)) {
      const word = name.slice(name.lastIndexOf('.') + 1);
      if (['IntOrString', 'Quantity', 'Time', 'MicroTime', 'FieldsV1', 'RawExtension'].includes(word)) out[word] ??= { description, fields: {} };
    }
  }
  return `// Written by scripts/generate-schema.mjs from test/conformance/openapi (Kubernetes v1.37.1). Do not edit. Load it lazily: it is long.

/** What the API says of one field. \`type\` is the word of \`kubectl explain\`; for a struct it ends in a key of DESCRIPTIONS. */
export interface FieldDescription {
  readonly type: string;
  readonly description: string;
  readonly required?: boolean;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  /** The scalar that its word hides: Time, MicroTime. */
  readonly scalar?: string;
}

/** What the API says of one type, by the names of \`schema.ts\`. Fields are in OpenAPI's order. */
export interface TypeDescription {
  readonly description: string;
  readonly fields: { readonly [name: string]: FieldDescription };
}

export const DESCRIPTIONS: { readonly [type: string]: TypeDescription } = JSON.parse(${JSON.stringify(JSON.stringify(out))}) as { readonly [type: string]: TypeDescription };
`;
}

/** `networking/Ingress`; what is of the core or of no group has its bare name. */
function descriptionKey(id) {
  const [group, , name] = id.split('.').slice(-3);
  return id.startsWith('io.k8s.api.core.') || id.startsWith('io.k8s.apimachinery.') ? name : `${group}/${name}`;
}

/** The types that no manifest here is decoded by, for `kubectl explain` alone. */
function writeFurtherDescriptions() {
  const known = new Set(
    [...types.values()]
      .filter((type) => schemaOf(type))
      .map(({ pkg, name }) => `${pkg.startsWith('k8s.io/apimachinery') ? 'meta' : pkg.split('/')[2]} ${name}`),
  );
  const out = {};
  for (const document of [...DOCUMENTS, 'further-groups']) {
    const { schemas } = JSON.parse(readFileSync(new URL(`${document}.json`, recorded), 'utf8')).components;
    for (const [id, schema] of Object.entries(schemas)) {
      const [group, , name] = id.split('.').slice(-3);
      if (id.endsWith('List') || !schema.properties || known.has(`${id.startsWith('io.k8s.apimachinery.') ? 'meta' : group} ${name}`)) continue;
      const fields = {};
      for (const [field, property] of Object.entries(schema.properties)) {
        const word = (property.$ref ?? property.allOf?.[0]?.$ref ?? '').split('.').at(-1);
        fields[field] = {
          type: explainWord(property),
          description: property.description ?? '',
          ...(schema.required?.includes(field) ? { required: true } : {}),
          ...(property.enum ? { enum: property.enum } : {}),
          ...(word === 'Time' || word === 'MicroTime' ? { scalar: word } : {}),
        };
      }
      out[descriptionKey(id)] ??= { description: schema.description ?? '', fields };
    }
  }
  return `// Written by scripts/generate-schema.mjs from test/conformance/openapi (Kubernetes v1.37.1). Do not edit. Load it lazily: it is long.
import type { TypeDescription } from './descriptions.generated.ts';

/** The types beside those of \`descriptions.generated.ts\`, by group and name (\`networking/Ingress\`; of the core by name alone). */
export const FURTHER_DESCRIPTIONS: { readonly [type: string]: TypeDescription } = JSON.parse(${JSON.stringify(JSON.stringify(out))}) as { readonly [type: string]: TypeDescription };
`;
}

const outputs = {
  'src/engine/api/schema.generated.ts': writeSchema(),
  'src/engine/api/descriptions.generated.ts': writeDescriptions(),
  'src/engine/api/descriptions-further.generated.ts': writeFurtherDescriptions(),
};
let stale = 0;
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, root);
  if (!process.argv.includes('--check')) {
    writeFileSync(url, text);
    continue;
  }
  if (readFileSync(url, 'utf8') === text) continue;
  console.error(`${fileURLToPath(url)} is not what \`npm run generate:schema\` writes`);
  stale += 1;
}
process.exitCode = stale > 0 ? 1 : 0;
