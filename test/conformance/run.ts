/**
 * `npm run conformance -- [--area NAME] [--match TEXT] [--list-failures] DIR…`: runs recorded sessions against the
 * engine and compares as FORMAT.md says. Exit status 0 only if every command passes. `--shrink-list` takes what passes
 * off not-yet.json; `--admit` also writes down what fails, for cases that are new.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { nextNotYet, readNotYet } from './ratchet.ts';
import { runCase, type CommandOutcome } from './run-case.ts';
import { parseCase } from './txtar.ts';

interface Options {
  readonly area: string | null;
  readonly match: string | null;
  readonly listFailures: boolean;
  readonly shrinkList: boolean;
  readonly admit: boolean;
  readonly paths: readonly string[];
}

function readOptions(args: readonly string[]): Options {
  let area: string | null = null;
  let match: string | null = null;
  let listFailures = false;
  let shrinkList = false;
  let admit = false;
  const paths: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--area') area = args[++i] ?? null;
    else if (arg === '--match') match = args[++i] ?? null;
    else if (arg === '--list-failures') listFailures = true;
    else if (arg === '--shrink-list') shrinkList = true;
    else if (arg === '--admit') shrinkList = admit = true;
    else if (arg.startsWith('--')) throw new Error(`unknown option ${arg}`);
    else paths.push(arg);
  }
  if (paths.length === 0) throw new Error('name at least one directory or case');
  return { area, match, listFailures, shrinkList, admit, paths };
}

/** Every `.txtar` file under a path, sorted. */
export function casesUnder(path: string): string[] {
  if (!existsSync(path)) throw new Error(`there is no file or directory ${path}`);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txtar'))
    .map((name) => join(path, name))
    .sort();
}

export interface CaseOutcome {
  readonly file: string;
  /** `<area>/<case>`. */
  readonly name: string;
  readonly area: string;
  readonly commands: readonly CommandOutcome[];
}

/** Runs one file; a file that cannot be read as a case is one failed command. */
export function runFile(file: string): CaseOutcome {
  const area = basename(dirname(file));
  const name = `${area}/${basename(file, '.txtar')}`;
  try {
    return { file, name, area, commands: runCase(parseCase(readFileSync(file, 'utf8'))) };
  } catch (error) {
    return { file, name, area, commands: [{ command: '(the case itself)', line: 1, ok: false, reason: error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error) }] };
  }
}

function main(): void {
  const { area, match, listFailures, shrinkList, admit, paths } = readOptions(process.argv.slice(2));
  const files = paths.flatMap(casesUnder).filter((file) => (!area || basename(dirname(file)) === area) && (!match || file.includes(match)));
  if (files.length === 0) throw new Error(`no case here${area ? ` in the area ${area}` : ''}${match ? ` whose path has ${match}` : ''}`);
  const areas = new Map<string, { cases: number; casesPassed: number; commands: number; commandsPassed: number }>();
  const outcomes: CaseOutcome[] = [];
  for (const file of files) {
    const outcome = runFile(file);
    outcomes.push(outcome);
    const sum = areas.get(outcome.area) ?? { cases: 0, casesPassed: 0, commands: 0, commandsPassed: 0 };
    const passed = outcome.commands.filter(({ ok }) => ok).length;
    areas.set(outcome.area, {
      cases: sum.cases + 1,
      casesPassed: sum.casesPassed + (passed === outcome.commands.length ? 1 : 0),
      commands: sum.commands + outcome.commands.length,
      commandsPassed: sum.commandsPassed + passed,
    });
    if (listFailures) {
      for (const { command, line, ok, reason } of outcome.commands) {
        if (!ok) console.log(`${relative(process.cwd(), file)}:${line}: ${command}\n  ${reason.replaceAll('\n', '\n  ')}`);
      }
    }
  }
  const rows = [...areas].map(([name, sum]) => [name, `${sum.casesPassed}/${sum.cases}`, `${sum.commandsPassed}/${sum.commands}`]);
  const total = [...areas.values()].reduce((a, b) => ({ cases: a.cases + b.cases, casesPassed: a.casesPassed + b.casesPassed, commands: a.commands + b.commands, commandsPassed: a.commandsPassed + b.commandsPassed }), { cases: 0, casesPassed: 0, commands: 0, commandsPassed: 0 });
  rows.push(['all', `${total.casesPassed}/${total.cases}`, `${total.commandsPassed}/${total.commands}`]);
  const table = [['area', 'cases passed/all', 'commands passed/all'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
  console.log(`commands: ${total.commandsPassed} passed, ${total.commands - total.commandsPassed} failed`);
  if (shrinkList) {
    const list = readNotYet();
    const ran = new Set(outcomes.map(({ name }) => name));
    const next = [...list.filter((entry) => !ran.has(entry.case)), ...nextNotYet(outcomes, list, admit)];
    writeFileSync(new URL('not-yet.json', import.meta.url), `${JSON.stringify(next, null, 2)}\n`);
    console.log(`not-yet.json: ${list.length} entries, now ${next.length}`);
  }
  process.exitCode = total.commands > 0 && total.commandsPassed === total.commands ? 0 : 1;
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
