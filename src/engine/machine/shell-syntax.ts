// The shape of a parsed command line. Grammar: POSIX.1-2017 XCU 2.10, with what bash adds where the dialect is bash.

/** bash on the operator's machine, dash as `sh` of Debian images, nodes and hosts, ash as `sh` of busybox. */
export type Dialect = 'bash' | 'dash' | 'ash';

/** A piece of a word. `quoted` pieces are neither split into fields nor patterns. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      /** bash's `name[…]`: all elements, or one. */
      readonly index?: '@' | '*' | Word;
      /** bash's `${!name}`. */
      readonly indirect?: boolean;
      readonly length?: boolean;
      readonly operator?: string;
      readonly word?: Word;
      readonly second?: Word;
      readonly quoted: boolean;
      readonly source: string;
    }
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }
  /** bash's `<(…)` and `>(…)`: a file that a command writes or reads. */
  | { readonly kind: 'process'; readonly script: Script; readonly into: boolean; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly word: Word; readonly quoted: boolean };

export type Word = readonly WordPart[];

export interface Redirect {
  readonly fd?: number;
  readonly operator: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<<';
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  /** bash's `name[…]=`. */
  readonly index?: Word;
  readonly append: boolean;
  readonly value: Word;
  /** bash's `name=(…)`. */
  readonly elements?: readonly { readonly key?: Word; readonly append?: boolean; readonly value: Word }[];
}

export type Command =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      /** `name=(…)` among the words of `declare` and its like, where the word is the name alone. */
      readonly declared?: readonly Assignment[];
      readonly redirects: readonly Redirect[];
      readonly line: number;
    }
  | { readonly kind: 'group' | 'subshell'; readonly body: List; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise?: List;
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'loop'; readonly until: boolean; readonly condition: List; readonly body: List; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'for';
      readonly name: string;
      /** bash's `select`: somebody chooses among the words. */
      readonly isMenu?: true;
      readonly words?: readonly Word[];
      readonly body: List;
      readonly redirects: readonly Redirect[];
      readonly line: number;
    }
  | { readonly kind: 'counting-for'; readonly expressions: readonly [Word, Word, Word]; readonly body: List; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'case';
      readonly word: Word;
      readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: List; readonly ending: ';;' | ';&' | ';;&' }[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'arithmetic'; readonly word: Word; readonly redirects: readonly Redirect[]; readonly line: number }
  /** bash's `[[ … ]]`: words are neither split nor matched against files. */
  | { readonly kind: 'condition'; readonly words: readonly Word[]; readonly redirects: readonly Redirect[]; readonly line: number }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command; readonly source: string; readonly redirects: readonly Redirect[] };

export interface Pipeline {
  readonly negated: boolean;
  /** `time`, or `time -p`. */
  readonly timed: false | 'bash' | 'posix';
  readonly commands: readonly Command[];
}

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly background: boolean;
  /** As it was typed. */
  readonly source: string;
}

export type List = readonly AndOr[];

/** What is wrong with a line, before any shell puts it in its own words. */
export type SyntaxProblem =
  | { readonly kind: 'unexpected'; readonly token: string; readonly line: number; readonly text: string }
  | { readonly kind: 'end-of-file'; readonly expecting?: string; readonly line: number; readonly text: string }
  | { readonly kind: 'unterminated'; readonly opener: '"' | "'" | '`' | '$(' | '${' | '$(('; readonly line: number }
  | { readonly kind: 'bad-loop-variable'; readonly line: number; readonly text: string }
  | { readonly kind: 'not-simulated'; readonly what: string };

/** Complete lines, each run before the next is looked at, and the problem that stopped the reading. */
export interface Script {
  readonly lines: readonly List[];
  readonly problem?: SyntaxProblem;
  /** Here-documents that the text's end ended, not their last line: bash warns. */
  readonly openDocuments?: readonly { readonly delimiter: string; readonly from: number; readonly line: number }[];
}
