import type { Language } from './language.ts';

/** The words of the board that the local server holds: of the instructor's page, and of the control that puts a learner on it. */
export interface StatusBoardWords {
  readonly title: string;
  readonly lead: string;
  readonly withoutScript: string;
  /** `{help}`, `{working}`, `{done}`, `{all}`: how many. */
  readonly summary: string;
  readonly nobody: string;
  readonly columns: { readonly status: string; readonly name: string; readonly exercise: string; readonly since: string };
  /** `{minutes}`. */
  readonly ago: string;
  readonly now: string;
  readonly noKey: string;
  readonly wrongKey: string;
  readonly noServer: string;
  readonly erase: string;
  readonly eraseTitle: string;
  readonly eraseWords: string;
  readonly eraseSurely: string;
  readonly keep: string;
  readonly erased: string;
  /** Of the learner's control. */
  readonly share: {
    readonly title: string;
    readonly lead: string;
    readonly nickname: string;
    readonly begin: string;
    /** `{nickname}`. */
    readonly on: string;
    readonly end: string;
    readonly ended: string;
    readonly problems: { readonly nickname: string; readonly full: string; readonly busy: string; readonly gone: string };
  };
}

const words: { readonly [One in Language]: StatusBoardWords } = {
  ja: {
    title: '教室の掲示板',
    lead: '掲示板に出ることを選んだ人の、今の状態です。2秒ごとに新しくなります。名前と状態は、サーバーを動かしているコンピューターのメモリーにだけあり、消去するか、サーバーを止めるとなくなります。',
    withoutScript: '掲示板を見るにはJavaScriptが必要です。',
    summary: '助けて{help}人、作業中{working}人、できた{done}人。全部で{all}人',
    nobody: 'まだ、だれも出ていません。',
    columns: { status: '状態', name: '呼び名', exercise: '演習', since: 'いつから' },
    ago: '{minutes}分前',
    now: 'たった今',
    noKey: 'このアドレスだけでは見られません。サーバーを始めた画面にある、掲示板のアドレスを開いてください。',
    wrongKey: '鍵が違います。サーバーを始め直すと、鍵は変わります。画面にある新しいアドレスを開いてください。',
    noServer: 'サーバーが答えません。動いているかどうかを確かめてください。つながると、続きが出ます。',
    erase: '全部消す',
    eraseTitle: '掲示板を消しますか',
    eraseWords: '全員の呼び名と状態が消えます。状態を変えた人は、また出ます。演習の記録には触れません。',
    eraseSurely: '消す',
    keep: '消さない',
    erased: '消しました。',
    share: {
      title: '講師の掲示板に出る',
      lead: '呼び名、状態、演習の番号だけを、このサイトを動かしているコンピューターに送ります。書いたものは送りません。httpの通信なので、同じネットワークの人に読まれることがあります。本名でなくて構いません。',
      nickname: '呼び名(20文字まで)',
      begin: '掲示板に出る',
      on: '{nickname}として掲示板に出ています。',
      end: '掲示板から消える',
      ended: '掲示板から消えました。',
      problems: {
        nickname: 'この呼び名は使えません。1文字から20文字で、改行や見えない文字を入れずに書いてください。',
        full: '掲示板がいっぱいです。講師に知らせてください。',
        busy: 'サーバーが混んでいます。状態を変えると、また送ります。',
        gone: 'サーバーに届きませんでした。演習は続けられます。状態を変えると、また送ります。',
      },
    },
  },
  en: {
    title: 'Board of the room',
    lead: 'Everybody who chose to be here, and how they are doing. It is renewed every two seconds. Names and states are only in the memory of the computer that runs the server, and gone once they are erased or the server stops.',
    withoutScript: 'The board needs JavaScript.',
    summary: '{help} need help, {working} working, {done} done, {all} in all',
    nobody: 'Nobody is here yet.',
    columns: { status: 'State', name: 'Nickname', exercise: 'Exercise', since: 'Since' },
    ago: '{minutes} min ago',
    now: 'just now',
    noKey: 'This address alone is not enough. Open the address of the board that the server printed when it started.',
    wrongKey: 'This is not the key. It changes whenever the server starts: open the address that it prints now.',
    noServer: 'The server does not answer. See whether it runs. Once it does, this goes on.',
    erase: 'Erase all',
    eraseTitle: 'Erase the board?',
    eraseWords: 'Every nickname and state goes. Whoever changes state comes back. Nobody’s exercises are touched.',
    eraseSurely: 'Erase',
    keep: 'Keep it',
    erased: 'Erased.',
    share: {
      title: 'Be on the instructor’s board',
      lead: 'Your nickname, your state and the number of the exercise go to the computer that serves this site, and nothing that you write. It is plain http, so others on the network could read it. It need not be your name.',
      nickname: 'Nickname (up to 20 characters)',
      begin: 'Be on the board',
      on: 'On the board as {nickname}.',
      end: 'Leave the board',
      ended: 'You are off the board.',
      problems: {
        nickname: 'This nickname cannot be used. Write 1 to 20 characters, without line breaks or invisible ones.',
        full: 'The board is full. Tell the instructor.',
        busy: 'The server is busy. It is sent again when your state changes.',
        gone: 'It did not reach the server. The exercises go on. It is sent again when your state changes.',
      },
    },
  },
};

/** The words of the room's board in one language. */
export function statusBoardWords(language: Language): StatusBoardWords {
  return words[language];
}
