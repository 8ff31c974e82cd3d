// Models go.yaml.in/yaml/v2 v2.4.4 readerc.go, yamlprivateh.go and the small steps of scannerc.go: one place in a text that moves on.

/** Text that the Go parser refuses: its words, and where it stood. */
export class GoYAMLError extends Error {
  readonly at: number;
  constructor(problem: string, at: number) {
    super(problem);
    this.at = at;
  }
}

/** Where the cursor was: offset in UTF-16 units, line and column from 0. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

const ESCAPES: { readonly [letter: string]: string } = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_LENGTH: { readonly [letter: string]: number } = { x: 2, u: 4, U: 8 };

/** A place in a text, with its line and column; column counts characters. */
export class GoTextCursor {
  readonly text: string;
  protected offset = 0;
  protected line = 0;
  protected column = 0;

  constructor(text: string) {
    this.text = text;
  }

  // A problem on the first line carries no line number: in Go, line 0 means "unknown".
  protected fail(problem: string): never {
    throw new GoYAMLError(`${this.line === 0 ? '' : `line ${this.line + 1}: `}${problem}`, this.offset);
  }

  protected at(ahead = 0): string {
    return this.text[this.offset + ahead] ?? '\0';
  }

  protected mark(): Mark {
    return { offset: this.offset, line: this.line, column: this.column };
  }

  protected skip(): void {
    const code = this.text.charCodeAt(this.offset);
    this.offset += code >= 0xd800 && code <= 0xdbff && this.offset + 1 < this.text.length ? 2 : 1;
    this.column += 1;
  }

  /** Takes one character. */
  protected read(): string {
    const start = this.offset;
    this.skip();
    return this.text.slice(start, this.offset);
  }

  /** Takes one line break; CR, CRLF and NEL read as LF. */
  protected readLine(): string {
    const c = this.at();
    this.offset += c === '\r' && this.at(1) === '\n' ? 2 : 1;
    this.line += 1;
    this.column = 0;
    return c === '\u2028' || c === '\u2029' ? c : '\n';
  }

  protected skipComment(): void {
    while (!this.atBreak() && this.offset < this.text.length) this.skip();
  }

  protected atBreak(): boolean {
    return isBreak(this.at());
  }

  /** Blank, break or end of text. */
  protected atGap(): boolean {
    return isBlankOrEnd(this.at());
  }

  protected isDocumentIndicator(): boolean {
    const three = this.text.slice(this.offset, this.offset + 3);
    return (three === '---' || three === '...') && isBlankOrEnd(this.at(3));
  }

  protected restOfLine(): void {
    this.blanks();
    if (this.at() === '#') this.skipComment();
    if (this.atBreak()) this.readLine();
    else if (this.offset < this.text.length) this.fail('did not find expected comment or line break');
  }

  protected blanks(): void {
    while (this.at() === ' ' || this.at() === '\t') this.skip();
  }

  protected letters(): string {
    let letters = '';
    while (/[0-9A-Za-z_-]/.test(this.at())) letters += this.read();
    return letters;
  }

  protected versionNumber(): number {
    let digits = '';
    while (isDigit(this.at())) {
      if (digits.length === 2) this.fail('found extremely long version number');
      digits += this.read();
    }
    if (digits === '') this.fail('did not find expected version number');
    return Number(digits);
  }

  protected tagHandle(directive: boolean): string {
    if (this.at() !== '!') this.fail("did not find expected '!'");
    let handle = this.read() + this.letters();
    if (this.at() === '!') handle += this.read();
    else if (directive && handle !== '!') this.fail("did not find expected '!'");
    return handle;
  }

  protected tagURI(head: string): string {
    let uri = head.slice(1);
    const before = this.offset;
    while (/[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]%]/.test(this.at())) uri += this.at() === '%' ? this.uriEscapes() : this.read();
    if (head === '' && this.offset === before) this.fail('did not find expected tag URI');
    return uri;
  }

  protected uriEscapes(): string {
    let bytes = '';
    for (let width = 1; bytes.length < 3 * width;) {
      const octet = /^%[0-9A-Fa-f]{2}/.exec(this.text.slice(this.offset, this.offset + 3))?.[0];
      if (octet === undefined) this.fail('did not find URI escaped octet');
      const byte = Number.parseInt(octet.slice(1), 16);
      if (bytes === '') {
        width = byte < 0x80 ? 1 : byte >> 5 === 6 ? 2 : byte >> 4 === 14 ? 3 : byte >> 3 === 30 ? 4 : 0;
        if (width === 0) this.fail('found an incorrect leading UTF-8 octet');
      } else if (byte >> 6 !== 2) this.fail('found an incorrect trailing UTF-8 octet');
      bytes += octet;
      for (let i = 0; i < 3; i++) this.skip();
    }
    return decodeOctets(bytes);
  }

  protected escape(): string {
    const letter = this.at(1);
    const length = HEX_LENGTH[letter] ?? 0;
    const simple = ESCAPES[letter];
    if (length === 0 && simple === undefined) this.fail('found unknown escape character');
    this.skip();
    this.skip();
    if (simple !== undefined) return simple;
    const digits = this.text.slice(this.offset, this.offset + length);
    if (digits.length < length || /[^0-9A-Fa-f]/.test(digits)) this.fail('did not find expected hexdecimal number');
    const code = Number.parseInt(digits, 16);
    if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) this.fail('found invalid Unicode character escape code');
    for (let i = 0; i < length; i++) this.skip();
    return String.fromCodePoint(code);
  }

  /** Takes blanks and breaks between two words: kept as they are on one line, folded where a break is among them. */
  protected fold(broken?: { leading: string; trailing: string }, tabBelow = -1): { text: string; broken: boolean } {
    let blanks = '';
    let breaks = broken;
    for (;;) {
      const c = this.at();
      if (c === ' ' || c === '\t') {
        if (breaks && this.column < tabBelow && c === '\t') this.fail('found a tab character that violates indentation');
        const blank = this.read();
        if (!breaks) blanks += blank;
      } else if (isBreak(c)) {
        const line = this.readLine();
        if (breaks) breaks = { leading: breaks.leading, trailing: breaks.trailing + line };
        else breaks = { leading: line, trailing: '' };
      } else break;
    }
    if (!breaks) return { text: blanks, broken: false };
    const { leading, trailing } = breaks;
    return { text: leading === '\n' ? trailing || ' ' : leading + trailing, broken: true };
  }
}

/** An ASCII digit. */
export function isDigit(c: string): boolean {
  return c >= '0' && c <= '9';
}

/** A line break of YAML 1.1. */
export function isBreak(c: string): boolean {
  return c === '\n' || c === '\r' || c === '\x85' || c === '\u2028' || c === '\u2029';
}

/** A space, a tab, a break, or the end of the text (NUL). */
export function isBlankOrEnd(c: string): boolean {
  return c === ' ' || c === '\t' || c === '\0' || isBreak(c);
}

function decodeOctets(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}
