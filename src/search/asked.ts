import type { Language } from '../messages/language.ts';
import { bareKana, kanaOf } from './romaji.ts';
import { fold } from './terms.ts';

/** What people type, and what the course writes for it: readings of names it leaves in Latin letters, other words, messages of programs. */
const WRITTEN: { readonly [language in Language]: readonly (readonly [written: string, ...typed: string[]])[] } = {
  ja: [
    ['headless', 'ヘッドレス'],
    ['headless service', 'ヘッドレスサービス', 'ヘッドレスService'],
    ['endpointslice', 'エンドポイントスライス'],
    ['readiness', 'レディネス', 'リードネス', 'レディーネス'],
    ['readiness probe', 'レディネスプローブ', 'レディネス プローブ'],
    ['probe', 'プローブ'],
    ['名前空間', 'ネームスペース'],
    ['pod', 'ポッド'],
    ['deployment', 'デプロイメント'],
    ['statefulset', 'ステートフルセット'],
    ['replicaset', 'レプリカセット'],
    ['仮想IP', 'バーチャルIP', '仮想アドレス'],
    ['clusterip', 'クラスターIP', 'クラスタIP'],
    ['nodeport', 'ノードポート'],
    ['externalname', 'エクスターナルネーム'],
    ['service', 'サービス'],
    // Its own word, with the one above in it.
    ['サービスディスカバリー', 'サービスディスカバリー', 'サービスディスカバリ', 'サービス発見'],
    ['送信元NAT', 'ソースNAT'],
    ['送信元', '送信元IP', 'ソースIP', 'クライアントIP'],
    ['検索リスト', 'サーチリスト', 'サーチドメイン'],
    ['セッションアフィニティ', 'スティッキーセッション', 'セッション維持'],
    ['証明書', 'サーティフィケート'],
    ['どの名前が引けるか', '名前解決できない', '名前解決に失敗', '名前が引けない'],
    ['つながらない', 'connection refused', '接続拒否', '接続が拒否'],
    ['エンドポイント 空っぽ', 'no endpoints available', 'no endpoints', 'エンドポイントがない'],
    ['返事がない', 'i/o timeout', 'connection timed out', 'タイムアウトする', 'no route to host'],
    ['つながらない', 'コネクションリフューズド', 'コネクションリフューズ', '502 bad gateway', 'bad gateway'],
    ['ingress', 'イングレス'],
    ['公開する', '外からアクセス', '外部からアクセス', '外部アクセス', '外部公開'],
    ['coredns', 'コアDNS'],
    ['接続ごとに1回', 'ラウンドロビン', '負荷分散', 'ロードバランシング'],
    ['3つのポート番号', 'ポート番号がわからない', 'ポート番号が分からない', 'ポートの違い'],
    ['わずかに違う', 'タイポ', '打ち間違い'],
    ['10個のクエリを2個に', '名前解決が遅い', 'dnsが遅い'],
    ['コンテナの再起動とPodの置き換え', 'crashloopbackoff', 'クラッシュループ', 'oomkilled'],
    ['クラスター外のDB', '外部DB', '外部データベース', '外部のデータベース', '外のデータベース'],
    ['仮想IPは書き換えの規則', 'kube-proxy', 'kubeproxy'],
    ['pod ipを直書き', 'ipが変わる', 'ipアドレスが変わる'],
    ['ローリングアップデートの間', 'グレースフルシャットダウン', 'sigterm'],
    ['kubectl scale', 'スケールアウト', 'スケール'],
    ['port-forward', 'ポートフォワード'],
    ['endpointsからの引っ越し', 'kubectl get endpoints', 'kubectl get ep'],
    ['headless service', 'clusterip none', 'clusterip: none'],
    ['証明書', 'x509'],
    ['ローリングアップデートの間', 'ドレイン', 'kubectl drain', 'drain', 'コネクションドレイニング', '退避'],
  ],
  en: [
    ['namespace', 'name space'],
    ['endpointslice', 'endpoint slice'],
    ['session affinity', 'sticky session', 'sticky sessions', 'session stickiness'],
    ['source address', 'source ip', 'source ip preserved', 'client ip', 'preserve source ip', 'preserve client source ip', 'preserve client ip'],
    ['two ways to be refused', 'connection refused', 'conection refused'],
    ['nobody answers', 'i/o timeout', 'connection timed out', 'no route to host'],
    ['container restart or pod replacement', 'crashloopbackoff', 'oomkilled'],
    ['two ways to be refused', 'cannot connect', "can't connect", 'not reachable', 'unreachable', '502 bad gateway', 'bad gateway'],
    ['ping a clusterip', 'ping does not work', 'cannot ping', "can't ping"],
    ['from ten queries to two', 'slow dns', 'dns is slow', 'dns slow'],
    ['publish on 30080', 'expose to internet', 'expose to the internet', 'external access', 'access from outside'],
    ['once per connection', 'load balancing', 'round robin', 'uneven traffic'],
    ['no endpoints at all', 'endpoints empty', 'empty endpoints', 'enpoints empty', 'endpoints <none>'],
    ['three port numbers', 'difference between port and targetport', 'port vs targetport'],
    ['the virtual ip is a rewrite rule', 'kube-proxy', 'kubeproxy'],
    ['hard-coding a pod ip', 'pod ip changes', 'pod ip changed'],
    ['during a rolling update', 'graceful shutdown', 'sigterm'],
    ['certificate', 'tls certificate', 'tls error', 'x509'],
    ['headless service', 'clusterip none', 'clusterip: none'],
    ['moving off endpoints', 'kubectl get endpoints', 'kubectl get ep'],
    ['during a rolling update', 'drain', 'draining', 'kubectl drain', 'drain node', 'node drain', 'connection draining'],
  ],
};

/** The same, where it is all that was typed. */
const WRITTEN_ALONE: typeof WRITTEN = {
  ja: [
    ['なぜServiceが必要か', 'サービス', 'service', 'サービスとは', 'serviceとは'],
    ['自分自身に届かない', 'localhost'],
    ['仮想IP', '固定IP'],
    ['セレクター', 'selectr', 'selecter'],
    ['Podごとの名前 StatefulSet', 'hostname', 'ホスト名'],
  ],
  en: [
    ['why services exist', 'service', 'services', 'what is a service'],
    ['a pod that cannot reach itself', 'localhost'],
    ['virtual ip', 'static ip'],
    ['session affinity', 'sticky'],
    ['selector', 'selectr', 'selecter'],
    ['a name for each endpoint host name', 'hostname', 'host name', 'pod hostname'],
    ['ingress', 'service vs ingress', 'ingress vs service'],
  ],
};

interface Table {
  readonly typed: RegExp;
  readonly written: ReadonlyMap<string, string>;
  readonly alone: ReadonlyMap<string, string>;
}

const byTyped = (rows: (typeof WRITTEN)[Language]): ReadonlyMap<string, string> =>
  new Map(rows.flatMap(([word, ...typed]) => typed.map((one): [string, string] => [fold(one), word])));

const tables = new Map<Language, Table>();

function tableOf(language: Language): Table {
  const known = tables.get(language);
  if (known) return known;
  const written = byTyped(WRITTEN[language]);
  // The longest first: a word within another is not read alone. Latin words end where they end.
  const ordered = [...written.keys()].sort((a, b) => b.length - a.length);
  const made = {
    typed: new RegExp(ordered.map((one) => (/[a-z]$/u.test(one) ? `${one}(?![a-z])` : one)).join('|'), 'gu'),
    written,
    alone: byTyped(WRITTEN_ALONE[language]),
  };
  tables.set(language, made);
  return made;
}

/** What was typed, in the words that the course writes. */
export function asWritten(typed: string, language: Language): string {
  const { typed: words, written, alone } = tableOf(language);
  const folded = fold(typed);
  const meant = alone.get(folded.trim());
  if (meant !== undefined) return meant;
  const said = folded.replace(words, (word) => ` ${written.get(word) ?? word} `);
  return said === folded ? typed : said.trim();
}

/** Whether one letter more, less or other makes the one of the other. */
function isNear(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [rest, otherRest] = [one.slice(same), other.slice(same)];
  return rest.slice(1) === otherRest.slice(1) || rest.slice(1) === otherRest || rest === otherRest.slice(1);
}

/** A shorter word is near to too many. */
const LONG = 5;

/**
 * The same of Japanese that was typed in Latin letters: what the course writes for a reading that it knows, else the kana; `undefined`
 * where some of it is no romaji.
 */
export function romajiAsWritten(typed: string): string | undefined {
  const words = typed.trim().split(/\s+/u);
  const { written, alone } = tableOf('ja');
  const readings = [...(words.length === 1 ? alone : []), ...written].map(([word, meant]) => [bareKana(word), meant] as const);
  const found = words.map((word) => {
    const kana = kanaOf(word);
    if (kana === undefined) return undefined;
    const bare = bareKana(kana);
    const [, meant] = readings.find(([reading]) => reading === bare) ?? readings.find(([reading]) => bare.length >= LONG && isNear(reading, bare)) ?? [];
    return meant ?? kana;
  });
  return found.every((word) => word !== undefined) ? found.join(' ') : undefined;
}
