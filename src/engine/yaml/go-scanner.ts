// Models go.yaml.in/yaml/v2 v2.4.4 scannerc.go: which text the Go programs read as which tokens, and what they say of the rest.
// Does not model: bytes that are no UTF-8 (text here is UTF-16), the order of a control character and an earlier mistake.
import { GoTextCursor, isBlankOrEnd, isBreak, isDigit, type Mark } from './go-text-cursor.ts';

export type TokenType =
  | 'document-start'
  | 'document-end'
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-mapping'
  | 'flow-sequence-end'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** `start` and `end` are offsets into the scanned text, `line` counts from 0. */
export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** A scalar's content, an anchor's name, a tag's handle, a directive's handle or version. */
  readonly value: string;
  /** A tag's suffix, a directive's prefix. */
  readonly suffix: string;
  readonly plain: boolean;
}

interface SimpleKey {
  possible: boolean;
  required: boolean;
  token: number;
  mark: Mark;
}

const MAX_DEPTH = 10_000;
const NOT_PLAIN_START = '-?:,[]{}#&*!|>\'"%@`';

/** Gives the tokens of one text one after the other, as far as the parser asks. */
export class GoScanner extends GoTextCursor {
  #flow = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  #keys: SimpleKey[] = [{ possible: false, required: false, token: 0, mark: { offset: 0, line: 0, column: 0 } }];
  #keyAllowed = true;
  #queue: Token[] = [];
  #taken = 0;
  #ended = false;

  /** The next token; it stays until `take`. */
  peek(): Token {
    while ((this.#queue.length === 0 || this.#headMayBeKey()) && !this.#ended) this.#fetch();
    return this.#queue[0] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#queue.shift();
    this.#taken += 1;
    return token;
  }

  #headMayBeKey(): boolean {
    return this.#keys.some((key) => key.possible && key.token === this.#taken && this.#isValid(key));
  }

  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line < this.line || key.mark.offset + 1024 < this.offset) {
      if (key.required) this.fail("could not find expected ':'");
      key.possible = false;
    }
    return key.possible;
  }

  #push(type: TokenType, start: Mark, more: { value?: string; suffix?: string; plain?: boolean; end?: number } = {}, position = this.#queue.length): void {
    const { value = '', suffix = '', plain = false, end = this.offset } = more;
    this.#queue.splice(position, 0, { type, start: start.offset, end, line: start.line, value, suffix, plain });
  }

  // The dispatcher: one more token, or several.
  #fetch(): void {
    this.#toNextToken();
    this.#unroll(this.column);
    const c = this.at();
    const next = this.at(1);
    if (this.offset >= this.text.length) return this.#streamEnd();
    if (this.column === 0 && c === '%') return this.#directive();
    if (this.column === 0 && this.isDocumentIndicator()) return this.#documentIndicator(c === '-' ? 'document-start' : 'document-end');
    if (c === '[' || c === '{') {
      this.#saveKey();
      this.#keys.push({ possible: false, required: false, token: 0, mark: this.mark() });
      this.#flow += 1;
      if (this.#flow > MAX_DEPTH) this.fail(`exceeded max depth of ${MAX_DEPTH}`);
      return this.#indicator(c === '[' ? 'flow-sequence' : 'flow-mapping', true);
    }
    if (c === ']' || c === '}') {
      this.#removeKey();
      if (this.#flow > 0) {
        this.#flow -= 1;
        this.#keys.pop();
      }
      return this.#indicator(c === ']' ? 'flow-sequence-end' : 'flow-mapping-end', false);
    }
    if (c === ',') {
      this.#removeKey();
      return this.#indicator('flow-entry', true);
    }
    const spaced = isBlankOrEnd(next);
    if (c === '-' && spaced) {
      this.#blockStart('block sequence entries are', 'block-sequence');
      this.#removeKey();
      return this.#indicator('block-entry', true);
    }
    if (c === '?' && (this.#flow > 0 || spaced)) {
      this.#blockStart('mapping keys are', 'block-mapping');
      this.#removeKey();
      return this.#indicator('key', this.#flow === 0);
    }
    if (c === ':' && (this.#flow > 0 || spaced)) return this.#value();
    if (c === '*' || c === '&') return this.#anchor(c === '*' ? 'alias' : 'anchor');
    if (c === '!') return this.#tag();
    if ((c === '|' || c === '>') && this.#flow === 0) return this.#blockScalar(c === '|');
    if (c === "'" || c === '"') return this.#quotedScalar(c);
    const plain =
      (!isBlankOrEnd(c) && !NOT_PLAIN_START.includes(c)) ||
      (c === '-' && next !== ' ' && next !== '\t') ||
      (this.#flow === 0 && (c === '?' || c === ':') && !spaced);
    if (plain) return this.#plainScalar();
    this.fail('found character that cannot start any token');
  }

  #indicator(type: TokenType, keyAllowed: boolean): void {
    this.#keyAllowed = keyAllowed;
    const start = this.mark();
    this.skip();
    this.#push(type, start);
  }

  #blockStart(what: string, type: TokenType): void {
    if (this.#flow > 0) return;
    if (!this.#keyAllowed) this.fail(`${what} not allowed in this context`);
    this.#roll(this.mark(), type);
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    this.#removeKey();
    const required = this.#flow === 0 && this.#indent === this.column;
    this.#keys[this.#keys.length - 1] = { possible: true, required, token: this.#taken + this.#queue.length, mark: this.mark() };
  }

  #removeKey(): void {
    const key = this.#keys[this.#keys.length - 1] as SimpleKey;
    if (key.possible && key.required) this.fail("could not find expected ':'");
    key.possible = false;
  }

  #roll(mark: Mark, type: TokenType, position?: number): void {
    if (this.#flow > 0 || this.#indent >= mark.column) return;
    this.#indents.push(this.#indent);
    this.#indent = mark.column;
    if (this.#indents.length > MAX_DEPTH) this.fail(`exceeded max depth of ${MAX_DEPTH}`);
    this.#push(type, mark, { end: mark.offset }, position);
  }

  #unroll(column: number): void {
    if (this.#flow > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.mark());
      this.#indent = this.#indents.pop() as number;
    }
  }

  #toNextToken(): void {
    for (;;) {
      while (this.at() === ' ' || ((this.#flow > 0 || !this.#keyAllowed) && this.at() === '\t')) this.skip();
      if (this.at() === '#') this.skipComment();
      if (!this.atBreak()) return;
      this.readLine();
      if (this.#flow === 0) this.#keyAllowed = true;
    }
  }

  #streamEnd(): void {
    if (this.column !== 0) {
      this.column = 0;
      this.line += 1;
    }
    this.#unroll(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    this.#push('stream-end', this.mark());
    this.#ended = true;
  }

  #documentIndicator(type: TokenType): void {
    this.#unroll(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const start = this.mark();
    for (let i = 0; i < 3; i++) this.skip();
    this.#push(type, start);
  }

  #value(): void {
    const key = this.#keys[this.#keys.length - 1] as SimpleKey;
    if (this.#isValid(key)) {
      const position = key.token - this.#taken;
      this.#push('key', key.mark, { end: key.mark.offset }, position);
      this.#roll(key.mark, 'block-mapping', position);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      this.#blockStart('mapping values are', 'block-mapping');
      this.#keyAllowed = this.#flow === 0;
    }
    const start = this.mark();
    this.skip();
    this.#push('value', start);
  }

  #directive(): void {
    this.#unroll(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const start = this.mark();
    this.skip();
    const name = this.letters();
    if (name === '') this.fail('could not find expected directive name');
    if (!this.atGap()) this.fail('found unexpected non-alphabetical character');
    if (name !== 'YAML' && name !== 'TAG') this.fail('found unknown directive name');
    this.blanks();
    if (name === 'YAML') {
      const major = this.versionNumber();
      if (this.at() !== '.') this.fail("did not find expected digit or '.' character");
      this.skip();
      this.#push('version-directive', start, { value: `${major}.${this.versionNumber()}` });
    } else {
      const value = this.tagHandle(true);
      if (this.at() !== ' ' && this.at() !== '\t') this.fail('did not find expected whitespace');
      this.blanks();
      const suffix = this.tagURI('');
      if (!this.atGap()) this.fail('did not find expected whitespace or line break');
      this.#push('tag-directive', start, { value, suffix });
    }
    this.restOfLine();
  }

  #anchor(type: 'alias' | 'anchor'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.mark();
    this.skip();
    const value = this.letters();
    if (value === '' || !(this.atGap() || '?:,]}%@`'.includes(this.at()))) this.fail('did not find expected alphabetic or numeric character');
    this.#push(type, start, { value });
  }

  #tag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.mark();
    let value = '';
    let suffix: string;
    if (this.at(1) === '<') {
      this.skip();
      this.skip();
      suffix = this.tagURI('');
      if (this.at() !== '>') this.fail("did not find the expected '>'");
      this.skip();
    } else {
      value = this.tagHandle(false);
      if (value.length > 1 && value.endsWith('!')) suffix = this.tagURI('');
      else {
        suffix = this.tagURI(value);
        [value, suffix] = suffix === '' ? ['', '!'] : ['!', suffix];
      }
    }
    if (!this.atGap()) this.fail('did not find expected whitespace or line break');
    this.#push('tag', start, { value, suffix });
  }

  #blockScalar(literal: boolean): void {
    this.#removeKey();
    this.#keyAllowed = true;
    const start = this.mark();
    this.skip();
    // 1. Indicators, in either order.
    let chomp = '';
    let increment = 0;
    const chomping = (): void => {
      if (this.at() === '+' || this.at() === '-') chomp = this.read();
    };
    chomping();
    if (isDigit(this.at())) {
      if (this.at() === '0') this.fail('found an indentation indicator equal to 0');
      increment = Number(this.read());
      if (chomp === '') chomping();
    }
    this.restOfLine();
    // 2. Lines.
    const breaks = { indent: increment > 0 ? Math.max(this.#indent, 0) + increment : 0, text: '', end: this.offset };
    this.#blockBreaks(breaks);
    let value = '';
    let leading = '';
    let leadingBlank = false;
    while (this.column === breaks.indent && this.offset < this.text.length) {
      const blank = this.at() === ' ' || this.at() === '\t';
      if (!literal && !leadingBlank && !blank && leading === '\n') value += breaks.text === '' ? ' ' : '';
      else value += leading;
      value += breaks.text;
      breaks.text = '';
      leadingBlank = blank;
      const from = this.offset;
      this.skipComment();
      value += this.text.slice(from, this.offset);
      breaks.end = this.offset;
      leading = this.atBreak() ? this.readLine() : '';
      this.#blockBreaks(breaks);
    }
    // 3. The tail.
    if (chomp !== '-') value += leading;
    if (chomp === '+') value += breaks.text;
    this.#push('scalar', start, { value, end: breaks.end });
  }

  #blockBreaks(breaks: { indent: number; text: string; end: number }): void {
    let widest = 0;
    for (;;) {
      while ((breaks.indent === 0 || this.column < breaks.indent) && this.at() === ' ') this.skip();
      widest = Math.max(widest, this.column);
      if ((breaks.indent === 0 || this.column < breaks.indent) && this.at() === '\t') this.fail('found a tab character where an indentation space is expected');
      if (!this.atBreak()) break;
      breaks.text += this.readLine();
    }
    if (breaks.indent === 0) breaks.indent = Math.max(widest, this.#indent + 1, 1);
  }

  #quotedScalar(quote: "'" | '"'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.mark();
    this.skip();
    let value = '';
    for (;;) {
      if (this.column === 0 && this.isDocumentIndicator()) this.fail('found unexpected document indicator');
      if (this.offset >= this.text.length) this.fail('found unexpected end of stream');
      let folding = false;
      while (!this.atGap()) {
        const c = this.at();
        if (c === quote) {
          if (quote === '"' || this.at(1) !== "'") break;
          this.skip();
          value += this.read();
        } else if (c === '\\' && quote === '"') {
          if (isBreak(this.at(1))) {
            this.skip();
            this.readLine();
            folding = true;
            break;
          }
          value += this.escape();
        } else value += this.read();
      }
      if (this.at() === quote) break;
      value += this.fold(folding ? { leading: '', trailing: '' } : undefined).text;
    }
    this.skip();
    this.#push('scalar', start, { value });
  }

  #plainScalar(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.mark();
    const indent = this.#indent + 1;
    let value = '';
    let gap = { text: '', broken: false };
    let end = this.offset;
    for (;;) {
      if ((this.column === 0 && this.isDocumentIndicator()) || this.at() === '#') break;
      while (!this.atGap()) {
        const c = this.at();
        if ((c === ':' && isBlankOrEnd(this.at(1))) || (this.#flow > 0 && ',?[]{}'.includes(c))) break;
        value += gap.text;
        gap = { text: '', broken: false };
        value += this.read();
        end = this.offset;
      }
      if (!this.atBreak() && this.at() !== ' ' && this.at() !== '\t') break;
      gap = this.fold(undefined, indent);
      if (this.#flow === 0 && this.column < indent) break;
    }
    this.#push('scalar', start, { value, plain: true, end });
    if (gap.broken) this.#keyAllowed = true;
  }
}
