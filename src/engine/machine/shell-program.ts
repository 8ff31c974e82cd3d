import type { Process, Program, Running } from './process.ts';
import type { Dialect } from './shell-syntax.ts';
import type { Descriptor, Variable } from './shell-context.ts';
import { BUILTINS } from './shell-builtins.ts';
import { memoryOf, rememberedShell } from './shell-memory.ts';
import { isUnfinished } from './shell-parser.ts';
import { Shell } from './shell.ts';

export { BUILTINS, isUnfinished, memoryOf, rememberedShell, Shell };

/** The three standard streams as open files. */
export function standardFiles({ streams }: Process): Map<number, Descriptor> {
  return new Map<number, Descriptor>([
    [0, { input: streams.input }],
    [1, { output: streams.output }],
    [2, { output: streams.errors }],
  ]);
}

/** Environment variables as a shell's exported ones. */
export function exportedVariables(env: { readonly [name: string]: string }): Map<string, Variable> {
  return new Map(Object.entries(env).map(([name, value]) => [name, { value, exported: true }]));
}

/** `sh`, `bash`, `ash`, `dash`: with `-c TEXT`, a script's file, or a script on standard input. */
export function shellProgram(dialect: Dialect): Program {
  return function* (process): Running {
    const args = process.argv.slice(1);
    const flags: string[] = [];
    let isText = false;
    let isInput = false;
    while (/^[-+]./.test(args[0] ?? '')) {
      const flag = args.shift() as string;
      if (flag === '--') break;
      if (flag.startsWith('--')) {
        if (flag === '--version') {
          process.out('GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n');
          return 0;
        }
        continue;
      }
      if (flag.includes('c')) isText = true;
      if (flag.includes('s')) isInput = true;
      if (flag.endsWith('o')) flags.push('-o', args.shift() ?? '');
      const rest = flag.replace(/[cilso]/g, '');
      if (rest.length > 1) flags.push(rest);
    }
    const name = process.argv[0] ?? 'sh';
    if (isText && args.length === 0) {
      process.err(
        dialect === 'bash'
          ? `${name}: -c: option requires an argument\n`
          : dialect === 'dash'
            ? `${name}: 0: -c requires an argument\n`
            : `${name}: -c requires an argument\n`,
      );
      return 2;
    }
    if (isInput && !isText) args.unshift('');
    const first = isInput && !isText ? undefined : args[0];
    let text = isText ? (first as string) : '';
    if (!isText && first !== undefined) {
      const script = process.files.read(first);
      if (script === undefined) {
        process.err(
          dialect === 'bash'
            ? `${name}: ${first}: No such file or directory\n`
            : dialect === 'dash'
              ? `${name}: 0: cannot open ${first}: No such file\n`
              : `${name}: can't open '${first}': No such file or directory\n`,
        );
        return dialect === 'bash' ? 127 : 2;
      }
      text = script;
    } else if (!isText) text = yield* process.input.readAll();
    const shell = new Shell({
      dialect,
      name: (isText ? args[1] : first) || name,
      files: process.files,
      variables: exportedVariables(process.env),
      positional: args.slice(isText ? 2 : 1),
    });
    if (!isText) shell.within = '';
    for (let at = 0; at < flags.length; at++)
      shell.flags.add(
        { '-e': 'errexit', '-u': 'nounset', '-x': 'xtrace', '-f': 'noglob', '-n': 'noexec' }[flags[at] as '-e'] ??
          (flags[at] === '-o' ? (flags[++at] ?? '') : ''),
      );
    return yield* shell.runText(text, { process, fds: standardFiles(process) });
  };
}
