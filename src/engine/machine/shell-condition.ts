import type { FileSystem } from './process.ts';
import { PATTERNS_PART } from './shell-part.ts';
import { matchesPattern, unescapePattern } from './shell-pattern.ts';
import type { Dialect } from './shell-syntax.ts';
import { ShellError } from './shell-words.ts';

const COMPARISONS: { readonly [operator: string]: (a: number, b: number) => boolean } = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};
const TEXT = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef']);

/** What `test` (or `[`, without its `]`) says: 0 true, 1 false. Models POSIX test(1) by the number of arguments. */
export function evaluateTest(args: readonly string[], files: FileSystem, dialect: Dialect, isSet: (name: string) => boolean): number {
  let at = 0;
  const isBinary = (operator: string | undefined): boolean =>
    operator !== undefined && (Object.hasOwn(COMPARISONS, operator) || (TEXT.has(operator) && (operator !== '==' || dialect !== 'dash')));
  const isUnary = (operator: string | undefined): boolean => /^-[abcdefghkLnOGprsStuvwxz]$/.test(operator ?? '');
  const fail = (words: string): never => {
    throw new ShellError(words, 2);
  };
  const number = (text: string): number => {
    if (/^\s*[-+]?\d+\s*$/.test(text)) return Number(text);
    return fail(dialect === 'bash' ? `${text}: integer expression expected` : dialect === 'dash' ? `Illegal number: ${text}` : `${text}: bad number`);
  };
  const binary = (left: string, operator: string, right: string): boolean => {
    const compare = COMPARISONS[operator];
    if (compare) return compare(number(left), number(right));
    if (operator === '<' || operator === '>') return operator === '<' ? left < right : left > right;
    if (operator.startsWith('-')) return operator === '-ef' && files.resolve(left) === files.resolve(right);
    return (left === right) === (operator !== '!=');
  };
  const primary = (): boolean => {
    const left = args.length - at;
    const token = args[at] as string;
    if (left >= 3 && isBinary(args[at + 1])) {
      at += 3;
      return binary(token, args[at - 2] as string, args[at - 1] as string);
    }
    if (token === '!' && left > 1) {
      at++;
      return !primary();
    }
    if (token === '(' && left > 2) {
      at++;
      const value = or();
      if (args[at] !== ')') fail(dialect === 'bash' ? "`)' expected" : 'closing paren expected');
      at++;
      return value;
    }
    if (isUnary(token) && left > 1) {
      at += 2;
      return unary(token, args[at - 1] as string, files, isSet);
    }
    at++;
    if (left > 1 && at < args.length && !['-a', '-o', ')'].includes(args[at] as string)) {
      const odd = args[at] as string;
      if (dialect === 'dash') return fail(left === 2 && isBinary(odd) ? `${odd}: argument expected` : `${token}: unexpected operator`);
      if (dialect === 'ash') return fail(`${odd}: unknown operand`);
      return fail(left === 2 ? `${token}: unary operator expected` : left === 3 ? `${odd}: binary operator expected` : 'too many arguments');
    }
    return token !== '';
  };
  const and = (): boolean => {
    let value = primary();
    while (args[at] === '-a') {
      at++;
      value = (at < args.length ? primary() : fail('argument expected')) && value;
    }
    return value;
  };
  const or = (): boolean => {
    let value = and();
    while (args[at] === '-o') {
      at++;
      value = (at < args.length ? and() : fail('argument expected')) || value;
    }
    return value;
  };
  if (args.length === 0) return 1;
  const value = or();
  if (at < args.length)
    fail(dialect === 'bash' ? 'too many arguments' : dialect === 'dash' ? `${args[at]}: unexpected operator` : `${args[at]}: unknown operand`);
  return value ? 0 : 1;
}

function unary(operator: string, text: string, files: FileSystem, isSet: (name: string) => boolean): boolean {
  switch (operator) {
    case '-n':
      return text !== '';
    case '-z':
      return text === '';
    case '-v':
      return isSet(text);
    case '-t':
    case '-L':
    case '-h':
      return false;
    case '-d':
      return files.kind(text) === 'directory';
    case '-f':
      return files.kind(text) === 'file' && !text.startsWith('/dev/');
    case '-s':
      return files.kind(text) === 'directory' || (files.read(text) ?? '') !== '';
    default:
      return files.kind(text) !== undefined;
  }
}

/** What a condition needs of its shell. */
export interface ConditionContext {
  readonly files: FileSystem;
  get(name: string): string | undefined;
  setList(name: string, values: readonly string[]): void;
  /** The value of an arithmetic expression. */
  value(text: string): bigint;
}

/** bash's `[[ … ]]`: 0 true, 1 false, 2 where it makes no sense. Right of `==` stand patterns, right of `=~` expressions. */
export function evaluateCondition(words: readonly string[], shell: ConditionContext): number {
  let at = 0;
  const primary = (): boolean => {
    const token = words[at++];
    if (token === undefined) throw new ShellError('syntax error in conditional expression', 2);
    if (token === '!') return !primary();
    if (token === '(') {
      const value = or();
      at++;
      return value;
    }
    const operator = words[at];
    if (/^-[a-zA-Z]$/.test(token) && operator !== undefined && operator !== '&&' && operator !== '||' && operator !== ')') {
      at++;
      return unary(token, operator, shell.files, (name) => shell.get(name) !== undefined);
    }
    if (operator === '=~') {
      at += 2;
      const found = matchRegularExpression(words[at - 1] ?? '', token);
      shell.setList('BASH_REMATCH', found ?? []);
      return found !== undefined;
    }
    if (operator === '=' || operator === '==' || operator === '!=') {
      at += 2;
      return matchesPattern(words[at - 1] ?? '', token) === (operator !== '!=');
    }
    const compare = operator === undefined || !Object.hasOwn(COMPARISONS, operator) ? undefined : COMPARISONS[operator];
    if (compare) {
      at += 2;
      return compare(Number(shell.value(token)), Number(shell.value(words[at - 1] ?? '')));
    }
    if (operator === '<' || operator === '>') {
      at += 2;
      const right = unescapePattern(words[at - 1] ?? '');
      return operator === '<' ? token < right : token > right;
    }
    return token !== '';
  };
  const and = (): boolean => {
    let value = primary();
    while (words[at] === '&&') {
      at++;
      value = primary() && value;
    }
    return value;
  };
  const or = (): boolean => {
    let value = and();
    while (words[at] === '||') {
      at++;
      value = and() || value;
    }
    return value;
  };
  return or() ? 0 : 1;
}

/** bash's `=~`: what was found and its groups, or `undefined`. */
function matchRegularExpression(pattern: string, text: string): readonly string[] | undefined {
  const { compilePattern, PatternError } = PATTERNS_PART.content;
  try {
    if (text.length > 2000) throw new PatternError('minato');
    return compilePattern(pattern, { extended: true })
      .exec(text)
      ?.map((group: string | undefined) => group ?? '');
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new ShellError(error.message === 'minato' ? 'minato: a pattern this deep is not simulated' : 'syntax error in conditional expression', 2);
  }
}
