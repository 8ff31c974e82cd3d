// A small awk (POSIX awk's everyday part): patterns and ranges, BEGIN and END, print and printf, fields, variables,
// arithmetic, comparison, ~, arrays, if, loops, and a handful of functions. Functions of one's own, getline and redirection
// say they are not simulated.
import type { Process, Program, Running } from '../machine/process.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { Exit, NextLine, Parser, type Rule } from './awk-parser.ts';
import { Unknown } from './awk-tokens.ts';
import { isTrue, type Scope, splitFields, toText, type Value } from './awk-values.ts';
import { notSimulated, readOptions } from './options.ts';
import { PatternError } from '../machine/regular-expression.ts';
import { inputsOf } from './text-input.ts';

/** `awk`: mawk's words where it complains. */
export const awk: Program = function* (process: Process): Running {
  const options = readOptions(process, { short: 'F:v:f:', posix: true, usageExit: 2 });
  if (typeof options === 'number') return options;
  const args = [...options.args];
  const file = options.value('f');
  const source = file === undefined ? args.shift() : process.files.read(file);
  if (source === undefined) {
    process.err(file === undefined ? 'Usage: mawk [Options] [Program] [file ...]\n' : `mawk: cannot open ${file} (No such file or directory)\n`);
    return 2;
  }
  let rules: Rule[];
  const scope: Scope = {
    fields: [''],
    variables: new Map<string, Value>([
      ['FS', ' '],
      ['OFS', ' '],
      ['ORS', '\n'],
      ['NR', 0],
      ['FNR', 0],
      ['SUBSEP', '\x1c'],
    ]),
    arrays: new Map(),
    out: (text) => process.out(text),
    step: () => process.step(),
  };
  try {
    rules = new Parser(source).rules();
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    return notSimulated(process, `awk '${source}' (at ${error.message})`);
  }
  for (const [letter, value] of options.given) {
    if (letter === 'F') scope.variables.set('FS', value === 't' ? '\t' : unescapeC(value));
    else if (letter === 'v' && value.includes('=')) scope.variables.set(value.slice(0, value.indexOf('=')), unescapeC(value.slice(value.indexOf('=') + 1)));
  }
  let status = 0;
  let failed = false;
  try {
    for (const { when, body } of rules) if (when === 'BEGIN') body(scope);
    if (rules.some(({ when }) => when !== 'BEGIN')) {
      const opened = inputsOf(process, args);
      failed = opened.failed;
      let number = 0;
      for (const { input } of opened.inputs) {
        let own = 0;
        for (let raw = yield* input.readRawLine(); raw !== undefined; raw = yield* input.readRawLine()) {
          scope.variables.set('NR', ++number);
          scope.variables.set('FNR', ++own);
          scope.fields = splitFields(raw.replace(/\n$/, ''), toText(scope.variables.get('FS') ?? ' '));
          try {
            for (const rule of rules) if (applies(rule, scope)) rule.body(scope);
          } catch (error) {
            if (!(error instanceof NextLine)) throw error;
          }
        }
      }
      for (const { when, body } of rules) if (when === 'END') body(scope);
    }
  } catch (error) {
    if (error instanceof PatternError) return notSimulated(process, `awk '${source}'`);
    if (error instanceof Unknown) return notSimulated(process, `awk '${source}' (${error.message})`);
    if (!(error instanceof Exit)) throw error;
    status = error.status;
  }
  return failed ? 2 : status;
};

function applies(rule: Rule, scope: Scope): boolean {
  const { when, to } = rule;
  if (when === 'BEGIN' || when === 'END') return false;
  if (when === undefined) return true;
  if (!to) return isTrue(when(scope));
  if (!rule.open && !isTrue(when(scope))) return false;
  rule.open = !isTrue(to(scope));
  return true;
}
