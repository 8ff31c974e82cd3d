import type { Running, Wait } from './process.ts';
import { arrayOf, elementsOf, nextIndex } from './shell-arrays.ts';
import type { Context } from './shell-context.ts';
import { expandText, expandWords } from './shell-expansion.ts';
import { parseScript } from './shell-parser.ts';
import type { Assignment, Dialect, Word } from './shell-syntax.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './shell-words.ts';

/** `name=(…)` and `name+=(…)`. */
export function* assignList(shell: Shell, { name, append, elements = [] }: Assignment): Generator<Wait, void, void> {
  const known = shell.variables.get(name);
  if (known?.readonly) shell.set(name, '');
  const associative = known?.elements?.associative ?? false;
  const before = append ? elementsOf(known) : { associative, of: new Map<string, string>() };
  const values: (readonly [key: string | undefined, value: string])[] = [];
  for (const { key, append: more, value } of elements) {
    const index = key && (yield* expandText(shell, key));
    if (index === undefined) for (const text of yield* expandWords(shell, [value])) values.push([undefined, text]);
    else values.push([index, (more ? (shell.get(`${name}[${index}]`) ?? '') : '') + (yield* expandText(shell, value))]);
  }
  const next = before.of.size > 0 || values.some(([key]) => key !== undefined) ? undefined : arrayOf(values.map(([, value]) => value));
  if (associative && values.every(([key]) => key === undefined)) {
    const of = new Map(before.of);
    for (let at = 0; at < values.length; at += 2) of.set((values[at] as readonly [undefined, string])[1], values[at + 1]?.[1] ?? '');
    shell.variables.set(name, { ...(known ?? { exported: false }), value: undefined, elements: { associative, of } });
    return;
  }
  shell.variables.set(name, { ...(known ?? { exported: false }), value: undefined, elements: next ?? before });
  if (next) return;
  let index = nextIndex(before);
  for (const [key, value] of values) {
    shell.set(`${name}[${key ?? index}]`, value);
    if (!associative)
      index =
        key === undefined
          ? index + 1
          : Number(shell.entries(name).findLast(([one]) => one === key)?.[0] ?? nextIndex(elementsOf(shell.variables.get(name))) - 1) + 1;
  }
}

/** `declare -A m=(…)`: what is declared is there before its elements are, and what becomes readonly after them. */
export function* declareLists(shell: Shell, declared: readonly Assignment[], argv: readonly string[], context: Context): Running {
  const isReadonly = argv[0] === 'readonly' || argv.some((word) => /^-\w*r/.test(word));
  const before = isReadonly
    ? ['declare', ...argv.slice(1).map((word) => (word.startsWith('-') ? word.replace('r', '') : word))].filter((word) => word !== '-')
    : argv;
  let status = yield* shell.execute(before, {}, context);
  for (const assignment of declared) yield* assignList(shell, assignment);
  if (isReadonly) status = yield* shell.execute(['readonly', ...declared.map(({ name }) => name)], {}, context);
  return status;
}

/** A command's words with its alias in the place of its name. An alias for more than one simple command says that it is not simulated. */
export function unaliased(words: readonly Word[], aliases: ReadonlyMap<string, string>, dialect: Dialect, seen: readonly string[] = []): readonly Word[] {
  const [first, ...rest] = words;
  const only = aliases.size > 0 && first?.length === 1 ? first[0] : undefined;
  const value = only?.kind === 'text' && !only.quoted && !seen.includes(only.text) ? aliases.get(only.text) : undefined;
  if (only?.kind !== 'text' || value === undefined) return words;
  const { lines, problem } = parseScript(value, dialect);
  const command = lines[0]?.[0]?.first.commands[0];
  const simple = !problem && lines.length === 1 && lines[0]?.length === 1 && lines[0][0]?.rest.length === 0 && lines[0][0].first.commands.length === 1;
  if (!simple || command?.kind !== 'simple' || command.redirects.length + command.assignments.length > 0)
    throw new ShellError(`minato: the alias ${only.text}='${value}' is not simulated`, 2);
  return unaliased([...command.words, ...rest], aliases, dialect, [...seen, only.text]);
}
