import type { Language } from './language.ts';

/** The list of keys: loaded when somebody asks for it. */
export interface ShortcutWords {
  readonly title: string;
  readonly lead: string;
  readonly names: { readonly apply: string; readonly nextPane: string; readonly previousPane: string; readonly search: string; readonly keys: string };
  readonly none: string;
  readonly change: (name: string) => string;
  readonly press: string;
  readonly off: (name: string) => string;
  readonly back: (name: string) => string;
  readonly changed: (name: string, key: string) => string;
  readonly turnedOff: (name: string) => string;
  readonly taken: (key: string, name: string) => string;
  readonly notKept: string;
  readonly fixedTitle: string;
  /** Keys that every editor, shell or list has, and what they do. */
  readonly fixed: readonly (readonly [keys: string, what: string])[];
  readonly close: string;
}

const ja: ShortcutWords = {
  title: 'キーボードの操作',
  lead: '「変える」を押してから、使いたいキーを押します。この端末に残ります。',
  names: { apply: '適用する', nextPane: '次の画面へ', previousPane: '前の画面へ', search: '検索する', keys: 'この一覧を開く' },
  none: 'なし',
  change: (name) => `変える: ${name}`,
  press: 'キーを押します（Escでやめる）',
  off: (name) => `使わない: ${name}`,
  back: (name) => `元のキーに戻す: ${name}`,
  changed: (name, key) => `${name}: ${key}にしました。`,
  turnedOff: (name) => `${name}: キーを外しました。`,
  taken: (key, name) => `${key}は「${name}」が使っています。変えていません。`,
  notKept: 'このブラウザーでは、キーの設定を保存できません。',
  fixedTitle: '決まっているキー',
  fixed: [
    ['Esc → Tab', 'エディターやターミナルの外へ移る'],
    ['Tab', 'エディターでは字下げ、ターミナルでは補完'],
    ['↑ ↓', 'ターミナルの履歴をたどる'],
    ['Alt+P', 'ターミナルの履歴を探す'],
    ['Ctrl+C / Ctrl+L', 'コマンドを止める / 画面を空ける'],
    ['Ctrl+Space', '高機能なエディターで、候補を出す'],
    ['← → Home End', 'タブ、図の中のもの、並べ替える行を選ぶ'],
    ['Esc', '開いているものを閉じる'],
  ],
  close: '閉じる',
};

const en: ShortcutWords = {
  title: 'Keyboard',
  lead: 'Press “Change”, then the key that you want. It is kept on this device.',
  names: { apply: 'Apply', nextPane: 'To the next pane', previousPane: 'To the previous pane', search: 'Search', keys: 'Open this list' },
  none: 'none',
  change: (name) => `Change: ${name}`,
  press: 'Press a key (Esc to leave it)',
  off: (name) => `Turn off: ${name}`,
  back: (name) => `Back to the usual key: ${name}`,
  changed: (name, key) => `${name}: now ${key}.`,
  turnedOff: (name) => `${name}: has no key now.`,
  taken: (key, name) => `${key} belongs to “${name}”. Nothing was changed.`,
  notKept: 'This browser does not keep the keys.',
  fixedTitle: 'Keys that stay',
  fixed: [
    ['Esc, then Tab', 'leave the editor or the terminal'],
    ['Tab', 'indents in the editor, completes in the terminal'],
    ['↑ ↓', 'go through the history of the terminal'],
    ['Alt+P', 'search the history of the terminal'],
    ['Ctrl+C / Ctrl+L', 'stop a command / clear the screen'],
    ['Ctrl+Space', 'show what fits, in the full editor'],
    ['← → Home End', 'choose among tabs, things in the drawing, lines to arrange'],
    ['Esc', 'closes what is open'],
  ],
  close: 'Close',
};

/** The words of the list of keys in one language. */
export function shortcutWords(language: Language): ShortcutWords {
  return language === 'ja' ? ja : en;
}
