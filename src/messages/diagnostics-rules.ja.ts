import type { RuleId } from './diagnostic-groups.ts';
import { say } from './say.ts';
import { CONTRADICTING, NEEDED } from './setting-pairs.ts';
import { lastField, type DiagnosticWords, type SaidAt } from './talk.ts';

const f = ({ field }: SaidAt): string => (field === '' ? 'この値' : `\`${lastField(field)}\``);
const listed = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join('、');
const DNS_LABEL = '使えるのは英小文字、数字、ハイフンで、最初と最後は英小文字か数字です。63文字までです。';

/** APIサーバーの規則が断るもの。 */
export const rulesJa: Pick<DiagnosticWords, RuleId> = {
  // 値
  'field-required': (_, at) => say(`${f(at)}がありません。`, 'これがないと、オブジェクトとして意味をなしません。', '値を書いてください。'),
  'item-without-name': (_, at) => say(`${f(at)}に名前がありません。`, 'リストの項目は、名前で見分けられます。', '`name`を書いてください。'),
  'value-not-supported': ({ supported }, at) =>
    say(`${f(at)}に使える値ではありません。`, `使えるのは${listed(supported)}です。`, '大文字と小文字も区別されます。'),
  'value-not-one-of': ({ values }, at) => say(`${f(at)}に使える値ではありません。`, `使えるのは${listed(values)}です。`, '大文字と小文字も区別されます。'),
  'value-duplicate': (_, at) => say(`${f(at)}が、ほかの項目と重なっています。`, '同じ値は1度しか使えません。', '片方を消すか、別の値にしてください。'),
  'value-not-found': (_, at) =>
    say(`${f(at)}の指すものが、このオブジェクトの中にありません。`, '先に定義したものだけを指せます。', '綴りを確かめるか、指すものを書き足してください。'),
  'field-immutable': (_, at) =>
    say(`${f(at)}は、作った後では変えられません。`, 'この値を前提に、ほかのものが動いています。', '元の値に戻すか、消して作り直してください。'),
  'secret-not-json': () =>
    say(
      'このSecretの中身は、JSONのオブジェクトではありません。',
      'レジストリーのログイン情報は、JSONのオブジェクトをbase64にしたものです。',
      'オブジェクトを書き直すか、kubectl create secret docker-registryに書かせてください。',
    ),
  'immutable-object-changed': () =>
    say('`immutable: true`のものは、変えられません。', '変えないと約束されているためです。', '別の名前で新しく作ってください。'),
  'number-negative': (_, at) => say(`${f(at)}が負の数です。`, '0以上の数が要ります。', '符号を確かめてください。'),
  'number-not-positive': (_, at) => say(`${f(at)}は、1以上でなければなりません。`, '0や負の数では意味をなしません。', '1以上の数を書いてください。'),
  'number-out-of-range': ({ min, max }, at) => say(`${f(at)}が範囲の外です。`, `${min}から${max}までの数が入ります。`, '桁を確かめてください。'),
  'text-too-long': ({ max, unit }, at) => say(`${f(at)}が長すぎます。`, `${max}${unit === 'bytes' ? 'バイト' : '文字'}までです。`, '短くしてください。'),
  'content-too-large': ({ maxBytes }) => say('中身が大きすぎます。', `合わせて${maxBytes}バイトまでです。`, 'いくつかに分けてください。'),
  'too-many-items': ({ max }, at) => say(`${f(at)}の項目が多すぎます。`, `${max}個までです。`, '要らない項目を消してください。'),
  // 名前
  'name-missing': () => say('名前がありません。', 'オブジェクトは、名前で見分けられます。', '`metadata.name`を書いてください。'),
  'not-dns-label': (_, at) => say(`${f(at)}は、DNSの名前の形になっていません。`, DNS_LABEL, '大文字、`_`、`.`が入っていないか見てください。'),
  'not-dns-1035-label': (_, at) =>
    say(`${f(at)}は、この種類の名前の形になっていません。`, `${DNS_LABEL}最初は英小文字でなければなりません。`, '数字で始まっていないか見てください。'),
  'dots-in-dns-label': (_, at) => say(`${f(at)}に点が入っています。`, 'ここに書けるのは、DNSの名前の1区切りだけです。', '点をハイフンに替えてください。'),
  'not-dns-subdomain': (_, at) =>
    say(
      `${f(at)}は、DNSの名前の形になっていません。`,
      '点で区切った各部分に、英小文字、数字、ハイフンが使えます。',
      '大文字、`_`、続いた点、`https://`、ポートの番号がないか見てください。',
    ),
  'not-dns-search-domain': (_, at) =>
    say(`${f(at)}は、検索ドメインの形になっていません。`, '点で区切った各部分に、英小文字、数字、ハイフン、`_`が使えます。', '綴りを確かめてください。'),
  'fqdn-without-dot': (_, at) => say(`${f(at)}は、完全修飾名になっていません。`, '点を1つ以上含む名前が要ります。', '`example.com`のように書いてください。'),
  // ラベルなど
  'label-key-malformed': (_, at) =>
    say(`${f(at)}のキーの形が合っていません。`, '英数字で始まり終わり、途中に`-`、`_`、`.`が使えます。', '前につける部分は`example.com/`の形です。'),
  'label-key-part-empty': ({ part }, at) =>
    say(
      `${f(at)}のキーの、${part === 'name part' ? '名前' : '前につける部分'}が空です。`,
      'スラッシュの前後には、どちらも文字が要ります。',
      'スラッシュを消すか、足りない側を書いてください。',
    ),
  'label-key-several-slashes': (_, at) =>
    say(`${f(at)}のキーに、スラッシュが2つ以上あります。`, 'スラッシュは1つまでです。', '`example.com/name`の形にしてください。'),
  'label-value-malformed': (_, at) =>
    say(
      `${f(at)}の値の形が合っていません。`,
      '63文字までで、英数字で始まり終わり、途中に`-`、`_`、`.`が使えます。',
      '英数字と`-`、`_`、`.`のほかに、空白や記号が入っていないか見てください。',
    ),
  'owner-api-version-malformed': () =>
    say('所有者の`apiVersion`が読み取れません。', '`group/version`の形が要ります。', '所有者のオブジェクトから写してください。'),
  'several-controllers': ({ first, second }) =>
    say(
      `管理する所有者が2つあります: \`${first}\`と\`${second}\`。`,
      '1つのオブジェクトを管理できるのは1つだけです。',
      '片方の`controller: true`を消してください。',
    ),
  'finalizer-not-qualified': (_, at) =>
    say(`${f(at)}に、前につける部分がありません。`, 'ファイナライザーは`example.com/name`の形で書きます。', 'ドメインをつけてください。'),
  'finalizer-added-while-deleting': ({ added }) =>
    say(
      `消えている途中のものに、ファイナライザー${listed(added)}は足せません。`,
      '削除が始まった後は、外すことだけができます。',
      '作り直してから足してください。',
    ),
  // セレクター
  'selector-values-missing': () => say('`values`がありません。', '`In`と`NotIn`には、比べる値が要ります。', '値を1つ以上書いてください。'),
  'selector-values-not-allowed': () => say('ここに`values`は書けません。', '`Exists`と`DoesNotExist`は、キーだけを見ます。', '`values`を消してください。'),
  'selector-operator-unknown': () =>
    say('この`operator`はありません。', '使えるのは`In`、`NotIn`、`Exists`、`DoesNotExist`です。', '大文字と小文字も区別されます。'),
  'selector-empty': ({ kind }) =>
    say(
      `この${kind === 'deployment' ? 'Deployment' : 'StatefulSet'}のセレクターが空です。`,
      'どのPodを受け持つのかが決まりません。',
      '`matchLabels`に、テンプレートのラベルを書いてください。',
    ),
  'selector-malformed': ({ kind }) =>
    say(
      `この${kind === 'deployment' ? 'Deployment' : 'StatefulSet'}のセレクターが読み取れません。`,
      'キー、演算子、値のどれかの形が合っていません。',
      '`matchExpressions`を見直してください。',
    ),
  'selector-not-matching-template': () =>
    say(
      'セレクターが、自分のテンプレートのラベルを選んでいません。',
      '作ったPodを、自分で見つけられなくなります。',
      '`selector.matchLabels`と`template.metadata.labels`をそろえてください。',
    ),
  'active-deadline-in-template': ({ kind }) =>
    say(`${kind}のテンプレートに\`activeDeadlineSeconds\`は書けません。`, '動かし続けるPodに、終わりの時刻はつけられません。', 'この行を消してください。'),
  // アドレス
  'ip-malformed': (_, at) =>
    say(`${f(at)}は、IPアドレスになっていません。`, '`10.9.8.7`や`2001:db8::ffff`の形が要ります。', 'ホスト名やポートが混ざっていないか見てください。'),
  'ip-with-leading-zeros': (_, at) =>
    say(`${f(at)}の数字が、0で始まっています。`, '`010`は8と10のどちらにも読めるため、受け取られません。', '先頭の0を消してください。'),
  'ip-v4-mapped': (_, at) => say(`${f(at)}は、IPv6の形で書いたIPv4アドレスです。`, '`::ffff:`で始まる書き方は受け取られません。', 'IPv4の形で書いてください。'),
  'ip-not-canonical': ({ canonical }, at) =>
    say(`${f(at)}の書き方が、決められた形と違います。`, '同じアドレスは1通りに書きます。', `\`${canonical}\`と書いてください。`),
  'ip-of-other-family': ({ family }, at) =>
    say(`${f(at)}は${family}のアドレスではありません。`, 'ここには、決められたほうのアドレスが入ります。', 'IPv4とIPv6のどちらが要るかを確かめてください。'),
  'ip-in-special-range': ({ range, ip }) =>
    say(`\`${ip}\`は、エンドポイントのアドレスにできません。`, `特別な用途の範囲(${range})のアドレスです。`, 'Podかサーバーのアドレスを書いてください。'),
  'cidr-malformed': (_, at) =>
    say(`${f(at)}は、ネットワークの範囲になっていません。`, '`10.0.0.0/8`の形が要ります。', 'スラッシュの後の長さを確かめてください。'),
  'cidr-with-host-bits': (_, at) =>
    say(`${f(at)}は、範囲の先頭のアドレスになっていません。`, '長さより後ろのビットは、すべて0にします。', '`10.0.0.5/8`なら`10.0.0.0/8`です。'),
  // ポート
  'port-out-of-range': (_, at) =>
    say(`${f(at)}が、ポート番号の範囲の外です。`, 'ポートは1から65535までです。', '空欄は0と読まれます。数があれば、桁を確かめてください。'),
  'port-name-missing': () =>
    say('このポートに名前がありません。', 'ポートが2つ以上あるServiceでは、どれにも名前が要ります。', 'それぞれに`name`を書いてください。'),
  'port-name-duplicate': (_, at) => say(`ポートの名前${f(at)}が重なっています。`, '名前は、ポートを見分けるためのものです。', '別の名前にしてください。'),
  'port-duplicate': () => say('番号とプロトコルの組が、ほかのポートと同じです。', 'どちらに送るのかが決まりません。', '`port`か`protocol`を変えてください。'),
  'port-name-malformed': ({ how }, at) =>
    how === 'no letter'
      ? say(
          `引用符つきの${f(at)}は、ポートの名前です。名前には英小文字が要ります。`,
          '文字列で書いた`targetPort`は、番号ではなく名前として読まれます。',
          '番号のつもりなら、引用符を外してください。',
        )
      : say(
          `${f(at)}は、ポートの名前の形になっていません。`,
          '15文字までの英小文字、数字、ハイフンで、英小文字を1つ以上含みます。',
          how === 'two dashes'
            ? 'ハイフンが続いています。'
            : how === 'dash at the edge'
              ? '最初か最後がハイフンです。'
              : '大文字や`_`が入っていないか見てください。',
        ),
  // Service
  'ports-missing': () =>
    say('`ports`がありません。', 'ExternalNameと、`clusterIP: None`以外のServiceには、ポートが要ります。', 'クライアントが使う`port`を書いてください。'),
  'headless-of-other-type': ({ type }) =>
    say(`\`type: ${type}\`では、\`clusterIP: None\`にできません。`, `${type}は、仮想IPの上に成り立っています。`, '`type`か`clusterIP`の行を消してください。'),
  'not-for-external-name': (_, at) =>
    say(`ExternalNameのServiceに、${f(at)}は書けません。`, 'DNSの別名だけで、アドレスもポートも持ちません。', 'この行を消してください。'),
  'external-name-missing': () =>
    say('`externalName`がありません。', '`type: ExternalName`には、指す先の名前が要ります。', '`externalName: db.example.com`のように書いてください。'),
  'affinity-config-missing': () =>
    say('`sessionAffinityConfig`がありません。', '`sessionAffinity: ClientIP`には、設定が伴います。', '書かなければ、デフォルトの設定が入ります。'),
  'affinity-config-without-affinity': () =>
    say('`sessionAffinity: None`では、`sessionAffinityConfig`を書けません。', '使われない設定は受け取られません。', 'どちらかを消してください。'),
  'affinity-timeout-out-of-range': () => say('`timeoutSeconds`が範囲の外です。', '1から86400まで、つまり1日までです。', '秒で書かれているか確かめてください。'),
  'cluster-ips-differ-from-cluster-ip': () =>
    say('`clusterIPs`の1つ目が、`clusterIP`と違います。', '2つは同じものを指します。', '同じ値にするか、`clusterIPs`を消してください。'),
  'cluster-ips-without-cluster-ip': () =>
    say('`clusterIP`がないのに、`clusterIPs`があります。', '1つ目の値が`clusterIP`に入ります。', '`clusterIP`も書いてください。'),
  'none-not-alone': () => say('`None`が、ほかのアドレスと並んでいます。', '`None`は「アドレスを持たない」という意味です。', 'どちらかにしてください。'),
  'too-many-cluster-ips': () => say('`clusterIPs`が3つ以上あります。', 'IPv4とIPv6で、1つずつまでです。', '余分なアドレスを消してください。'),
  'cluster-ips-of-one-family': () =>
    say('`clusterIPs`の2つが、同じIPファミリーです。', '2つ書けるのは、IPv4とIPv6の組だけです。', '片方を消すか、もう一方のファミリーにしてください。'),
  'cluster-ip-of-other-family': ({ family, index }) =>
    say(`\`clusterIPs[${index}]\`は${family}でなければなりません。`, '`ipFamilies`の並びと対応します。', '並びをそろえてください。'),
  'cluster-ip-immutable': () =>
    say('`clusterIP`は、後から変えられません。', '同じ番号が、すべてのノードの規則に書かれています。', '元の値に戻すか、Serviceを作り直してください。'),
  'cluster-ip-taken': ({ ip }) =>
    say(`アドレス\`${ip}\`は、もう使われています。`, '仮想IPは、Serviceごとに1つです。', '行を消すと、空いているものが選ばれます。'),
  'cluster-ip-out-of-range': ({ ip }) =>
    say(`アドレス\`${ip}\`は、Serviceの範囲の外です。`, '仮想IPは、クラスターの決めた範囲から選ばれます。', '行を消すと、範囲の中から選ばれます。'),
  'cluster-ip-for-nameless': () =>
    say('名前のないServiceに、アドレスを割り当てられません。', '割り当ては、Serviceの名前で記録されます。', '`metadata.name`を書いてください。'),
  'ip-family-immutable': () => say('1つ目のIPファミリーは、後から変えられません。', '仮想IPと結びついているためです。', '元の値に戻すか、作り直してください。'),
  'ip-family-not-in-cluster': () =>
    say('このクラスターには、そのIPファミリーのアドレスがありません。', 'このクラスターが持つファミリーだけを使えます。', '`ipFamilies`の行を消してください。'),
  'cluster-not-dual-stack': () =>
    say(
      'このクラスターは、デュアルスタックではありません。',
      '`RequireDualStack`は、IPv4とIPv6の両方があるときだけ使えます。',
      '`PreferDualStack`なら、片方だけでも作れます。',
    ),
  'second-released-without-single-stack': ({ what }) =>
    say(
      `2つ目の${what === 'cluster IP' ? '仮想IP' : 'IPファミリー'}が消えています。`,
      '2つから1つにするには、方針も変えなければなりません。',
      '`ipFamilyPolicy: SingleStack`にしてください。',
    ),
  'two-with-single-stack': ({ what }) =>
    say(
      `\`SingleStack\`なのに、${what === 'cluster IP' ? '仮想IP' : 'IPファミリー'}が2つあります。`,
      '`SingleStack`は1つだけです。',
      '1つにするか、`PreferDualStack`にしてください。',
    ),
  'node-port-on-cluster-ip': () =>
    say(
      '`type: ClusterIP`では、`nodePort`を書けません。',
      'ノードポートは、NodePortかLoadBalancerのためのものです。',
      '`type`を変えるか、この行を消してください。',
    ),
  'node-port-duplicate': () =>
    say('`nodePort`が、同じServiceの中で重なっています。', '1つの番号は、1つのポートにだけ使えます。', '片方の番号を変えてください。'),
  'node-port-taken': () =>
    say('この`nodePort`は、もう使われています。', 'ノードポートは、クラスター全体で共有されます。', '行を消すと、空いている番号が選ばれます。'),
  'node-port-out-of-range': ({ first, last }) =>
    say('`nodePort`が範囲の外です。', `このクラスターでは${first}から${last}までです。`, '行を消すと、範囲の中から選ばれます。'),
  'only-for-load-balancer': (_, at) =>
    say(`${f(at)}は、\`type: LoadBalancer\`のときだけ書けます。`, 'ほかの種類では使われません。', '`type`を変えるか、この行を消してください。'),
  'load-balancer-class-immutable': () => say('`loadBalancerClass`は、後から変えられません。', '受け持つ仕組みが決まっているためです。', '作り直してください。'),
  'external-policy-without-way-in': () =>
    say(
      'このServiceには、外からの入り口がありません。',
      '`externalTrafficPolicy`は、NodePort、LoadBalancer、`externalIPs`のためのものです。',
      '`type`を変えるか、この行を消してください。',
    ),
  'health-check-port-not-needed': () =>
    say('`healthCheckNodePort`は、ここでは使われません。', '`LoadBalancer`で`externalTrafficPolicy: Local`のときだけのものです。', 'この行を消してください。'),
  'topology-annotations-differ': ({ other }) =>
    say(`アノテーション\`${other}\`と値が違います。`, '同じ設定の新旧2つの書き方です。', 'どちらかを消してください。'),
  'ip-mode-missing': () => say('`ipMode`がありません。', '`ip`を書くときは、`VIP`か`Proxy`かも要ります。', '`ipMode: VIP`のように書いてください。'),
  'ip-mode-without-ip': () => say('`ip`がないのに、`ipMode`があります。', '`ipMode`は、`ip`の届け方を表します。', 'どちらかをそろえてください。'),
  'ip-as-hostname': () => say('`hostname`に、IPアドレスが書かれています。', 'アドレスは`ip`に書きます。', '`ip`に移してください。'),
  'subset-without-addresses': () =>
    say('アドレスが1つもありません。', '`addresses`か`notReadyAddresses`のどちらかが要ります。', 'アドレスを書くか、この項目を消してください。'),
  'endpoint-without-addresses': () =>
    say('このエンドポイントに、アドレスがありません。', '送り先のないエンドポイントは作れません。', '`addresses`に1つ以上書いてください。'),
  // Pod
  'image-with-spaces': () => say('イメージの名前の前後に空白があります。', '空白も名前の一部として読まれます。', '空白を消してください。'),
  'env-name-malformed': () => say('環境変数の名前の形が合っていません。', '`=`や制御文字は使えません。', '英数字と`_`で書いてください。'),
  'source-missing': ({ sources }) => say('値の出どころが書かれていません。', `書けるのは${listed(sources)}のどれかです。`, '1つ選んで書いてください。'),
  'env-value-and-source': () => say('`value`と`valueFrom`の両方があります。', '値の出どころは1つだけです。', 'どちらかを消してください。'),
  'several-sources': () => say('出どころが2つ以上あります。', '値の出どころは1つだけです。', '1つだけを残してください。'),
  'downward-field-unknown': ({ label }) =>
    say(
      `\`${label}\`は、取り出せるフィールドではありません。`,
      'Podの中から取り出せるフィールドは決まっています。',
      '`metadata.name`や`status.podIP`などを使ってください。',
    ),
  'divisor-not-supported': ({ resource }) =>
    say(`この\`divisor\`は、${resource}には使えません。`, '割れる単位は、資源ごとに決まっています。', '単位を見直してください。'),
  'config-key-malformed': (_, at) =>
    say(`${f(at)}のキーの形が合っていません。`, '英数字、`-`、`_`、`.`が使えます。', '空白や`/`が入っていないか見てください。'),
  'dots-at-start': (_, at) => say(`${f(at)}の始まりが点です。`, '`.`や`..`は、ディレクトリーの意味になります。', '別の名前にしてください。'),
  'path-not-relative': (_, at) => say(`${f(at)}は、相対パスでなければなりません。`, '置き場所の中からの道順です。', '最初の`/`を消してください。'),
  'path-goes-up': (_, at) => say(`${f(at)}に\`..\`があります。`, '置き場所の外には出られません。', '`..`のない道順にしてください。'),
  'volume-type-missing': () => say('ボリュームの種類が書かれていません。', '何を置くのかが決まりません。', '`emptyDir: {}`や`configMap:`を書いてください。'),
  'several-volume-types': () => say('ボリュームの種類が2つ以上あります。', '1つのボリュームの中身は1つです。', '1つだけを残してください。'),
  'settings-contradict': ({ how }) =>
    say(
      '2つの設定が矛盾しています。',
      `\`${CONTRADICTING[how][0]}\`と\`${CONTRADICTING[how][1]}\`は、一緒に使えません。`,
      'どちらか一方だけを残してください。',
    ),
  'setting-needs-another': ({ how }) =>
    say('この設定には、もう1つの設定が要ります。', `\`${NEEDED[how][0]}\`には\`${NEEDED[how][1]}\`が必要です。`, '書き足すか、元の設定を消してください。'),
  'text-padded': (_, at) => say(`${f(at)}の前か後ろに空白があります。`, '文字はそのまま使われます。', '空白を消してください。'),
  'sysctl-name-malformed': () =>
    say('カーネル設定の名前の形が違います。', '`net.ipv4.tcp_syncookies`のように書きます。', '空白や大文字が入っていないか見てください。'),
  'path-not-absolute': (_, at) => say(`${f(at)}は、絶対パスでなければなりません。`, '相手のマシンのルートから数えます。', '先頭に`/`を付けてください。'),
  'token-lifetime-out-of-range': ({ how }) =>
    say(how === 'short' ? 'トークンの寿命が短すぎます。' : 'トークンの寿命が長すぎます。', '最短は10分です。', '秒で書いてください。例えば3600です。'),
  'several-projections': () => say('1つの項目に、2つのものが書かれています。', '`sources`の項目には、1つずつ書きます。', '項目を2つに分けてください。'),
  'paths-duplicate': () => say('2つのファイルが同じパスに置かれます。', '片方がもう片方を隠してしまいます。', 'どちらかの`path`を変えてください。'),
  'node-field-values': () => say('ここの`matchFields`に書ける値は、1つだけです。', 'ノードの名前は1つです。', '値を1つだけ残してください。'),
  'node-field-key-unknown': () =>
    say('ノードのこのフィールドは、条件に使えません。', '`matchFields`に使えるのは`metadata.name`だけです。', 'ラベルを`matchExpressions`で調べてください。'),
  'mount-path-duplicate': () =>
    say('同じ場所に、2つのボリュームがつながれています。', '後のものが前のものを隠してしまいます。', '`mountPath`を変えてください。'),
  'sub-paths-contradict': () => say('`subPath`と`subPathExpr`の両方があります。', 'どちらか一方だけを書けます。', '片方を消してください。'),
  'file-mode-out-of-range': () => say('ファイルの許可の値が範囲の外です。', '8進数の0から0777までです。', '`0644`のように書いてください。'),
  'probe-handler-missing': () =>
    say('何を調べるかが書かれていません。', '`httpGet`、`tcpSocket`、`exec`、`grpc`のどれかが要ります。', '1つ選んで書いてください。'),
  'several-probe-handlers': () => say('調べ方が2つ以上あります。', '1つのプローブの調べ方は1つです。', '1つだけを残してください。'),
  'success-threshold-not-one': () =>
    say('`successThreshold`は1でなければなりません。', 'LivenessとStartupは、1度の成功で十分とされます。', '1にするか、行を消してください。'),
  'readiness-grace-period': () =>
    say('Readiness Probeに`terminationGracePeriodSeconds`は書けません。', '準備の確認は、Podを終わらせません。', 'この行を消してください。'),
  'http-header-malformed': () => say('HTTPヘッダーの名前の形が合っていません。', '英数字とハイフンで書きます。', '空白やコロンが入っていないか見てください。'),
  'sleep-longer-than-grace': ({ graceSeconds }) =>
    say('待つ時間が、終了までの猶予より長くなっています。', `猶予は${graceSeconds}秒です。`, '待つ時間を短くするか、猶予を延ばしてください。'),
  'probe-on-init-container': (_, at) =>
    say(`初期化コンテナに${f(at)}は書けません。`, '終わってから次へ進むコンテナのためです。', 'この行を消すか、`restartPolicy: Always`にしてください。'),
  'host-port-differs': () =>
    say('`hostPort`と`containerPort`が違います。', '`hostNetwork: true`では、2つは同じ番号です。', '同じ番号にするか、`hostPort`を消してください。'),
  'dns-config-missing': () => say('`dnsConfig`がありません。', '`dnsPolicy: None`では、設定を自分で書きます。', '`dnsConfig.nameservers`を書いてください。'),
  'nameservers-missing': () =>
    say('`nameservers`がありません。', '`dnsPolicy: None`では、尋ねる先が1つ以上要ります。', 'DNSサーバーのアドレスを書いてください。'),
  'dns-config-too-long': ({ what, max }) =>
    say(
      `${what === 'nameservers' ? 'DNSサーバー' : what === 'search paths' ? '検索ドメイン' : '検索リストの文字'}が多すぎます。`,
      `${max}までです。`,
      '要らないものを消してください。',
    ),
  'service-account-names-differ': ({ name }) =>
    say(
      '`serviceAccount`と`serviceAccountName`が違います。',
      `新しいほうの書き方は\`serviceAccountName\`で、値は\`${name}\`です。`,
      '`serviceAccount`を消してください。',
    ),
  'hostname-override-contradicts': ({ field }) =>
    say(`\`hostnameOverride\`と\`${field}\`は、一緒に使えません。`, 'ホスト名の決め方が食い違います。', 'どちらかを消してください。'),
  'token-without-service-account': () =>
    say('ServiceAccountのないPodで、トークンは使えません。', 'トークンは、ServiceAccountのものです。', 'このボリュームを消してください。'),
  'must-not-be-empty': (_, at) => say(`${f(at)}が空です。`, 'ここには、基準にするノードのラベル名が入ります。', 'ラベルの名前を書いてください。'),
  'count-not-positive': (_, at) => say(`${f(at)}は1以上でなければなりません。`, '0や負の数では数えられません。', '1以上の整数を書いてください。'),
  'min-domains-without-do-not-schedule': () =>
    say('`minDomains`は`whenUnsatisfiable: DoNotSchedule`のときだけ使えます。', 'それ以外では、領域が増えるのを待ちません。', 'どちらか一方を変えてください。'),
  'node-selector-terms-missing': () =>
    say('`nodeSelectorTerms`に条件がありません。', '条件がないと、合うノードもありません。', '条件を1つ以上書いてください。'),
  'selector-single-value-missing': () => say('`values`にはちょうど1つの値が要ります。', '`Gt`と`Lt`は1つの数と比べます。', '値を1つだけ書いてください。'),
  'weight-out-of-range': () => say('`weight`は1から100までです。', 'ノードの順位は、この重みの合計で決まります。', '1から100までの数を選んでください。'),
  'toleration-key-missing': () => say('`key`がありません。', '`operator: Exists`以外では、キーが要ります。', '`key`を書いてください。'),
  'toleration-seconds-without-no-execute': () =>
    say('`tolerationSeconds`は、ここでは使えません。', '`effect: NoExecute`のときだけのものです。', '`effect`を変えるか、この行を消してください。'),
  'toleration-value-with-exists': () => say('`operator: Exists`に、`value`は書けません。', 'キーがあるかどうかだけを見ます。', '`value`を消してください。'),
  'taint-duplicate': () => say('同じtaintが2つあります。', 'キーと効果の組は、1度しか使えません。', '片方を消してください。'),
  'resource-name-unknown': (_, at) =>
    say(`${f(at)}という資源はありません。`, '`cpu`、`memory`、`ephemeral-storage`などを書きます。', '綴りを確かめてください。'),
  'limit-missing': (_, at) => say(`${f(at)}に上限がありません。`, 'この資源は、要求だけでなく上限も要ります。', '`limits`に同じ資源を書いてください。'),
  'request-over-limit': ({ resource, limit, exactly }) =>
    exactly
      ? say(`${resource}の要求が、上限の\`${limit}\`と違います。`, '分け合えない資源なので、2つは同じ数にします。', 'どちらかを変えてください。')
      : say(`${resource}の要求が、上限の\`${limit}\`を超えています。`, '要求は、上限より大きくできません。', 'どちらかを変えてください。'),
  'pod-spec-immutable': () =>
    say(
      'Podのこの部分は、後から変えられません。',
      '変えられるのは、イメージなど一部だけです。',
      'Deploymentのテンプレートを変えるか、Podを作り直してください。',
    ),
  'pod-containers-immutable': () => say('Podのコンテナは、後から増やしたり減らしたりできません。', 'Podは、一度作ると形が決まります。', '作り直してください。'),
  'gate-added': ({ name }) =>
    say(
      `scheduling gateの${name}は、もう足せません。`,
      'すでにあるPodからは、gateを取り除くことしかできません。',
      'gateを外すか、gateの付いたPodを新しく作ってください。',
    ),
  'toleration-changed': () => say('すでにあるtolerationは、変えられません。', '新しく足すことだけができます。', '元の行に戻してください。'),
  'active-deadline-raised': () => say('`activeDeadlineSeconds`は、延ばせません。', '短くすることだけができます。', '前より小さい値にしてください。'),
  'active-deadline-removed': () => say('`activeDeadlineSeconds`は、消せません。', '一度決めた終わりは、なくせません。', '元の値に戻してください。'),
  // 作業の入れ物
  'rolling-update-with-recreate': () =>
    say('`type: Recreate`に、`rollingUpdate`は書けません。', '全部を止めてから作り直す方法には、少しずつの設定がありません。', 'どちらかを消してください。'),
  'rolling-update-stuck': () =>
    say('`maxSurge`と`maxUnavailable`が、どちらも0です。', '増やすことも減らすこともできず、入れ替えが進みません。', 'どちらかを1以上にしてください。'),
  'rolling-update-with-on-delete': () =>
    say('`type: OnDelete`に、`rollingUpdate`は書けません。', '消したときだけ入れ替える方法には、少しずつの設定がありません。', 'どちらかを消してください。'),
  'max-unavailable-zero': () => say('`maxUnavailable`が0です。', '1つも止められないと、入れ替えが進みません。', '1以上にしてください。'),
  'percent-malformed': (_, at) => say(`${f(at)}は、割合になっていません。`, '`25%`のように、整数と`%`で書きます。', '小数や空白がないか見てください。'),
  'percent-over-100': (_, at) => say(`${f(at)}が100%を超えています。`, '全部より多くは止められません。', '100%までにしてください。'),
  'progress-deadline-too-short': () =>
    say('`progressDeadlineSeconds`が短すぎます。', '`minReadySeconds`より長くなければ、進んだと判断できません。', 'どちらかを変えてください。'),
  'stateful-set-spec-immutable': () =>
    say('StatefulSetのこの部分は、後から変えられません。', '変えられるのは、数、テンプレート、更新方法など一部です。', '作り直してください。'),
  'key-in-data-and-binary-data': (_, at) =>
    say(`${f(at)}が、\`data\`と\`binaryData\`の両方にあります。`, '同じキーは、どちらか一方にだけ書けます。', '片方を消してください。'),
};
