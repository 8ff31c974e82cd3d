/** Rows of the kana by what is typed before a vowel: a, i, u, e, o; a hyphen where there is none. */
const ROWS: { readonly [consonant: string]: string } = {
  '': 'あ い う え お',
  k: 'か き く け こ',
  g: 'が ぎ ぐ げ ご',
  s: 'さ し す せ そ',
  sh: 'しゃ し しゅ しぇ しょ',
  z: 'ざ じ ず ぜ ぞ',
  j: 'じゃ じ じゅ じぇ じょ',
  t: 'た ち つ て と',
  ch: 'ちゃ ち ちゅ ちぇ ちょ',
  ts: 'つぁ つぃ つ つぇ つぉ',
  d: 'だ でぃ づ で ど',
  n: 'な に ぬ ね の',
  h: 'は ひ ふ へ ほ',
  f: 'ふぁ ふぃ ふ ふぇ ふぉ',
  b: 'ば び ぶ べ ぼ',
  p: 'ぱ ぴ ぷ ぺ ぽ',
  m: 'ま み む め も',
  y: 'や - ゆ いぇ よ',
  r: 'ら り る れ ろ',
  w: 'わ うぃ う うぇ を',
  v: 'ゔぁ ゔぃ ゔ ゔぇ ゔぉ',
  ky: 'きゃ - きゅ - きょ',
  gy: 'ぎゃ - ぎゅ - ぎょ',
  ny: 'にゃ - にゅ - にょ',
  hy: 'ひゃ - ひゅ - ひょ',
  by: 'びゃ - びゅ - びょ',
  py: 'ぴゃ - ぴゅ - ぴょ',
  my: 'みゃ - みゅ - みょ',
  ry: 'りゃ - りゅ - りょ',
};

/** `toranku` and `to-kun` as folded kana; `undefined` where some letter belongs to no syllable. */
export function kanaOf(romaji: string): string | undefined {
  let rest = romaji.toLowerCase();
  let kana = '';
  while (rest !== '') {
    const alone = /^(?:-|n'|n(?![aiueoy])|([bcdfgjkmprstvz])(?=\1)|t(?=ch))/u.exec(rest)?.[0];
    const [whole = '', consonant = '', vowel = ''] = alone === undefined ? (/^([^aiueo]{0,2})([aiueo])/u.exec(rest) ?? []) : [alone];
    const syllable = alone === undefined ? ROWS[consonant]?.split(' ')['aiueo'.indexOf(vowel)] : alone === '-' ? 'ー' : alone.startsWith('n') ? 'ん' : 'っ';
    if (whole === '' || syllable === undefined || syllable === '-') return undefined;
    kana += syllable;
    rest = rest.slice(whole.length);
  }
  return kana;
}

/** Kana without what romaji often leaves out: long vowels and double consonants. */
export const bareKana = (kana: string): string => kana.replace(/[ーっ]/gu, '');
