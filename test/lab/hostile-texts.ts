/** Texts that no manifest is: each must get a complaint, stop nothing and stay in the editor. */
const aliasBomb = [...'bcdefghi'].reduce(
  (text, name, i) => `${text}${name}: &${name} [${Array<string>(9).fill(`*${'abcdefgh'[i]!}`).join(',')}]\n`,
  'a: &a [x,x,x,x,x,x,x,x,x]\n',
);

export const HOSTILE_TEXTS: readonly { readonly what: string; readonly text: string }[] = [
  { what: 'binary', text: '\u0000\u0001\ufffd\ufffe' },
  { what: 'one megabyte', text: 'a: b\n'.repeat(200_000) },
  { what: 'deep nesting', text: '['.repeat(20_000) },
  { what: 'an alias bomb', text: aliasBomb },
  { what: 'a half-typed key', text: 'apiVersion: v1\nkind: Service\nmeta' },
  { what: 'tabs', text: 'kind:\tService\n\tname: x\n' },
];
