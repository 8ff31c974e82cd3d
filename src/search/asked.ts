import type { Language } from '../messages/language.ts';
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
    ['返事がない', 'i/o timeout', 'connection timed out', 'タイムアウトする'],
  ],
  en: [
    ['namespace', 'name space'],
    ['endpointslice', 'endpoint slice'],
    ['session affinity', 'sticky session', 'sticky sessions', 'session stickiness'],
    ['source address', 'source ip', 'source ip preserved', 'client ip', 'preserve source ip', 'preserve client source ip', 'preserve client ip'],
    ['two ways to be refused', 'connection refused', 'conection refused'],
    ['nobody answers', 'i/o timeout', 'connection timed out'],
    ['container restart or pod replacement', 'crashloopbackoff'],
  ],
};

const tables = new Map<Language, { readonly typed: RegExp; readonly written: ReadonlyMap<string, string> }>();

function tableOf(language: Language): { readonly typed: RegExp; readonly written: ReadonlyMap<string, string> } {
  const known = tables.get(language);
  if (known) return known;
  const written = new Map(WRITTEN[language].flatMap(([word, ...typed]) => typed.map((one): [string, string] => [fold(one), word])));
  // The longest first: a word within another is not read alone. Latin words end where they end.
  const ordered = [...written.keys()].sort((a, b) => b.length - a.length);
  const made = { typed: new RegExp(ordered.map((one) => (/[a-z]$/u.test(one) ? `${one}(?![a-z])` : one)).join('|'), 'gu'), written };
  tables.set(language, made);
  return made;
}

/** What was typed, in the words that the course writes. */
export function asWritten(typed: string, language: Language): string {
  const { typed: words, written } = tableOf(language);
  const folded = fold(typed);
  const said = folded.replace(words, (word) => ` ${written.get(word) ?? word} `);
  return said === folded ? typed : said.trim();
}
