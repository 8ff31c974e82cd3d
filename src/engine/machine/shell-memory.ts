import { entriesOf } from './shell-arrays.ts';
import type { ShellMemory } from './place.ts';
import type { ShellFunction, Variable } from './shell-context.ts';
import { parseScript } from './shell-parser.ts';
import type { Dialect } from './shell-syntax.ts';
import type { Shell } from './shell.ts';

/** What a shell of the same terminal begins with: arrays as variables, functions read again. */
export function rememberedShell(
  { arrays = {}, functions = {}, options, positional, pipeStatuses }: ShellMemory,
  dialect: Dialect,
): {
  readonly arrays: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<string, ShellFunction>;
  readonly options?: readonly string[] | undefined;
  readonly positional?: readonly string[] | undefined;
  readonly pipeStatuses?: readonly number[] | undefined;
} {
  const bodies = Object.entries(functions).flatMap(([name, source]) => {
    const command = parseScript(source, dialect).lines[0]?.[0]?.first.commands[0];
    return command?.kind === 'function' ? [[name, command] as const] : [];
  });
  return {
    arrays: new Map(
      Object.entries(arrays).map(([name, { associative, entries }]) => [
        name,
        { value: undefined, exported: false, elements: { associative, of: new Map(entries) } },
      ]),
    ),
    functions: new Map(bodies),
    options,
    positional,
    pipeStatuses,
  };
}

/** What the next line of the terminal begins with; `undefined` where that is nothing. */
export function memoryOf(shell: Shell): ShellMemory | undefined {
  const arrays = [...shell.variables].flatMap(([name, { elements }]) =>
    elements ? [[name, { associative: elements.associative, entries: entriesOf(elements) }] as const] : [],
  );
  const { functions, flags, positional, pipeStatuses } = shell;
  if (arrays.length + functions.size + flags.size + positional.length === 0 && pipeStatuses.length < 2) return undefined;
  return {
    ...(arrays.length > 0 ? { arrays: Object.fromEntries(arrays) } : {}),
    ...(functions.size > 0 ? { functions: Object.fromEntries([...functions].map(([name, { source }]) => [name, source])) } : {}),
    ...(flags.size > 0 ? { options: [...flags] } : {}),
    ...(positional.length > 0 ? { positional } : {}),
    ...(pipeStatuses.length > 1 ? { pipeStatuses } : {}),
  };
}
