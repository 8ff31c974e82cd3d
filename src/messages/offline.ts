import type { Language } from './language.ts';

/** The page about working without a network. `{kept}` and `{all}` are megabytes. */
export interface OfflineWords {
  readonly title: string;
  readonly lead: string;
  /** Shown above all else where this page stands in for one that is not on the device. */
  readonly absent: string;
  readonly stateTitle: string;
  readonly states: {
    /** While the worker has not answered. */
    readonly unknown: string;
    readonly some: string;
    readonly everything: string;
    readonly fetching: string;
    /** The browser keeps nothing here: an address without https, a private window, another browser. */
    readonly impossible: string;
  };
  readonly problems: { readonly 'no-network': string; readonly 'no-room': string; readonly 'newer-version': string };
  readonly keepEverything: string;
  readonly forgetEverything: string;
  readonly workTitle: string;
  readonly work: string;
  readonly versionsTitle: string;
  readonly versions: string;
  readonly withoutScript: string;
}

const words: { readonly [One in Language]: OfflineWords } = {
  ja: {
    title: 'ネットワークなしで使う',
    lead: '一度開いたページは、端末に残ります。エディターもターミナルもクラスターも、次からはネットワークがなくても動きます。旅先や教室で全部を使いたいときは、先に残りも保存してください。',
    absent: '開こうとしたページは、まだこの端末にありません。ネットワークにつながってから、もう一度開いてください。',
    stateTitle: 'この端末にあるもの',
    states: {
      unknown: '調べています。',
      some: '全体{all} MBのうち、{kept} MBがこの端末にあります。',
      everything: '全部({all} MB)がこの端末にあります。',
      fetching: '保存しています。{all} MBのうち{kept} MBまで済みました。',
      impossible: 'このアドレスまたはこのブラウザーの設定では、ページを端末に残せません。https://のアドレスを、通常のウィンドウで開いてください。',
    },
    problems: {
      'no-network': 'ネットワークが切れました。保存できた分は残っています。つながったら、続きから保存できます。',
      'no-room': '端末の空きが足りません。保存できた分は残っています。',
      'newer-version': 'サイトが新しくなりました。このサイトのページをすべて閉じてから、もう一度開いてください。',
    },
    keepEverything: '全部を保存する',
    forgetEverything: '保存したページを消す',
    workTitle: '書いたものと進み具合',
    work: '書いたファイルや進み具合は、ページとは別に保存しています。ページを消しても、なくなりません。',
    versionsTitle: 'サイトが新しくなったとき',
    versions:
      '新しい版は裏で取り寄せ、このサイトのページがすべて閉じられてから切り替わります。新旧の版が1つのページで混ざることはありません。全部を保存してあれば、新しい版も全部そろってから切り替わります。',
    withoutScript: '端末に残すには、JavaScriptが必要です。',
  },
  en: {
    title: 'Without a network',
    lead: 'A page that you have opened once stays on this device. Editor, terminal and cluster then work with no network at all. For a journey or a classroom, keep the rest as well.',
    absent: 'The page you asked for is not on this device yet. Open it again when there is a network.',
    stateTitle: 'What is on this device',
    states: {
      unknown: 'Looking …',
      some: '{kept} MB of {all} MB are on this device.',
      everything: 'All of it ({all} MB) is on this device.',
      fetching: 'Fetching: {kept} of {all} MB.',
      impossible:
        'At this address, or with these settings of the browser, pages cannot be kept. Open the site at an address that begins with https, in an ordinary window.',
    },
    problems: {
      'no-network': 'The network is gone. What was fetched is kept; carry on when it is back.',
      'no-room': 'This device has no room left. What was fetched is kept.',
      'newer-version': 'The site has a newer version. Close every page of it, then open it again.',
    },
    keepEverything: 'Keep all of it',
    forgetEverything: 'Delete the kept pages',
    workTitle: 'Your files and progress',
    work: 'What you wrote and how far you are is stored apart from the pages. Deleting the pages does not touch it.',
    versionsTitle: 'When the site changes',
    versions:
      'A new version is fetched in the background and takes over once every page of the site is closed, so no page is ever half old and half new. If you keep all of it, the new version takes over only when it is here as a whole.',
    withoutScript: 'Keeping pages needs JavaScript.',
  },
};

export function offlineWords(language: Language): OfflineWords {
  return words[language];
}
