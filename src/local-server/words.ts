/** What the server says itself, in both languages at once: nobody has chosen one yet. */
interface Both {
  readonly ja: string;
  readonly en: string;
}

/** Why a request is refused, by the status of the answer. */
export const REFUSALS = {
  400: { ja: 'この要求は読めませんでした。', en: 'This request could not be read.' },
  401: {
    ja: '掲示板の鍵が違います。サーバーを始めた画面にあるアドレスを開いてください。',
    en: 'This is not the key of the board. Open the address that the server printed when it started.',
  },
  403: { ja: 'ほかのサイトのページからは受け付けません。', en: 'Nothing is taken from pages of other sites.' },
  404: { ja: 'ここにそのファイルはありません。', en: 'There is no such file here.' },
  405: { ja: '使えるのはGET、HEAD、POSTだけで、POSTは掲示板にだけ使えます。', en: 'Only GET, HEAD and POST are understood, and POST by the board alone.' },
  408: { ja: '要求が時間内に届き終わりませんでした。', en: 'The request did not arrive in time.' },
  413: { ja: '送られたものが大きすぎます。上限は2048バイトです。', en: 'What was sent is too large. At most 2048 bytes are taken.' },
  415: { ja: '掲示板が受け取るのはapplication/jsonだけです。', en: 'The board takes application/json only.' },
  421: {
    ja: 'この名前はこのコンピューターのものではありません。サーバーを始めた画面にあるアドレスで開いてください。',
    en: 'This name is not a name of this computer. Use an address that the server printed when it started.',
  },
  422: { ja: '掲示板に書けない値です', en: 'The board does not take this value' },
  429: { ja: '要求が多すぎます。少し待ってから試してください。', en: 'Too many requests. Wait a moment, then try again.' },
  431: { ja: '要求のヘッダーが大きすぎます。', en: 'The headers of the request are too large.' },
  500: { ja: 'サーバーの側で失敗しました。', en: 'The server itself failed.' },
  503: { ja: '掲示板がいっぱいです。講師に消去を頼んでください。', en: 'The board is full. Ask the instructor to erase it.' },
} satisfies { readonly [status: number]: Both };

export type Refusal = keyof typeof REFUSALS;

/** A refusal as plain text, both languages, and what it is about if that is known. */
export function refusalText(status: Refusal, about?: string): string {
  const { ja, en } = REFUSALS[status];
  return about === undefined ? `${ja}\n${en}\n` : `${ja}: ${about}\n${en}: ${about}\n`;
}

/** What stands on the console. */
export const CONSOLE = {
  here: { ja: 'このコンピューターで開く', en: 'On this computer' },
  guide: { ja: '講師の手引き', en: 'The facilitator’s guide' },
  room: { ja: '同じネットワークの人が開く', en: 'For others on the same network' },
  noRoom: {
    ja: 'ネットワークにつながっていません。つながると、ほかの人も開けます。',
    en: 'This computer is on no network. Once it is, others can open the site, too.',
  },
  board: { ja: '講師用の掲示板。このアドレスは教えないでください', en: 'The instructor’s board. Keep this address to yourself' },
  stop: {
    ja: '止めるには、この画面でCtrl+Cを押します。掲示板の内容は、そのとき消えます。',
    en: 'Ctrl+C in this window stops the server. What is on the board is gone then.',
  },
  stopped: { ja: '止めました。何も残していません。', en: 'Stopped. Nothing was kept.' },
  taken: {
    ja: 'このポートはほかのプログラムが使っています。--portで別の番号を選んでください',
    en: 'Another program uses this port. Choose another number with --port',
  },
  forbidden: {
    ja: 'このポートを使うことが許されていません。--portで1024以上の番号を選んでください',
    en: 'This port may not be used. Choose a number of 1024 or more with --port',
  },
  noSite: {
    ja: 'サイトのファイルがありません。ZIPを全部展開してから始めてください',
    en: 'The files of the site are not here. Unpack the whole ZIP, then start again',
  },
  oldNode: { ja: 'Node.js 20以上が必要です。今のものは', en: 'Node.js 20 or newer is needed. This one is' },
  unknown: { ja: '知らない指定です', en: 'Not known' },
} satisfies { readonly [id: string]: Both };
