// Models ValidateSecret and ValidateSecretUpdate of pkg/apis/core/validation (v1.37.1).
import { encodeBase64, textOfBase64 } from '../api/base64.ts';
import type { Secret } from '../api/core-v1.ts';
import { invalid, required, tooLong, type FieldError } from '../api/field-error.ts';
import { key } from '../api/field-path.ts';
import { scanJSON } from '../api/json-syntax.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';
import { MAX_BYTES, frozenProblems, keysProblems, size } from './small-kinds.ts';
import { dnsSubdomainProblems } from './text-problems.ts';

/** What a Secret of a known type must hold: all of these keys, or (basic auth) one of them. */
const SECRET_KEYS: { readonly [type: string]: readonly string[] | undefined } = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/basic-auth': ['username', 'password'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

const TYPES: { readonly [first: string]: string | undefined } = { '[': 'array', '"': 'string', t: 'bool', f: 'bool' };

/** What encoding/json's Unmarshal says of a text that is no JSON object; `undefined`: it is one (or null). */
function notAnObject(text: string): string | undefined {
  const scan = scanJSON(text, 0);
  if ('words' in scan) return scan.truncated ? 'unexpected end of JSON input' : scan.words;
  const rest = text.slice(scan.end).trimStart();
  if (rest !== '') return `invalid character '${rest.charAt(0)}' after top-level value`;
  const first = text.trimStart().charAt(0);
  return first === '{' || first === 'n' ? undefined : `json: cannot unmarshal ${TYPES[first] ?? 'number'} into Go value of type map[string]interface {}`;
}

export function validateSecretCreate(secret: Secret): FieldError[] {
  const errors = [...validateObjectMeta(secret, true, dnsSubdomainProblems), ...keysProblems(secret.data, 'data')];
  if (size(secret.data, true) > MAX_BYTES) errors.push(tooLong('data', MAX_BYTES));
  const type = secret.type ?? '';
  if (type === 'kubernetes.io/service-account-token' && !secret.metadata.annotations?.['kubernetes.io/service-account.name']) {
    errors.push(required(key('metadata.annotations', 'kubernetes.io/service-account.name'), 'field-required'));
  }
  const needed = SECRET_KEYS[type] ?? [];
  const missing = needed.filter((name) => secret.data?.[name] === undefined || (type === 'kubernetes.io/ssh-auth' && secret.data[name] === ''));
  if (type === 'kubernetes.io/basic-auth' && missing.length < 2) return errors;
  errors.push(...missing.map((name) => required(key('data', name), 'field-required')));
  const [content = ''] = needed;
  if (type.startsWith('kubernetes.io/docker') && missing.length === 0) {
    const words = notAnObject(textOfBase64(secret.data?.[content] ?? ''));
    if (words !== undefined) errors.push(invalid(key('data', content), '<secret contents redacted>', 'secret-not-json', { words }));
  }
  return errors;
}

export function validateSecretUpdate(secret: Secret, before: Secret): FieldError[] {
  const changed = secret.type === before.type ? [] : [invalid('type', secret.type ?? '', 'field-immutable')];
  return [...validateObjectMetaUpdate(secret, before), ...changed, ...frozenProblems(secret, before, ['data']), ...validateSecretCreate(secret)];
}

/** `stringData` is written into `data`. Models Convert_v1_Secret_To_core_Secret. */
export function foldStringData({ stringData = {}, ...secret }: Secret): Secret {
  return { ...secret, data: { ...secret.data, ...Object.fromEntries(Object.entries(stringData).map(([name, text]) => [name, encodeBase64(text)])) } };
}
