/** Where an expression's variables live. */
export interface Variables {
  /** dash has no `++` and `--`. */
  readonly dialect?: string;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  isAssociative?(name: string): boolean;
}

/** Why an expression has no value: the words that a shell puts around it are its own. */
export class ArithmeticError extends Error {
  readonly problem: 'base' | 'division-by-zero' | 'exponent' | 'operand-expected' | 'syntax' | 'recursion';
  /** What was left when it stopped: bash's "error token". */
  readonly rest: string;
  constructor(problem: ArithmeticError['problem'], rest: string) {
    super(problem);
    this.problem = problem;
    this.rest = rest;
  }
}

// Binary operators by how tightly they bind, the loosest first (POSIX XCU 2.6.4, ISO C 6.5; `**` is bash's).
const LEVELS: ReadonlyMap<string, number> = new Map(
  ['||', '&&', '|', '^', '&', '== !=', '<= >= < >', '<< >>', '+ -', '* / %'].flatMap((operators, level) =>
    operators.split(' ').map((operator) => [operator, level] as const),
  ),
);
const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);
const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+(?:#[0-9a-zA-Z]+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|[-+*/%&|^<>=!]=|[-+*/%&|^<>=!~?:(),[\]]))/y;

/** The 64-bit value of a shell's arithmetic expression; nothing is 0. */
export function evaluateArithmetic(text: string, variables: Variables, depth = 0): bigint {
  if (depth > 20) throw new ArithmeticError('recursion', text);
  const tokens: { readonly text: string; readonly at: number; readonly kind: 'number' | 'name' | 'operator' }[] = [];
  let position = 0;
  const end = text.trimEnd().length;
  while (position < end) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) throw new ArithmeticError('syntax', text.slice(position).trimStart());
    let token = match[0].trim();
    const from = position;
    position = TOKEN.lastIndex;
    if (match[2] && text[position] === '[' && variables.isAssociative?.(token)) {
      // the key of an associative array is a text
      const close = text.indexOf(']', position);
      if (close > 0) {
        token += text.slice(position, close + 1);
        position = close + 1;
      }
    }
    tokens.push({ text: token, at: from, kind: match[1] ? 'number' : match[2] ? 'name' : 'operator' });
  }
  let at = 0;
  let nesting = 0;
  const rest = (from = at): string => text.slice(tokens[from]?.at ?? text.length).trimStart();
  const operator = (): string | undefined => (tokens[at]?.kind === 'operator' ? tokens[at]?.text : undefined);
  const is = (wanted: string): boolean => operator() === wanted;
  const isStep = (): boolean => is('++') || is('--');
  const take = (): string => (tokens[at++] as { text: string }).text;
  const valueOf = (name: string): bigint => {
    const value = variables.get(name) ?? '';
    if (/^\s*-?\d+\s*$/.test(value)) return number(value.trim());
    return value.trim() === '' ? 0n : evaluateArithmetic(value, variables, depth + 1);
  };
  const assign = (name: string, value: bigint): bigint => {
    variables.set(name, String(value));
    return value;
  };

  const primary = (live: boolean): bigint => {
    if (++nesting > 200) throw new ArithmeticError('recursion', rest());
    try {
      const token = tokens[at];
      if (!token) throw new ArithmeticError('operand-expected', rest(at - 1));
      if (token.kind === 'number') return number(take());
      if (token.kind === 'name') {
        let name = take();
        if (is('[')) {
          take();
          const index = comma(live);
          if (!is(']')) throw new ArithmeticError('syntax', rest());
          take();
          name += `[${index}]`;
        }
        if (isStep() && variables.dialect === 'dash') throw new ArithmeticError('operand-expected', rest(at + 1));
        if (isStep()) {
          const before = valueOf(name);
          const step = take() === '++' ? 1n : -1n;
          if (live) assign(name, before + step);
          return before;
        }
        if (ASSIGNMENTS.has(operator() ?? '')) {
          const by = take().slice(0, -1);
          const value = ternary(live);
          const result = by && live ? binary(by, valueOf(name), value, () => rest(at - 1)) : value;
          return live ? assign(name, result) : result;
        }
        return live ? valueOf(name) : 0n;
      }
      if (is('(')) {
        take();
        const value = comma(live);
        if (!is(')')) throw new ArithmeticError('syntax', rest());
        take();
        return value;
      }
      // dash reads two signs
      if (isStep() && variables.dialect === 'dash') return (take(), primary(live));
      if (isStep() && tokens[at + 1]?.kind === 'name') {
        const step = take() === '++' ? 1n : -1n;
        const name = take();
        return live ? assign(name, valueOf(name) + step) : 0n;
      }
      if (is('-')) return (take(), -primary(live));
      if (is('+')) return (take(), primary(live));
      if (is('!')) return (take(), primary(live) === 0n ? 1n : 0n);
      if (is('~')) return (take(), ~primary(live));
      throw new ArithmeticError('operand-expected', rest());
    } finally {
      nesting--;
    }
  };
  const power = (live: boolean): bigint => {
    const base = primary(live);
    if (!is('**')) return base;
    if (variables.dialect === 'dash') throw new ArithmeticError('operand-expected', rest(at + 1));
    take();
    const exponent = power(live);
    if (exponent < 0n || exponent > 4096n) throw new ArithmeticError('exponent', rest(at - 1));
    return BigInt.asIntN(64, base ** exponent);
  };
  const level = (loosest: number, live: boolean): bigint => {
    let left = power(live);
    for (;;) {
      const sign = operator();
      const binding = sign === undefined ? undefined : LEVELS.get(sign);
      if (sign === undefined || binding === undefined || binding < loosest) return left;
      const from = ++at;
      const goesOn = live && (sign === '&&' ? left !== 0n : sign === '||' ? left === 0n : true);
      const right = level(binding + 1, goesOn);
      if (live) left = binary(sign, left, right, () => rest(from));
    }
  };
  const ternary = (live: boolean): bigint => {
    const condition = level(0, live);
    if (!is('?')) return condition;
    take();
    const yes = comma(live && condition !== 0n);
    if (!is(':')) throw new ArithmeticError('syntax', rest());
    take();
    const no = ternary(live && condition === 0n);
    return condition !== 0n ? yes : no;
  };
  const comma = (live: boolean): bigint => {
    let value = ternary(live);
    while (is(',')) {
      take();
      value = ternary(live);
    }
    return value;
  };

  if (tokens.length === 0) return 0n;
  const value = comma(true);
  if (at < tokens.length) throw new ArithmeticError('syntax', rest());
  return BigInt.asIntN(64, value);
}

function number(text: string): bigint {
  if (/^-?0\d*[89]/.test(text)) throw new ArithmeticError('base', text);
  const based = /^(\d+)#(.+)$/.exec(text);
  if (based) {
    const base = BigInt(Math.min(36, Math.max(2, Number(based[1]))));
    return [...(based[2] as string).toLowerCase()].reduce((sum, digit) => sum * base + BigInt(parseInt(digit, 36)), 0n);
  }
  if (/^-?0[0-7]+$/.test(text)) return text.startsWith('-') ? -BigInt(`0o${text.slice(2)}`) : BigInt(`0o${text.slice(1)}`);
  return BigInt(text);
}

function binary(operator: string, left: bigint, right: bigint, rest: () => string): bigint {
  const truth = (value: boolean): bigint => (value ? 1n : 0n);
  switch (operator) {
    case '+':
      return BigInt.asIntN(64, left + right);
    case '-':
      return BigInt.asIntN(64, left - right);
    case '*':
      return BigInt.asIntN(64, left * right);
    case '/':
    case '%':
      if (right === 0n) throw new ArithmeticError('division-by-zero', rest());
      return operator === '/' ? left / right : left % right;
    case '<<':
      return BigInt.asIntN(64, left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '<':
      return truth(left < right);
    case '>':
      return truth(left > right);
    case '<=':
      return truth(left <= right);
    case '>=':
      return truth(left >= right);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&&':
      return truth(left !== 0n && right !== 0n);
    default:
      return truth(left !== 0n || right !== 0n);
  }
}
