import { statesIn, type ChartWords } from './chart-words.ts';

const states: ChartWords['states'] = { ready: '準備完了', wait: '未準備', gone: '終了中', broken: '壊れている' };
const counts: ChartWords['counts'] = (all) =>
  statesIn(all)
    .map((state) => `${states[state]}${all[state]}`)
    .join('、');
const names = (keys: readonly string[]): string => keys.map((key) => key.slice(key.indexOf('/') + 1)).join('、');
const sentence = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join('。');

/** 図についての言葉。 */
export const chartJa: ChartWords = {
  twin: 'クラスターにあるもの(矢印キーで移動、Enterで詳しく見る)',
  thing: (thing) => {
    switch (thing.kind) {
      case 'host':
        return sentence(
          `クラスターの外の${thing.host}`,
          thing.ip,
          thing.client && 'クライアント',
          thing.named.length > 0 && `${names(thing.named)}という名前が、ここを指しています`,
        );
      case 'balancer':
        return sentence(`${names([thing.service])}のロードバランサー`, thing.address ?? 'アドレスはまだありません');
      case 'dns':
        return sentence(`クラスターDNS ${thing.ip}`, !thing.lit && 'この経路では、名前の答えを得られませんでした');
      case 'service':
        return sentence(
          `Service ${names([thing.service])}`,
          thing.headless ? 'ヘッドレス(仮想IPなし、DNSがPodのアドレスを答えます)' : thing.type,
          thing.externalName !== undefined && `${thing.externalName}の別名。ノードに規則はありません`,
          thing.addresses.join('、'),
          thing.ports.length > 0 && `ポート${thing.ports.join('、')}`,
          thing.nodePorts.length > 0 && `すべてのノードの${thing.nodePorts.map((port) => `:${port}`).join('、')}`,
          thing.type !== 'ExternalName' && (counts(thing.listed) === '' ? '名簿は空です' : `名簿に${counts(thing.listed)}`),
        );
      case 'node':
        return sentence(`ノード${thing.node}`, `ゾーン${thing.zone}`, thing.ip, thing.down && '止まっています', `Pod ${thing.pods}個`);
      case 'pod':
        return sentence(
          `Pod ${names([thing.pod])}`,
          thing.node === '' ? 'ノードが決まっていません' : thing.node,
          `${thing.status}、${states[thing.state]}`,
          thing.ips.join('、'),
          thing.client && 'クライアント',
          thing.open.length > 0 ? `待ち受け${thing.open.map((port) => `:${port}`).join('、')}` : '待ち受けなし',
          thing.listedBy.length > 0 && `${names(thing.listedBy)}の名簿に載っています`,
        );
      case 'group':
        return sentence(
          `${names([thing.owner])}のPod`,
          thing.node === '' ? 'ノードが決まっていません' : thing.node,
          counts(thing.counts),
          thing.listedBy.length > 0 && `${names(thing.listedBy)}の名簿に載っています`,
        );
    }
  },
  states,
  counts,
  pending: 'アドレス待ち',
  ledger: '名簿(EndpointSlice)',
  ledgerEmpty: '載っているエンドポイントはありません',
  allAddresses: (count) => `${count}件のアドレス`,
  kinds: {
    pod: 'Pod',
    service: 'Service',
    node: 'ノード',
    host: 'クラスターの外',
    balancer: 'ロードバランサー',
    dns: 'クラスターDNS',
    group: '同じ持ち主のPod',
    owner: 'Podを作ったもの',
  },
  relations: {
    selects: 'セレクターが選ぶPod',
    'selected-by': 'このラベルを選ぶService',
    lists: '名簿にあるPod',
    'listed-by': '名簿に載せているService',
    runs: 'ここで動くPod',
    on: '動いている場所',
    'made-by': '作ったもの',
    members: '含まれるPod',
    answers: '答えるPod',
    'leads-to': '指している名前',
    'named-by': 'この名前を指すService',
  },
  nobody: 'なし',
  absent: '図のクラスターにはありません。',
  seen: {
    trial: 'このチェックが写しで何かを起こした後の様子です。',
    earlier: '最後の変更の前の様子です。',
    past: '振り返っている時点の様子です。',
  },
  events: 'イベント',
  noEvents: 'イベントはありません。',
  ago: (ms) => (ms < 1000 ? 'たった今' : ms < 120_000 ? `${Math.floor(ms / 1000)}秒前` : `${Math.floor(ms / 60_000)}分前`),
  address: 'アドレス',
  yes: 'はい',
  no: 'いいえ',
  close: '閉じる',
};
