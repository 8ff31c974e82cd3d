import { API_RESOURCES } from './api-resources.ts';
import { ENUMS, TYPES } from './schema.generated.ts';

/** A Go type of the API. `word` is what Go calls it in its messages. */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'int32' | 'int64' | 'float64' | 'bytes' | 'quantity' | 'time' | 'intOrString' | 'raw'; readonly word: string }
  | { readonly kind: 'list' | 'map'; readonly word: string; readonly of: GoType }
  | { readonly kind: 'struct'; readonly word: string; readonly name: string };

/** One field of a Go struct. */
export interface Field {
  readonly name: string;
  readonly type: GoType;
  /** The allowed values of an enumerated string, in OpenAPI's order. */
  readonly values?: readonly string[];
  /** Whether JSON leaves the field out when it is empty. */
  readonly omitted: boolean;
  /** OpenAPI says that it must be there. */
  readonly required: boolean;
  /** A Go pointer: an empty value that was written is kept. */
  readonly pointer: boolean;
  /** Strategic merge patch merges this list, by this key; '' for a list of plain words. */
  readonly mergeKey?: string;
  /** `patchStrategy: retainKeys`: a patch says which keys stay. */
  readonly retainKeys?: boolean;
  /** Server-side apply: the keys of a list that is a map. */
  readonly listKeys?: readonly string[];
  /** Server-side apply: a list that is a set. */
  readonly set?: boolean;
  /** Server-side apply: owned as a whole. */
  readonly atomic?: boolean;
  /** The embedded Go struct that has the field; Go's errors name it. */
  readonly embedded?: string;
}

export interface Struct {
  readonly name: string;
  /** In Go's order. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly atomic: boolean;
  /** Its name in the server's OpenAPI: `io.k8s.api.core.v1.ServicePort`. */
  readonly openAPIName: string;
}

const PACKAGES: { readonly [letter: string]: string } = {
  '': 'api.core',
  a: 'api.apps',
  d: 'api.discovery',
  c: 'api.coordination',
  n: 'api.networking',
  m: 'apimachinery.pkg.apis.meta',
};

const SCALARS: { readonly [letter: string]: GoType } = {
  s: { kind: 'string', word: 'string' },
  b: { kind: 'bool', word: 'bool' },
  i: { kind: 'int32', word: 'int32' },
  l: { kind: 'int64', word: 'int64' },
  f: { kind: 'float64', word: 'float64' },
  y: { kind: 'bytes', word: '[]uint8' },
  q: { kind: 'quantity', word: 'resource.Quantity' },
  t: { kind: 'time', word: 'v1.Time' },
  u: { kind: 'time', word: 'v1.MicroTime' },
  x: { kind: 'intOrString', word: 'intstr.IntOrString' },
  r: { kind: 'raw', word: 'runtime.RawExtension' },
};

const enums = new Map(ENUMS.split('\n').map((row) => [row.slice(0, row.indexOf(':')), row.slice(row.indexOf(':') + 1).split(' ')] as const));
const qualified = (name: string): string => (name.includes('.') ? name : `v1.${name}`);

/** Forms: `s`, `@Protocol` (named string), `[T`, `{T` (map by string), `~ResourceList{q` (named), `ServicePort` (struct). */
function readType(text: string): { type: GoType; values?: readonly string[] } {
  const scalar = SCALARS[text];
  if (scalar) return { type: scalar };
  if (text.startsWith('@')) {
    const values = enums.get(text.slice(1));
    return { type: { kind: 'string', word: qualified(text.slice(1)) }, ...(values ? { values } : {}) };
  }
  const named = /^~([\w.]+)([[{].*)$/.exec(text);
  if (named) return { type: { ...readType(named[2] as string).type, word: qualified(named[1] as string) } as GoType };
  if (text.startsWith('[') || text.startsWith('{')) {
    const { type: of, values } = readType(text.slice(1));
    const list = text.startsWith('[');
    return { type: { kind: list ? 'list' : 'map', word: `${list ? '[]' : 'map[string]'}${of.word}`, of }, ...(values ? { values } : {}) };
  }
  return { type: { kind: 'struct', word: qualified(text.slice(text.indexOf('/') + 1)), name: text } };
}

/** `name`, `=?*&` (written, omitted, pointer, written pointer), `!` (required), type, `%mergeKey!` and `#a+b`, `^` or `$`, `<Embedded`. */
function readField(text: string): Field {
  const [, name = '', mark = '', required, type = '', mergeKey, retain, keys, owned, embedded] =
    /^([\w$]+)([=?*&])(!?)([^%#^$<]+)(?:%(\w*)(!?))?(?:#([\w+]+)|([\^$]))?(?:<([\w.]+))?$/.exec(text) ?? [];
  return {
    name,
    ...readType(type),
    required: required === '!',
    omitted: mark === '?' || mark === '*',
    pointer: mark === '*' || mark === '&',
    ...(mergeKey === undefined || (retain && !mergeKey) ? {} : { mergeKey }),
    ...(retain ? { retainKeys: true } : {}),
    ...(keys ? { listKeys: keys.split('+') } : {}),
    ...(embedded ? { embedded } : {}),
    ...(owned === '^' ? { set: true } : owned === '$' ? { atomic: true } : {}),
  };
}

const structs: ReadonlyMap<string, Struct> = new Map(
  TYPES.split('\n').map((row) => {
    const [, name = '', atomic, letter = '', fields = ''] = /^([\w/]+)(\$?)(?:@(\w))?:(.*)$/.exec(row) ?? [];
    const openAPIName = `io.k8s.${PACKAGES[letter] as string}.v1.${name.slice(name.indexOf('/') + 1)}`;
    return [
      name,
      { name, atomic: atomic === '$', openAPIName, fields: new Map(fields.split(';').map((text) => [text.slice(0, text.search(/[=?*&]/)), readField(text)])) },
    ];
  }),
);

/** The struct of a name as the schema spells it. */
export function structOf(name: string): Struct {
  const struct = structs.get(name);
  if (!struct) throw new Error(`no API type ${name}`);
  return struct;
}

/** Whether the schema has the kind's Go type: what can be decoded here. */
export function hasSchema(kind: string): boolean {
  return structs.get(kind)?.fields.has('apiVersion') ?? false;
}

/** The simulated kinds with their apiVersion, in discovery order. */
export const API_KINDS: readonly { readonly kind: string; readonly apiVersion: string }[] = API_RESOURCES.filter(({ kind }) => hasSchema(kind)).map(
  ({ kind, apiVersion }) => ({ kind, apiVersion }),
);

/** The struct's name as Go says it. */
export function goName({ name }: Struct): string {
  return name.slice(name.indexOf('/') + 1);
}

/** The field that a path leads to, through lists and maps; `undefined` for the object itself and where the schema ends. */
export function fieldAt(kind: string, steps: readonly (string | number)[]): { readonly struct: Struct; readonly field: Field } | undefined {
  let type: GoType = { kind: 'struct', word: kind, name: kind };
  let found: { struct: Struct; field: Field } | undefined;
  for (const step of steps) {
    if (type.kind === 'list' || type.kind === 'map') {
      type = type.of;
      continue;
    }
    if (type.kind !== 'struct') return undefined;
    const struct = structs.get(type.name);
    const field = struct?.fields.get(String(step));
    if (!struct || !field) return undefined;
    found = { struct, field };
    type = field.type;
  }
  return found;
}
