import type { TraceRow } from '../scene/trace-rows.ts';
import type { FindingWords, OutcomeWords, TraceWords } from './talk.ts';

/** 問い合わせや接続がどうなったか。 */
export const outcomesJa: OutcomeWords = {
  answered: '答えあり',
  NODATA: 'NODATA',
  NXDOMAIN: 'NXDOMAIN',
  SERVFAIL: 'SERVFAIL',
  REFUSED: 'REFUSED',
  timeout: '返事なし',
  open: '接続できる',
  refused: '拒否',
  reset: 'RSTで拒否',
  unresolved: '名前が引けない',
  closed: '接続できない',
};

const sayOutcome = (value: string): string => (Object.hasOwn(outcomesJa, value) ? outcomesJa[value as keyof OutcomeWords] : value);

/** 判定で見つかったこと。 */
export const findingsJa: FindingWords = {
  'name-not-resolved': ({ host, name, outcome }) =>
    `名前\`${host ?? name ?? ''}\`が解決されていません${outcome === undefined ? '' : `(${sayOutcome(outcome)})`}。パケットは送られていません。`,
  'refused-no-endpoints': ({ host, port }) =>
    `名前は解決されましたが、\`${host ?? ''}\`の名簿に準備のできたPodが1つもありません。ノードの規則が、${port ?? ''}番あての接続をすぐに拒否しています。`,
  'refused-port-not-listed': ({ host, port }) =>
    `名前は解決されましたが、\`${host ?? ''}\`の看板に${port ?? ''}番がありません。書き換えられないまま、ノードの規則が拒否しています。`,
  'reset-nothing-listens': ({ host }) => `\`${host ?? ''}\`あてのパケットは届いていますが、届いた先に、その番号で待つプロセスがありません。RSTが返っています。`,
  'dropped-no-local-endpoint': ({ host }) =>
    `\`${host ?? ''}\`のPodは、パケットが着いたノードにはありません。ポリシーが\`Local\`のため、ほかのノードへは送られずに捨てられています。`,
  'dropped-port-not-listed': ({ host, port }) => `\`${host ?? ''}\`の看板に${port ?? ''}番がないため、書き換えられないまま捨てられ、返事がありません。`,
  'dropped-nobody': () => 'パケットの宛先アドレスを持つ機械がなく、返事がありません。',
  'dropped-source-range': () => '送信元のアドレスが、許された範囲に入っていないため、捨てられています。',
  'dropped-hairpin-off': () => '送り出したPod自身へ戻るパケットですが、このノードは折り返しません。',
  'wrong-status': ({ url, status }, { evidence }) =>
    `\`${url ?? ''}\`には届いていますが、返ってきたのは${status ?? ''}です。求められているのは${evidence.expected?.[0] ?? ''}です。`,
  'wrong-responder': ({ url, responder }) => `\`${url ?? ''}\`に、別のPod\`${responder ?? ''}\`が応答しています。`,
  'source-differs': ({ url, source }) => `\`${url ?? ''}\`は応答しますが、サーバーからは送信元が\`${source ?? ''}\`に見えています。`,
  'unexpectedly-open': ({ host, port }) => `\`${host ?? ''}\`の${port ?? ''}番に接続できています。この番号は、閉じているはずのものです。`,
  'other-outcome': (_, { evidence }) =>
    `求められている結果は${list(evidence.expected?.map(sayOutcome))}、実際の結果は${list(evidence.actual?.map(sayOutcome))}です。`,
  'url-not-usable': ({ url }) => (url ? `\`${url}\`はURLとして読めません。` : 'クライアントの設定に、呼び出し先のURLがありません。'),
  'endpoints-differ': ({ service, count }) =>
    count === '0'
      ? `Service\`${service ?? ''}\`の名簿は空です。`
      : `Service\`${service ?? ''}\`の名簿に載っている準備のできたPodは、${count ?? ''}個です。求められている顔ぶれと違います。`,
  'responders-differ': ({ host }) => `\`${host ?? ''}\`に応答しうるPodが、求められている顔ぶれと違います。`,
  'affinity-kept': ({ host, seconds }) => `\`${host ?? ''}\`に${seconds ?? ''}秒つながなかった後も、覚えられている同じPodに送られます。`,
  'affinity-lost': ({ host, seconds }) => `\`${host ?? ''}\`に${seconds ?? ''}秒つながなかった後は、どのPodにも送られます。覚えられているPodがありません。`,
  'addresses-differ': ({ name }) => `\`${name ?? ''}\`は解決されますが、求められているアドレスとは違います。`,
  'too-many-queries': ({ name, queries }, { evidence }) =>
    `\`${name ?? ''}\`の名前解決に、クエリが${queries ?? ''}個送られています。求められているのは、多くても${evidence.expected?.[0] ?? ''}個です。`,
  'pods-not-ready': ({ ready, wanted }) => `準備のできたPodは${ready ?? ''}個です。求められているのは${wanted ?? ''}個です。`,
  'pods-restarted': ({ restarts }) => `Podは準備できていますが、コンテナが再起動しています(最も多いもので${restarts ?? ''}回)。`,
  'object-changed': ({ name }) => `\`${name ?? ''}\`が、最初の内容から変わっています。`,
  'object-missing': ({ name }) => `\`${name ?? ''}\`がクラスターにありません。`,
  'field-differs': ({ name }) => `\`${name ?? ''}\`のフィールドが、求められている値になっていません。`,
  'not-observed': () => 'この証拠は、まだターミナルに表示されていません。',
  'not-answered': () => 'この問いには、まだ答えが選ばれていません。',
  'answers-missing': ({ all, open }) => `${all}個の欄のうち、${open}個がまだ空いています。`,
  'answers-differ': ({ all, wrong }) => `${all}個の欄のうち、${wrong}個がクラスターで起きることと合っていません。`,
  'answer-differs': () => '選ばれている答えは、クラスターで起きたことと合っていません。',
  'holds-but-must-not': (_, { within }) =>
    within?.[0]?.kind === 'unchanged' ? 'まだ、始めたときのままです。' : '成り立たないはずのことが、成り立っています。',
  'fails-within': () => '条件を変えると、成り立たなくなります。',
  'not-diagnosed': () => 'この問題は、まだファイルに現れていません。',
};

const list = (values: readonly string[] | undefined): string => (values && values.length > 0 ? [...new Set(values)].join('、') : 'なし');

const nameOf = (at: Extract<TraceRow, { kind: 'send' }>['at']): string => {
  switch (at.kind) {
    case 'pod':
      return at.pod;
    case 'node':
      return at.node;
    case 'host':
      return at.host;
    case 'control-plane':
      return 'APIサーバー';
  }
};
const nodeOf = (at: Extract<TraceRow, { kind: 'send' }>['at']): string => (at.kind === 'pod' || at.kind === 'node' ? at.node : nameOf(at));
const port = (row: { readonly packet: { readonly destination: { readonly port?: number } } }): string => `:${row.packet.destination.port ?? ''}`;

export const traceJa: TraceWords = {
  where: (row) => {
    switch (row.kind) {
      case 'dns':
        return 'DNSへの問い';
      case 'translate':
        return `${nodeOf(row.at)}の規則`;
      case 'masquerade':
        return `${nodeOf(row.at)}の出口`;
      case 'forward':
        return `${nodeOf(row.from)} → ${nodeOf(row.to)}`;
      case 'refuse':
        return `${nodeOf(row.at)}の規則`;
      case 'drop':
        return nodeOf(row.at);
      case 'reply':
        return `${nameOf(row.to)}への応答`;
      case 'packet-never':
        return 'パケット';
      case 'reply-never':
        return '応答';
      case 'send':
      case 'arrive':
      case 'reset':
        return nameOf(row.at);
    }
  },
  what: (row) => {
    switch (row.kind) {
      case 'dns':
        return row.state === 'broken' ? `${endOfName(row)}ここで途切れました。` : '';
      case 'translate':
        return '(DNAT)';
      case 'masquerade':
        return '(送信元を書き換え)';
      case 'arrive':
        return `\`${port(row)}\`で待つプロセスに届きました。`;
      case 'reset':
        return `ここで途切れました。\`${port(row)}\`で待つプロセスはありません(${row.listening.length > 0 ? `開いているのは${row.listening.map((open) => `\`:${open}\``).join('、')}` : '開いている番号はありません'})。RSTが返りました。`;
      case 'refuse':
        return REFUSED[row.rule](port(row));
      case 'drop':
        return DROPPED[row.rule](port(row));
      case 'packet-never':
        return '送られていません';
      case 'reply-never':
        return '届いていません';
      case 'forward':
        return row.balancer ? '(ロードバランサーが選んだ転送先)' : '';
      case 'send':
      case 'reply':
        return '';
    }
  },
  caption: (row, mode) => {
    const short = mode === 'narrow';
    switch (row.kind) {
      case 'arrive':
        return `扉${port(row)}から入りました`;
      case 'reset':
        return short ? `扉${port(row)}がない — RST` : `扉${port(row)}はありません。RSTが返りました`;
      case 'refuse':
        return short ? REFUSED_SHORT[row.rule] : `${REFUSED_SHORT[row.rule]}。すぐに拒否されました`;
      case 'drop':
        return short ? '返事がない' : '捨てられました。返事は来ません';
      default:
        return '';
    }
  },
};

function endOfName(row: Extract<TraceRow, { kind: 'dns' }>): string {
  const outcomes = row.answers.map(({ outcome }) => outcome);
  if (outcomes.includes('NXDOMAIN')) return 'この名前はありません。';
  if (outcomes.includes('NODATA')) return '名前はありますが、その型のレコードはありません。';
  return outcomes.includes('timeout') ? '返事がありません。' : '答えは得られていません。';
}

const REFUSED: { readonly [rule in Extract<TraceRow, { kind: 'refuse' }>['rule']]: (port: string) => string } = {
  'service-without-endpoints': () => 'ここで途切れました。名簿に準備のできたエンドポイントがなく、規則がすぐに拒否しました。',
  'port-not-listed': (to) => `ここで途切れました。看板に\`${to}\`がなく、規則が拒否しました。`,
  'nothing-listens': (to) => `ここで途切れました。\`${to}\`で待つプロセスはありません。`,
  'icmp-unanswered': () => 'ここで途切れました。仮想IPはpingに応答しません。',
  'nobody-has-this-address': () => 'ここで途切れました。このアドレスを持つ機械がありません。',
  'not-routed-from-here': () => 'ここで途切れました。ここからこのアドレスへの道はありません。',
};
const REFUSED_SHORT: { readonly [rule in Extract<TraceRow, { kind: 'refuse' }>['rule']]: string } = {
  'service-without-endpoints': '名簿が空です',
  'port-not-listed': '看板にない番号です',
  'nothing-listens': '待つプロセスがありません',
  'icmp-unanswered': '仮想IPは応答しません',
  'nobody-has-this-address': 'その宛先はありません',
  'not-routed-from-here': '道がありません',
};
const DROPPED: { readonly [rule in Extract<TraceRow, { kind: 'drop' }>['rule']]: (port: string) => string } = {
  'no-local-endpoint': () => 'ここで捨てられました。このノードにはエンドポイントがなく、ポリシーは`Local`です。',
  'source-range': () => 'ここで捨てられました。送信元が、許された範囲の外です。',
  'nobody-has-this-address': () => 'この先で消えました。このアドレスを持つ機械はありません。',
  'port-not-listed': (to) => `ここで捨てられました。看板に\`${to}\`がありません。`,
  'not-routed-from-here': () => 'この先で消えました。外からこのアドレスへの道はありません。',
  'icmp-unanswered': () => 'ここで捨てられました。仮想IPはpingに応答しません。',
  'hairpin-off': () => 'ここで捨てられました。送り出したPod自身へ戻るパケットですが、このノードは折り返しません。',
};
