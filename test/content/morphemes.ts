/**
 * kuromoji as the rules of Japanese share it, at a third of the time and with the same tokens: a word is looked up where it stands (kuromoji copies the
 * rest of the text for every letter of it), features are read once for each word, and no sentence is taken apart twice.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A word's row in a dictionary: costs and the names of its contexts, by offset. */
interface WordDictionary {
  readonly dictionary: { getShort(index: number): number };
  readonly target_map: { readonly [id: number]: readonly number[] };
  getFeatures(word: number): string;
}

interface LetterClass {
  readonly class_id: number;
  readonly class_name: string;
  readonly is_always_invoke: number;
  readonly is_grouping: number;
}

interface Lattice {
  append(node: object): void;
  appendEos(): void;
}

interface LatticeBuilder {
  readonly trie: { readonly bc: { getBase(index: number): number; getCheck(index: number): number } };
  readonly token_info_dictionary: WordDictionary;
  readonly unknown_dictionary: WordDictionary & { lookup(letter: string): LetterClass };
  build(text: string): Lattice;
}

export interface Tokenizer {
  readonly viterbi_builder: LatticeBuilder;
  readonly token_info_dictionary: WordDictionary;
  tokenizeForSentence(text: string, tokens?: object[]): object[];
}

// CommonJS, without types of its own.
const load = createRequire(import.meta.url);
const source = dirname(load.resolve('kuromoji'));
// Said once: else the place of its dictionary is looked up on the disk for every sentence.
process.env['KUROMOJIN_DIC_PATH'] ??= join(source, '../dict');

const ViterbiLattice = load('kuromoji/src/viterbi/ViterbiLattice.js') as new () => Lattice;
const ViterbiNode = load('kuromoji/src/viterbi/ViterbiNode.js') as new (
  word: number,
  cost: number,
  start: number,
  length: number,
  type: 'KNOWN' | 'UNKNOWN',
  left: number,
  right: number,
  surface: string,
) => object;

/** As kuromoji's own `build`, for texts whose letters are all of one code unit. */
function latticeOf({ trie: { bc }, token_info_dictionary: known, unknown_dictionary: unknown }: LatticeBuilder, text: string): Lattice {
  const lattice = new ViterbiLattice();
  const append = ({ dictionary, target_map }: WordDictionary, id: number, type: 'KNOWN' | 'UNKNOWN', start: number, surface: string): void => {
    for (const word of target_map[id] ?? [])
      lattice.append(new ViterbiNode(word, dictionary.getShort(word + 4), start + 1, surface.length, type, dictionary.getShort(word), dictionary.getShort(word + 2), surface));
  };
  /** The node of the trie below another along one byte; -1 where there is none. */
  const below = (node: number, byte: number): number => {
    const child = bc.getBase(node) + byte;
    return bc.getCheck(child) === node ? child : -1;
  };
  for (let start = 0; start < text.length; start += 1) {
    let isKnown = false;
    let node = 0;
    for (let end = start; end < text.length && node >= 0; end += 1) {
      const code = text.charCodeAt(end);
      if (code < 0x80) node = below(node, code);
      else {
        node = below(node, code < 0x800 ? (code >>> 6) | 0xc0 : (code >>> 12) | 0xe0);
        if (code >= 0x800 && node >= 0) node = below(node, ((code >>> 6) & 0x3f) | 0x80);
        if (node >= 0) node = below(node, (code & 0x3f) | 0x80);
      }
      const word = node < 0 ? -1 : below(node, 0);
      if (word < 0) continue;
      isKnown = true;
      append(known, -bc.getBase(word) - 1, 'KNOWN', start, text.slice(start, end + 1));
    }
    const letter = unknown.lookup(text.charAt(start));
    if (isKnown && letter.is_always_invoke !== 1) continue;
    let end = start + 1;
    if (letter.is_grouping === 1) while (end < text.length && unknown.lookup(text.charAt(end)).class_name === letter.class_name) end += 1;
    append(unknown, letter.class_id, 'UNKNOWN', start, text.slice(start, end));
  }
  lattice.appendEos();
  return lattice;
}

const SURROGATE = /[\ud800-\udfff]/;

function hasten(tokenizer: Tokenizer): void {
  const { viterbi_builder: builder, token_info_dictionary: words } = tokenizer;
  const [build, tokenize, read] = [builder.build.bind(builder), tokenizer.tokenizeForSentence.bind(tokenizer), words.getFeatures.bind(words)];
  builder.build = (text) => (SURROGATE.test(text) ? build(text) : latticeOf(builder, text));
  const features = new Map<number, string>();
  words.getFeatures = (word) => {
    const line = features.get(word) ?? read(word);
    features.set(word, line);
    return line;
  };
  const taken = new Map<string, object[]>();
  tokenizer.tokenizeForSentence = (text, before) => {
    if (before) return tokenize(text, before);
    const tokens = taken.get(text) ?? tokenize(text);
    taken.set(text, tokens);
    return tokens;
  };
}

const { getTokenizer } = load('kuromojin') as { getTokenizer(): Promise<Tokenizer> };
let hastened: Promise<void> | undefined;

/** From then on the rules' own tokenizer is quick. */
export const hastenTokenizer = (): Promise<void> => (hastened ??= getTokenizer().then(hasten));
