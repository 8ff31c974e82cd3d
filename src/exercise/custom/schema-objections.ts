import type { z } from 'astro/zod';
import { SCHEMA_SAYINGS, type SchemaSaying } from '../schema.ts';
import type { Objection, ValueKind } from './complaint.ts';

const KINDS: { readonly [expected: string]: ValueKind } = {
  string: 'text',
  number: 'number',
  int: 'whole-number',
  boolean: 'yes-or-no',
  array: 'list',
  tuple: 'list',
  object: 'mapping',
  record: 'mapping',
};

const SAYINGS = new Map(Object.entries(SCHEMA_SAYINGS).map(([saying, message]) => [message as string, saying as SchemaSaying]));

/** What stands at a path of a value; `undefined` where nothing does. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key) ? (inside as { readonly [key: PropertyKey]: unknown })[key] : undefined,
    value,
  );
}

/** What a schema found wrong with a value, in ids and parameters. */
export function objectionsTo(value: unknown, issues: readonly z.core.$ZodIssue[]): readonly Objection[] {
  return issues.flatMap((issue): readonly Objection[] => {
    const { path } = issue;
    const saying = SAYINGS.get(issue.message);
    if (saying) return [{ id: 'form', params: { form: saying }, path }];
    if (path.length > 0 && issue.code !== 'unrecognized_keys' && valueAt(value, path) === undefined)
      return [{ id: 'missing-field', params: { field: String(path.at(-1)) }, path: path.slice(0, -1) }];
    switch (issue.code) {
      case 'invalid_type':
        return [{ id: 'wrong-type', params: { wanted: KINDS[issue.expected] ?? 'value' }, path }];
      case 'unrecognized_keys':
        return issue.keys.map((field) => ({ id: 'unknown-field', params: { field }, path: [...path, field] }) as const);
      case 'invalid_value':
        return [{ id: 'not-one-of', params: { values: issue.values.map(String).join(', ') }, path }];
      case 'invalid_union':
        return 'options' in issue && Array.isArray(issue.options)
          ? [{ id: 'not-one-of', params: { values: issue.options.map(String).join(', ') }, path }]
          : [{ id: 'bad-value', params: {}, path }];
      case 'too_small':
        return [{ id: issue.origin === 'number' || issue.origin === 'int' ? 'too-small' : 'too-short', params: { least: Number(issue.minimum) }, path }];
      case 'too_big':
        return [{ id: issue.origin === 'number' || issue.origin === 'int' ? 'too-big' : 'too-long', params: { most: Number(issue.maximum) }, path }];
      case 'invalid_key':
        return objectionsTo(
          undefined,
          issue.issues.map((inner) => ({ ...inner, path: [] })),
        ).map((objection) => ({ ...objection, path }));
      default:
        return [{ id: 'bad-value', params: {}, path }];
    }
  });
}
