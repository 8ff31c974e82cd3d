import type { ShellWords } from './shell.ts';

const verbs = { GET: '読み取り', LIST: '一覧', POST: '作成', PUT: '置き換え', PATCH: '部分的な変更', DELETE: '削除' } as const;
const did = { added: '作りました', changed: '変えました', removed: '消しました' } as const;
const verdicts = {
  delivered: '届いて返事が来ました',
  REJECT: '断られました（REJECT）',
  RST: '届いた先のポートが閉じていました（RST）',
  DROP: '返事がありませんでした（DROP）',
} as const;
const outcomes = {
  answered: '答えがありました',
  NODATA: '名前はありますが、その型の答えはありません（NODATA）',
  NXDOMAIN: 'その名前はありません（NXDOMAIN）',
  SERVFAIL: 'サーバーが答えられませんでした（SERVFAIL）',
  REFUSED: 'サーバーが断りました（REFUSED）',
  timeout: '返事がありませんでした',
} as const;
const place = (terminal: string): string => terminal.replace(/#\d+$/, '');

/** ターミナルの言葉。 */
export const shellJa: ShellWords = {
  explain: '説明',
  explanation: 'この答えの出どころ',
  copyCommand: 'コマンドをコピー',
  copyOutput: '出力をコピー',
  copied: 'コピーしました',
  notCopied: 'コピーできませんでした',
  showAll: (lines) => `全${lines}行を表示`,
  showLess: 'たたむ',
  running: '実行中',
  stop: '止める（Ctrl+C）',
  behind: 'バックグラウンドで実行中',
  editor: {
    title: 'エディター',
    save: '保存して閉じる',
    leave: '保存せずに閉じる',
  },
  openShell: 'シェル',
  openShellAt: 'シェルを開く場所',
  closeShell: (at) => `${at}のシェルを閉じる`,
  twoPanes: '2つ並べる',
  tooLong: (most) => `${most}文字を超えるコマンドは実行しません。入力はそのまま残しています。`,
  larger: '文字を大きく',
  smaller: '文字を小さく',
  wrap: '行を折り返す',
  search: '履歴から探す（Alt+P）',
  noHistory: '履歴に当てはまるものはありません',
  keys: '入力の補助キー',
  inputHint: 'タブキーで補完します。Escのあとにタブキーで、ターミナルの外へ移れます。上下の矢印で履歴、Alt+Pで履歴の検索です。',
  candidates: '候補',
  candidateCount: (count) => `候補${count}件`,
  noCandidates: '候補はありません。Escのあとにタブキーで外へ移れます',
  free: 'タブキーで外へ移れます',
  read: (lines, exitCode) => (lines === 0 ? `出力はありません。終了コード${exitCode}` : `出力${lines}行、終了コード${exitCode}`),
  readFolded: (lines, exitCode) => `出力${lines}行、終了コード${exitCode}。長いので、先頭だけを読み上げます`,
  showObject: (name) => `${name}を図で見る`,
  showRoute: (to) => `${to}の経路を見る`,
  more: (count) => `ほか${count}件`,
  wide: {
    found: (characters) => `半角ではない文字が混ざっています: ${characters}。シェルはこれを別の文字として読みます。`,
    use: '半角に直して入力欄へ',
  },
  help: {
    title: 'この演習のターミナルでできること',
    lead: 'コマンドは、実物と同じ答えを返します。例を選ぶと入力欄に入ります。',
    look: 'クラスターを見る',
    ask: '名前と通信を確かめる（Podのシェルで）',
    change: 'クラスターを変える',
    keysTitle: 'キー',
    rows: {
      pods: 'Podの状態、IPアドレス、ノード',
      slices: 'Serviceと、その名簿',
      describe: '1つのServiceを詳しく',
      logs: 'コンテナの記録',
      explain: 'フィールドの説明（英語）',
      dig: '名前を引いて、応答をそのまま見る',
      resolv: 'このPodの名前の引き方',
      curl: 'HTTPで呼んでみる',
      nc: 'TCPのポートが開いているか',
      tcpdump: 'パケットを見張る。別のシェルで通信を起こし、Ctrl+Cで止める',
      apply: 'ファイルを適用する（「適用」ボタンと同じ）',
      scale: 'Podの数を変える',
      restart: 'Podを順に入れ替える',
      tab: '補完（Escのあとなら、外へ移る）',
      arrows: '履歴',
      search: '履歴から探す',
      interrupt: '入力をやめる、または実行を止める（文字を選んでいるときはコピー）',
      clear: '画面を空にする',
      ends: '行の先頭、行の末尾へ',
      cut: '先頭まで、末尾まで消す',
      word: '前の単語を消す',
    },
    take: (typed) => `${typed.trim()}を入力欄へ`,
  },
  steps: {
    place: ({ terminal }) => (place(terminal) === 'operator' ? '手元のマシンのシェルで実行しました。' : `${place(terminal)}のシェルで実行しました。`),
    request: ({ request: { verb, resource, namespace, name, code }, times }) =>
      `APIサーバーに、${namespace === undefined ? '' : `名前空間${namespace}の`}${resource}${name === undefined ? '' : `「${name}」`}の${verbs[verb]}を頼みました${times > 1 ? `（${times}回）` : ''}。応答は${code}です。`,
    change: (step) => `${step.by}が${step.objects.join('、')}${step.more > 0 ? `ほか${step.more}件` : ''}を${did[step.did]}。`,
    lookup: ({ name, server, asked, outcome, addresses }) =>
      `${server}に名前${name}を尋ねました${asked.length > 1 ? `（順に${asked.join('、')}）` : ''}。${outcome === 'answered' && addresses.length > 0 ? `答えは${addresses.join('、')}です。` : `${outcomes[outcome]}。`}`,
    packet: ({ protocol, to, service, candidates, picked, verdict }) =>
      `${to}へ${protocol}で送りました。${service === undefined ? '' : `Service ${service}の規則が、${candidates}個の行き先から${picked ?? '選べず'}${picked === undefined ? 'にいます' : 'を選びました'}。`}${verdicts[verdict]}。`,
    local: () => 'クラスターの誰にも尋ねていません。このマシンの中だけで答えました。',
    time: ({ ms }) => `仮想の時計で${ms < 1000 ? `${Math.round(ms)}ミリ秒` : `${Math.round(ms / 100) / 10}秒`}かかりました。`,
    exit: ({ code }) => (code === 0 ? '終了コードは0（成功）です。' : `終了コードは${code}です。`),
  },
};
