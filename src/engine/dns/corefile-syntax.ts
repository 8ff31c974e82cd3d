// Models coredns/caddy caddyfile (v1.1.4-0.20250930002214): lexer.go, parse.go and dispenser.go, and what plugin/reload hashes.
import { sha512 } from '../api/sha512.ts';
import { COREFILE_PATH } from '../store/coredns-addon.ts';

/** A word of a Corefile. */
export interface Token {
  readonly line: number;
  readonly text: string;
}

/** A server block: its addresses, and the words of each directive, all its uses together. */
export interface ServerBlock {
  readonly keys: string[];
  readonly directives: Map<string, Token[]>;
}

/** Why CoreDNS does not start with a Corefile, in its words. */
export class CorefileError extends Error {}

/** The words of a text. A quoted one may hold blanks and line breaks; `#` begins a comment anywhere outside of quotes. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let word: Token | undefined;
  let [value, comment, quoted, escaped] = ['', false, false, false];
  const end = (): void => {
    tokens.push({ line: word?.line ?? line, text: value });
    value = '';
    quoted = false;
  };
  for (const ch of text.replace(/^\uFEFF/, '')) {
    if (quoted) {
      if (!escaped && ch === '\\') {
        escaped = true;
        continue;
      }
      if (!escaped && ch === '"') {
        end();
        continue;
      }
      if (ch === '\n') line += 1;
      value += (escaped && ch !== '"' ? '\\' : '') + ch;
      escaped = false;
      continue;
    }
    if (/\s/.test(ch)) {
      if (ch === '\r') continue;
      if (ch === '\n') {
        line += 1;
        comment = false;
      }
      if (value !== '') end();
      continue;
    }
    comment ||= ch === '#';
    if (comment) continue;
    if (value === '') {
      word = { line, text: '' };
      if (ch === '"') {
        quoted = true;
        continue;
      }
    }
    value += ch;
  }
  if (value !== '') end();
  return tokens;
}

/** Variables of the container, of which CoreDNS's Pods have none that a Corefile names: they become nothing. Models replaceEnvReferences. */
const withoutVariables = (text: string): string => withoutReferences(withoutReferences(text, '{%', '%}'), '{$', '}');

function withoutReferences(text: string, begin: string, end: string): string {
  let result = '';
  for (let at = 0; ;) {
    const from = text.indexOf(begin, at);
    const to = from < 0 ? -1 : text.indexOf(end, from);
    if (to <= from + begin.length) return result + text.slice(at);
    result += text.slice(at, from);
    at = to + end.length;
  }
}

/** Reads words one after the other, line by line. */
export class Dispenser {
  protected tokens: Token[];
  protected cursor = -1;
  #nesting = 0;

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  value(): string {
    return this.tokens[this.cursor]?.text ?? '';
  }

  next(): boolean {
    if (this.cursor >= this.tokens.length - 1) return false;
    this.cursor += 1;
    return true;
  }

  /** The next word, if it stands on the same line. */
  nextArg(): boolean {
    const [here, after] = [this.tokens[this.cursor], this.tokens[this.cursor + 1]];
    return after !== undefined && (here === undefined || lastLine(here) === after.line) && this.next();
  }

  /** The next word of a block that begins on this line; false at its end, and where there is none. */
  nextBlock(): boolean {
    if (this.#nesting === 0) {
      if (!this.nextArg()) return false;
      if (this.value() !== '{') {
        this.cursor -= 1;
        return false;
      }
      if (!this.next() || this.value() === '}') return false;
      this.#nesting = 1;
      return true;
    }
    if (!this.next()) return false;
    if (this.value() !== '}') return true;
    this.#nesting = 0;
    return false;
  }

  /** The rest of the line, up to a brace. */
  args(): string[] {
    const args: string[] = [];
    while (this.nextArg()) {
      if (this.value() === '{') {
        this.cursor -= 1;
        break;
      }
      args.push(this.value());
    }
    return args;
  }

  error(text: string): CorefileError {
    return new CorefileError(`${COREFILE_PATH}:${this.tokens[this.cursor]?.line ?? 0} - Error during parsing: ${text}`);
  }

  argumentError(): CorefileError {
    return this.error(
      this.value() === '{' ? "Unexpected token '{', expecting argument" : `Wrong argument count or unexpected line ending after '${this.value()}'`,
    );
  }

  syntaxError(expected: string): CorefileError {
    return new CorefileError(
      `${COREFILE_PATH}:${this.tokens[this.cursor]?.line ?? 0} - Syntax error: Unexpected token '${this.value()}', expecting '${expected}'`,
    );
  }
}

const lastLine = ({ line, text }: Token): number => line + text.split('\n').length - 1;

/** A snippet may import itself. */
const MOST_WORDS = 20_000;

class Parser extends Dispenser {
  readonly #valid: readonly string[] | undefined;
  readonly #snippets = new Map<string, Token[]>();
  #imports = 0;

  constructor(text: string, valid: readonly string[] | undefined) {
    super(tokensOf(text));
    this.#valid = valid;
  }

  get #isNewLine(): boolean {
    const [before, here] = [this.tokens[this.cursor - 1], this.tokens[this.cursor]];
    return before === undefined || (here !== undefined && lastLine(before) < here.line);
  }

  blocks(): ServerBlock[] {
    const blocks: ServerBlock[] = [];
    while (this.next()) {
      const block: ServerBlock = { keys: [], directives: new Map() };
      const isMore = this.#addresses(block.keys);
      const [, snippet] = (block.keys.length === 1 && /^\((.*?)\)?$/.exec(block.keys[0] as string)) || [];
      if (isMore && snippet !== undefined && block.keys[0]?.endsWith(')')) {
        this.#snippet(snippet);
        continue;
      }
      if (isMore) this.#contents(block);
      if (block.keys.length > 0) blocks.push(block);
    }
    return blocks;
  }

  /** Whether anything comes after the addresses. */
  #addresses(keys: string[]): boolean {
    let expectsAnother = false;
    for (;;) {
      let word = withoutVariables(this.value());
      if (word === 'import' && this.#isNewLine) {
        this.#import();
        this.next();
        continue;
      }
      if (word === '{') {
        if (expectsAnother) throw this.error(`Expected another address but had '${word}' - check for extra comma`);
        return true;
      }
      if (word !== '') {
        expectsAnother = word.endsWith(',');
        if (expectsAnother) word = word.slice(0, -1);
        keys.push(word);
      }
      if (!this.next()) {
        if (expectsAnother) throw this.error('Unexpected EOF');
        return false;
      }
      if (!expectsAnother && this.#isNewLine) return true;
    }
  }

  #contents(block: ServerBlock): void {
    const isBraced = this.value() === '{';
    if (!isBraced) this.cursor -= 1;
    while (this.next()) {
      if (this.value() === '}') break;
      if (this.value() === 'import') this.#import();
      else this.#directive(block);
    }
    if (isBraced && this.value() !== '}') throw this.syntaxError('}');
  }

  #directive({ directives }: ServerBlock): void {
    const name = withoutVariables(this.value());
    if (this.#valid?.includes(name) === false) throw this.error(`Unknown directive '${name}'`);
    const words = directives.get(name) ?? [];
    directives.set(name, words);
    words.push(this.tokens[this.cursor] as Token);
    let nesting = 0;
    while (this.next()) {
      if (this.value() === '{') nesting += 1;
      else if (this.#isNewLine && nesting === 0) {
        this.cursor -= 1;
        break;
      } else if (this.value() === '}') {
        if (nesting === 0) throw this.error("Unexpected '}' because no matching opening brace");
        nesting -= 1;
      } else if (this.value() === 'import' && this.#isNewLine) {
        this.#import();
        continue;
      }
      const token = this.tokens[this.cursor] as Token;
      words.push({ ...token, text: withoutVariables(token.text) });
    }
    if (nesting > 0) throw this.error('Unexpected EOF');
  }

  /** Puts what a snippet holds in the place of `import NAME`; the cursor is before it then. */
  #import(): void {
    if (!this.nextArg()) throw this.argumentError();
    const name = withoutVariables(this.value());
    if (name === '') throw this.error('Import requires a non-empty filepath');
    if (this.nextArg()) throw this.error('Import takes only one argument (glob pattern or file)');
    const snippet = this.#snippets.get(name);
    // A pattern that no file fits is no error; the Pod has no other files.
    if (!snippet && !/[*?[\]]/.test(name)) throw this.error(`File to import not found: ${name}`);
    this.#imports += 1;
    if (this.#imports > 10_000) throw this.error('maximum snippet import depth (10000) exceeded');
    if (this.tokens.length + (snippet?.length ?? 0) > MOST_WORDS) throw new CorefileError('minato: a Corefile of so many words is not simulated');
    this.tokens = [...this.tokens.slice(0, this.cursor - 1), ...(snippet ?? []), ...this.tokens.slice(this.cursor + 1)];
    this.cursor -= 2;
  }

  #snippet(name: string): void {
    if (this.#snippets.has(name)) throw this.error(`redeclaration of previously declared snippet ${name}`);
    if (this.value() !== '{') throw this.syntaxError('{');
    const words: Token[] = [];
    let depth = 1;
    while (this.next()) {
      if (this.value() === '}') {
        depth -= 1;
        if (depth === 0) break;
      }
      if (this.value() === '{') depth += 1;
      words.push(this.tokens[this.cursor] as Token);
    }
    if (depth !== 0) throw this.syntaxError('}');
    this.#snippets.set(name, words);
  }
}

/** The server blocks of a Corefile. Throws `CorefileError`. @param valid the directives there are; without it any word will do */
export const parseCorefile = (text: string, valid?: readonly string[]): ServerBlock[] => new Parser(text, valid).blocks();

/** What plugin/reload calls the running configuration: the hash of the blocks as Go's encoding/json writes them. Throws `CorefileError`. */
export function corefileHash(text: string): string {
  const blocks = parseCorefile(text).map(({ keys, directives }) => ({
    Keys: keys,
    Tokens: Object.fromEntries(
      [...directives]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, tokens]) => [name, tokens.map((token) => ({ File: '', Line: token.line, Text: token.text }))]),
    ),
  }));
  const json = JSON.stringify(blocks.length > 0 ? blocks : null);
  return sha512(json.replaceAll(/[<>&\u2028\u2029]/g, (ch) => `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
