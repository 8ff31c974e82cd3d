import type { ReasonWords } from './talk.ts';

const VIA: { readonly [via: string]: string } = {
  clusterIP: '仮想IP',
  nodePort: 'ノードポート',
  externalIP: '外部IP',
  loadBalancer: 'ロードバランサーのアドレス',
};
const RECORD = {
  clusterIP: (service: string) => `Service \`${service}\`のレコードです。答えは仮想IPです。`,
  headless: (service: string) => `Service \`${service}\`はヘッドレスです。答えは、名簿にある準備のできたPodのアドレスです。`,
  externalName: (service: string) => `Service \`${service}\`は別名です。CNAMEの先の名前を、続けて調べます。`,
};

export const reasonsJa: ReasonWords = {
  heading: 'なぜ',
  reasons: {
    suffix: ({ suffix, dots }) =>
      dots === undefined
        ? `検索リストの\`${suffix}\`をつけて尋ねます。`
        : `名前の点が${dots}個で\`ndots\`より少ないため、検索リストの\`${suffix}\`をつけて尋ねます。`,
    next: ({ before, outcome }) => `\`${before}\`の答えが${outcome}だったため、次に進みます。`,
    'as-typed': ({ dots }) => `名前の点が${dots}個あり、\`ndots\`以上なので、まず書かれたとおりに尋ねます。`,
    'last-as-typed': () => '検索リストを使い終えたので、最後は書かれたとおりに尋ねます。',
    absolute: () => '名前が点で終わるため、検索リストを使いません。',
    'record-of-service': ({ record, service }) => RECORD[record](service),
    'no-such-service': ({ service, namespace, namespaceKnown }) =>
      namespaceKnown ? `Namespace \`${namespace}\`に、Service \`${service}\`はありません。` : `Namespace \`${namespace}\`がありません。`,
    'single-family': ({ family }) => `このServiceは${family}だけなので、もう一方の型は空の答え(NODATA)になります。`,
    'asked-outside': () => 'クラスターのドメインの外の名前なので、クラスターDNSは外のリゾルバーに尋ねます。',
    virtual: ({ ip }) => `\`${ip}\`を持つ機械はありません。ノードの規則が宛先を書き換えます。`,
    rule: ({ service, port, via, candidates }) =>
      `${VIA[via] ?? ''}に合う、Service \`${service}\`のポート\`${port}\`の規則です。候補${candidates}件から1件を選びます。`,
    'policy-local': ({ node }) => `ポリシーが\`Local\`なので、\`${node}\`にあるPodだけが候補です。`,
    affinity: () => '同じクライアントは、前と同じPodへ送られます(`ClientIP`)。',
    'target-port': ({ service, port, target }) => `Service \`${service}\`のポート${port}は、\`targetPort: ${target}\`に向いています。`,
    masquerade: ({ because }) =>
      because === 'itself'
        ? '自分自身に届くパケットなので、応答が戻れるように送信元も書き換えます。'
        : because === 'leaves'
          ? 'Podのネットワークの外へ出るため、送信元をノードのアドレスにします。'
          : '応答がこのノードを通って戻るように、送信元をノードのアドレスにします。',
    selected: ({ service, selector, listed }) =>
      listed === 0
        ? `Service \`${service}\`のスライスに、アドレスが1件もありません${selector === '' ? '' : `(セレクター\`${selector}\`)`}。`
        : `Service \`${service}\`のスライスにあるアドレスは${listed}件です。どれも候補になりません。`,
    offers: ({ service, ports }) => `Service \`${service}\`が開いているポートは${ports.map((port) => `\`${port}\``).join('、')}です。`,
    ranges: ({ ranges }) => `\`loadBalancerSourceRanges\`が許すのは${ranges.map((range) => `\`${range}\``).join('、')}です。`,
    restored: ({ ip }) => `応答の送信元は、書き換える前の\`${ip}\`に戻されます。`,
    owner: ({ ip, owner, name, node }) =>
      owner === 'pod'
        ? `\`${ip}\`は${node === undefined ? '' : `\`${node}\`の`}Pod \`${name ?? ''}\`のアドレスです。`
        : owner === 'node'
          ? `\`${ip}\`は\`${name ?? ''}\`のアドレスです。`
          : `\`${ip}\`は、クラスターのService、Pod、ノードのどれのアドレスでもありません。`,
    direct: ({ port }) => `クライアントが${port}番を直接指定しています。Serviceは通りません。`,
    balanced: ({ to }) =>
      to === 'pod'
        ? 'ロードバランサーは接続をPodに直接渡します。ノードの規則は選びません。'
        : 'ロードバランサーは接続をノードに渡し、そのノードの規則がPodを選びます。',
    unchanged: () => '途中で何も書き換えられていないため、元に戻すものもありません。',
    remembered: () => 'ノードは、自分のアドレスに書き換えたパケットがどのPodのものかを覚えていて、応答をそのPodに渡します。',
  },
  candidates: 'スライスにあるアドレス',
  picked: '選ばれた',
  share: (percent) => `${Math.round(percent)}%`,
  not: {
    'not-ready': '候補外: 準備ができていない',
    ends: '候補外: 終了中',
    'not-serving': '候補外: 終了中で、もう応答しない',
    'other-node': '候補外: 別のノードにある',
    hints: '候補外: ヒントがほかのゾーンかノードを指す',
    'other-family': '候補外: IPの種類が違う',
    'other-port': '候補外: このポートがない',
  },
  linkTo: (number) => `経路の${number}へのリンク`,
  before: '変更の前',
  now: '今',
  compare: '変更の前と今',
  trial: 'このチェックは、クラスターの写しで何かを起こし、その後を試します。図はその写しです。',
};
