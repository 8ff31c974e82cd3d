// The shape of a program of awk.

/** What can be written. */
export type Place =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expression }
  | { readonly kind: 'element'; readonly array: string; readonly keys: readonly Expression[] };

export type Expression =
  | Place
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'assign'; readonly operator: string; readonly place: Place; readonly value: Expression }
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly before: boolean; readonly place: Place }
  | { readonly kind: 'choice'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'logic'; readonly both: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly kind: 'match'; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly value: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  /** `(a, b)` after `print`. */
  | { readonly kind: 'list'; readonly values: readonly Expression[] }
  | { readonly kind: 'getline'; readonly from: 'input' | 'file' | 'command'; readonly source?: Expression; readonly place?: Place };

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'print';
      readonly formatted: boolean;
      readonly values: readonly Expression[];
      readonly to?: { readonly how: string; readonly where: Expression };
    }
  | { readonly kind: 'if'; readonly condition: Expression; readonly yes: Statement; readonly no?: Statement }
  | { readonly kind: 'loop'; readonly first: boolean; readonly condition?: Expression; readonly step?: Statement; readonly body: Statement }
  | { readonly kind: 'each'; readonly key: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'leave'; readonly how: 'next' | 'nextfile' | 'break' | 'continue' }
  | { readonly kind: 'exit' | 'return'; readonly value?: Expression }
  | { readonly kind: 'delete'; readonly array: string; readonly keys?: readonly Expression[] };

/** A pattern (none: every record; two: a range) and what is done where it holds. */
export interface Rule {
  readonly when?: Expression;
  readonly to?: Expression;
  /** None: the record is printed. */
  readonly body?: Statement;
  open: boolean;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  body: Statement;
}

export interface AwkProgram {
  readonly begin: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly end: readonly Statement[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
