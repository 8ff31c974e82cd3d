import { expect, test } from 'vitest';
import { API_KINDS, goName, structOf, type GoType } from '../../src/engine/index.ts';
import { TAUGHT_FIELDS } from '../../src/messages/fields.ts';
import { fields as en } from '../../src/messages/fields.en.ts';
import { fields as ja } from '../../src/messages/fields.ja.ts';

/** Every `Struct.field` that can be written in a simulated kind. */
function knownFields(): ReadonlySet<string> {
  const known = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const struct = structOf(name);
    for (const field of struct.fields.values()) {
      known.add(`${goName(struct)}.${field.name}`);
      let type: GoType = field.type;
      while (type.kind === 'list' || type.kind === 'map') type = type.of;
      if (type.kind === 'struct') visit(type.name);
    }
  };
  for (const { kind } of API_KINDS) visit(kind);
  return known;
}

test('every taught field is a field of the simulated kinds', () => {
  const known = knownFields();
  expect(TAUGHT_FIELDS.filter((id) => !known.has(id))).toEqual([]);
  expect(TAUGHT_FIELDS.length).toBeGreaterThanOrEqual(90);
});

test('a sentence of one language is not the other language', () => {
  expect(TAUGHT_FIELDS.filter((id) => !/[ぁ-ん]/.test(ja[id]) || /[^\p{ASCII}“”’]/u.test(en[id]))).toEqual([]);
});
