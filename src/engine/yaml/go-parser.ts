// Models go.yaml.in/yaml/v2 v2.4.4 parserc.go and the node builder of decode.go: tokens → one document's tree.
import { GoScanner, type Token, type TokenType } from './go-scanner.ts';
import { GoYAMLError } from './go-text-cursor.ts';

interface NodeBase {
  /** Offsets into the text the parser was given. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly tag: string;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string;
  /** Plain, or with the tag `!`: its type is read off its text. */
  readonly implicit: boolean;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: YAMLNode;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly items: readonly YAMLNode[];
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly pairs: readonly (readonly [key: YAMLNode, value: YAMLNode])[];
}

export type YAMLNode = ScalarNode | AliasNode | SequenceNode | MappingNode;

/** Deeper nesting is not read: our own limit, far beyond any manifest. */
export const MAX_NESTING = 500;

/** The text nests deeper than `MAX_NESTING`. */
export class NestingError extends Error {
  readonly at: number;
  constructor(at: number) {
    super('nesting');
    this.at = at;
  }
}

const DEFAULT_TAGS: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
];

/** The tree of the first document, or `undefined` where there is none. What follows it is not looked at, as in Go. Throws `GoYAMLError`. */
export function parseGoYAML(text: string): YAMLNode | undefined {
  return new GoParser(new GoScanner(text)).document();
}

class GoParser {
  readonly #scanner: GoScanner;
  readonly #tags = new Map<string, string>();
  readonly #anchors = new Map<string, YAMLNode>();
  #depth = 0;

  constructor(scanner: GoScanner) {
    this.#scanner = scanner;
  }

  document(): YAMLNode | undefined {
    let token = this.#peek();
    if (token.type === 'stream-end') return undefined;
    const explicit = this.#directives();
    token = this.#peek();
    if (token.type === 'document-start') {
      this.#take();
      token = this.#peek();
      if (is(token, 'version-directive', 'tag-directive', 'document-start', 'document-end', 'stream-end')) return this.#empty(token.start, token.line);
    } else if (explicit) this.#fail('did not find expected <document start>', token);
    const root = this.#node(true, false);
    // The end of the document is looked for; what it is does not matter.
    this.#peek();
    return root;
  }

  #peek(): Token {
    return this.#scanner.peek();
  }

  #take(): Token {
    return this.#scanner.take();
  }

  // A parser's line is one less than a scanner's; 0 falls back on the line where the collection began, and 0 again on none.
  #fail(problem: string, token: Token, context?: Token): never {
    const line = token.line || (context?.line ?? 0);
    throw new GoYAMLError(`${line === 0 ? '' : `line ${line}: `}${problem}`, token.start);
  }

  #directives(): boolean {
    let versionSeen = false;
    let any = false;
    for (let token = this.#peek(); is(token, 'version-directive', 'tag-directive'); token = this.#peek()) {
      any = true;
      if (token.type === 'version-directive') {
        if (versionSeen) this.#fail('found duplicate %YAML directive', token);
        if (token.value !== '1.1') this.#fail('found incompatible YAML document', token);
        versionSeen = true;
      } else {
        if (this.#tags.has(token.value)) this.#fail('found duplicate %TAG directive', token);
        this.#tags.set(token.value, token.suffix);
      }
      this.#take();
    }
    for (const [handle, prefix] of DEFAULT_TAGS) if (!this.#tags.has(handle)) this.#tags.set(handle, prefix);
    return any;
  }

  #empty(at: number, line: number): ScalarNode {
    return { kind: 'scalar', start: at, end: at, line, tag: '', value: '', implicit: true };
  }

  #node(block: boolean, indentless: boolean): YAMLNode {
    const first = this.#peek();
    if (first.type === 'alias') {
      this.#take();
      const target = this.#anchors.get(first.value);
      if (!target) throw new GoYAMLError(`unknown anchor '${first.value}' referenced`, first.start);
      return { kind: 'alias', start: first.start, end: first.end, line: first.line, tag: '', name: first.value, target };
    }
    // 1. Properties, in either order.
    let anchor: string | undefined;
    let tagToken: Token | undefined;
    for (let token = first; (token.type === 'anchor' && anchor === undefined) || (token.type === 'tag' && !tagToken); token = this.#peek()) {
      this.#take();
      if (token.type === 'anchor') anchor = token.value;
      else tagToken = token;
    }
    const tag = tagToken ? this.#resolveTag(tagToken, first) : '';
    // 2. Content.
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) throw new NestingError(first.start);
    const token = this.#peek();
    const frame = { start: first.start, line: first.line, tag };
    let node: YAMLNode;
    if (indentless && token.type === 'block-entry') node = this.#indentlessSequence(frame, anchor);
    else if (token.type === 'scalar') {
      this.#take();
      node = { kind: 'scalar', ...frame, end: token.end, value: token.value, implicit: (tag === '' && token.plain) || tag === '!' };
    } else if (token.type === 'flow-sequence') node = this.#flowSequence(frame, anchor);
    else if (token.type === 'flow-mapping') node = this.#flowMapping(frame, anchor);
    else if (block && token.type === 'block-sequence') node = this.#blockSequence(frame, anchor);
    else if (block && token.type === 'block-mapping') node = this.#blockMapping(frame, anchor);
    else if (anchor !== undefined || tag !== '') node = { ...this.#empty(first.end, first.line), ...frame, implicit: tag === '' };
    else this.#fail('did not find expected node content', token, first);
    this.#depth -= 1;
    if (anchor !== undefined && node.kind === 'scalar') this.#anchors.set(anchor, node);
    return node;
  }

  #resolveTag({ value: handle, suffix, start }: Token, context: Token): string {
    const prefix = handle === '' ? '' : this.#tags.get(handle);
    if (prefix === undefined) this.#fail('found undefined tag handle', { ...context, start });
    return prefix + suffix;
  }

  // A collection can be named inside itself: its node is known before its members are.
  #collection<N extends SequenceNode | MappingNode>(node: N, anchor: string | undefined): N {
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #indentlessSequence(frame: Frame, anchor: string | undefined): SequenceNode {
    const items: YAMLNode[] = [];
    const node = this.#collection({ kind: 'sequence' as const, ...frame, end: frame.start, items }, anchor);
    while (this.#peek().type === 'block-entry') {
      const entry = this.#take();
      items.push(is(this.#peek(), 'block-entry', 'key', 'value', 'block-end') ? this.#empty(entry.end, entry.line) : this.#node(true, false));
    }
    return Object.assign(node, { end: items.at(-1)?.end ?? frame.start });
  }

  #blockSequence(frame: Frame, anchor: string | undefined): SequenceNode {
    const open = this.#take();
    const items: YAMLNode[] = [];
    const node = this.#collection({ kind: 'sequence' as const, ...frame, end: frame.start, items }, anchor);
    for (let token = this.#peek(); token.type !== 'block-end'; token = this.#peek()) {
      if (token.type !== 'block-entry') this.#fail("did not find expected '-' indicator", token, open);
      this.#take();
      items.push(is(this.#peek(), 'block-entry', 'block-end') ? this.#empty(token.end, token.line) : this.#node(true, false));
    }
    this.#take();
    return Object.assign(node, { end: items.at(-1)?.end ?? frame.start });
  }

  #blockMapping(frame: Frame, anchor: string | undefined): MappingNode {
    const open = this.#take();
    const pairs: [YAMLNode, YAMLNode][] = [];
    const node = this.#collection({ kind: 'mapping' as const, ...frame, end: frame.start, pairs }, anchor);
    const part = (mark: Token): YAMLNode => (is(this.#peek(), 'key', 'value', 'block-end') ? this.#empty(mark.end, mark.line) : this.#node(true, true));
    for (let token = this.#peek(); token.type !== 'block-end'; token = this.#peek()) {
      if (token.type !== 'key') this.#fail('did not find expected key', token, open);
      this.#take();
      const key = part(token);
      const mark = this.#peek();
      const value = mark.type === 'value' ? part(this.#take()) : this.#empty(key.end, mark.line);
      pairs.push([key, value]);
    }
    this.#take();
    return Object.assign(node, { end: pairs.at(-1)?.[1].end ?? frame.start });
  }

  #flowSequence(frame: Frame, anchor: string | undefined): SequenceNode {
    const open = this.#take();
    const items: YAMLNode[] = [];
    const node = this.#collection({ kind: 'sequence' as const, ...frame, end: frame.start, items }, anchor);
    while (this.#peek().type !== 'flow-sequence-end') {
      if (items.length > 0) {
        if (this.#peek().type !== 'flow-entry') this.#fail("did not find expected ',' or ']'", this.#peek(), open);
        this.#take();
        if (this.#peek().type === 'flow-sequence-end') break;
      }
      const token = this.#peek();
      if (token.type !== 'key') {
        items.push(this.#node(false, false));
        continue;
      }
      this.#take();
      const ends = ['flow-entry', 'flow-sequence-end'] as const;
      let key: YAMLNode;
      if (is(this.#peek(), 'value', ...ends)) {
        // Models the parser's own slip: the token after an empty key is taken with it.
        key = this.#empty(this.#peek().end, token.line);
        this.#take();
      } else key = this.#node(false, false);
      const value = this.#flowValue(ends);
      items.push({ kind: 'mapping', start: token.start, end: value.end, line: token.line, tag: '', pairs: [[key, value]] });
    }
    return Object.assign(node, { end: this.#take().end });
  }

  #flowMapping(frame: Frame, anchor: string | undefined): MappingNode {
    const open = this.#take();
    const pairs: [YAMLNode, YAMLNode][] = [];
    const node = this.#collection({ kind: 'mapping' as const, ...frame, end: frame.start, pairs }, anchor);
    const ends = ['flow-entry', 'flow-mapping-end'] as const;
    while (this.#peek().type !== 'flow-mapping-end') {
      if (pairs.length > 0) {
        if (this.#peek().type !== 'flow-entry') this.#fail("did not find expected ',' or '}'", this.#peek(), open);
        this.#take();
        if (this.#peek().type === 'flow-mapping-end') break;
      }
      if (this.#peek().type === 'key') {
        const mark = this.#take();
        const key = is(this.#peek(), 'value', ...ends) ? this.#empty(mark.end, mark.line) : this.#node(false, false);
        pairs.push([key, this.#flowValue(ends)]);
      } else {
        const key = this.#node(false, false);
        pairs.push([key, this.#empty(key.end, this.#peek().line)]);
      }
    }
    return Object.assign(node, { end: this.#take().end });
  }

  #flowValue(ends: readonly TokenType[]): YAMLNode {
    const token = this.#peek();
    if (token.type !== 'value') return this.#empty(token.start, token.line);
    this.#take();
    return is(this.#peek(), ...ends) ? this.#empty(token.end, token.line) : this.#node(false, false);
  }
}

interface Frame {
  readonly start: number;
  readonly line: number;
  readonly tag: string;
}

function is(token: Token, ...types: TokenType[]): boolean {
  return types.includes(token.type);
}
