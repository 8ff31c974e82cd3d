import type { BehaviourRuleId } from './diagnostic-groups.ts';
import { say } from './say.ts';
import type { DiagnosticWords } from './talk.ts';

const listed = (values: readonly (string | number)[]): string => values.map((value) => `\`${value}\``).join('、');

/** APIサーバーは受け取るが、クラスターでは思ったとおりに動かないもの。 */
export const behaviourJa: Pick<DiagnosticWords, BehaviourRuleId> = {
  'selector-matches-no-pod': ({ selector, namespace }) =>
    say(
      `\`${selector}\`を持つPodは、名前空間\`${namespace}\`にありません。`,
      '選ばれるPodがないため、名簿(EndpointSlice)は空になり、接続は拒否されます。',
      '`kubectl get pods --show-labels`のラベルと、1文字ずつ見比べてください。',
    ),
  'selector-nearly-matches': ({ key, value, existingKey, existingValue }) =>
    say(
      `\`${key}: ${value}\`を持つPodはありません。よく似た\`${existingKey}: ${existingValue}\`はあります。`,
      'セレクターは、キーも値も完全に同じものだけを選びます。',
      '図のPodのラベルと見比べてください。',
    ),
  'named-target-port-missing': ({ name, known }) =>
    say(
      `選ばれたPodに、\`${name}\`という名前のポートはありません。`,
      '名前で書いた`targetPort`は、Podの`containerPort`の名前から番号を探します。見つからないPodは、名簿に載りません。',
      known.length > 0 ? `Podにあるポートの名前は${listed(known)}です。` : 'Podのポートに名前をつけるか、番号で書いてください。',
    ),
  'target-port-not-listened': ({ port, protocol, listening }) =>
    say(
      `選ばれたPodでは、${protocol}の${port}番で待つプロセスがありません。`,
      'パケットは書き換えられてPodまで届き、そこでRSTが返ります。',
      listening.length > 0 ? `プロセスが待っているのは${listed(listening)}番です。` : 'Podの中のプロセスが、どの番号で待っているかを調べてください。',
    ),
  'selected-pods-not-ready': ({ pods }) =>
    say(
      `選ばれたPod${pods}個が、どれも準備完了になっていません。`,
      '準備のできていないPodには、接続が送られません。',
      '`kubectl describe pod`で、Readiness Probeの結果を見てください。',
    ),
  'selector-matches-several-workloads': ({ workloads }) =>
    say(
      `このセレクターは、${listed(workloads)}のPodをまとめて選びます。`,
      '接続は、その全部に散らばります。',
      '意図した相手だけが持つラベルを、セレクターに足してください。',
    ),
  'name-shadows-outside-domain': ({ name, domain }) =>
    say(
      `\`${name}\`という名前は、外の\`${domain}\`を隠します。`,
      '検索リストが先に補われるため、クラスターの中の名前が先に見つかります。',
      '別の名前にするか、外の名前を最後に点を付けて書いてください。',
    ),
  'external-name-is-address': ({ externalName }) =>
    say(
      `\`externalName\`に、アドレス\`${externalName}\`が書かれています。`,
      'DNSは、これを数字でできた名前として返します。そのような名前はないため、解決されません。',
      'アドレスに向けるには、セレクターのないServiceとEndpointSliceを使います。',
    ),
  'external-name-target-missing': ({ externalName, service, namespace }) =>
    say(
      `\`${externalName}\`の指すService\`${service}\`が、名前空間\`${namespace}\`にありません。`,
      '別名は返りますが、その先の名前はNXDOMAINになります。',
      'Serviceの名前と名前空間を確かめてください。',
    ),
  'external-name-loops': ({ externalName }) =>
    say(`\`${externalName}\`をたどると、自分に戻ってきます。`, '別名が輪になると、アドレスにはたどり着きません。', '行き着く先の名前を書いてください。'),
  'selector-unused': () =>
    say(
      'ExternalNameのServiceでは、`selector`は使われません。',
      'DNSが別名を返すだけで、Podは選ばれません。',
      'Podに向けるなら`type`を、外に向けるなら`selector`を消してください。',
    ),
  'load-balancer-without-provider': () =>
    say(
      'このクラスターには、ロードバランサーを用意する仕組みがありません。',
      '`EXTERNAL-IP`は`<pending>`のままです。故障ではありません。',
      'このクラスターで外から使うなら、NodePortで試せます。',
    ),
  'governing-service-missing': ({ serviceName, namespace }) =>
    say(
      `\`serviceName: ${serviceName}\`のServiceが、名前空間\`${namespace}\`にありません。`,
      'StatefulSetは動きますが、Podごとの名前はDNSに現れません。',
      'その名前の`clusterIP: None`のServiceを作ってください。',
    ),
  'subdomain-without-service': ({ subdomain, namespace }) =>
    say(
      `\`subdomain: ${subdomain}\`と同じ名前のServiceが、名前空間\`${namespace}\`にありません。`,
      'Podのホスト名は、Headless Serviceがあるときだけ引けます。',
      `\`${subdomain}\`という名前の、\`clusterIP: None\`のServiceを作ってください。`,
    ),
  'probe-port-name-missing': ({ name, container }) =>
    say(
      `コンテナ\`${container}\`に、\`${name}\`という名前のポートはありません。`,
      'プローブは毎回失敗します。',
      '`ports`に同じ名前をつけるか、番号で書いてください。',
    ),
  'slice-without-service': ({ service }) =>
    say(
      service === undefined ? 'このEndpointSliceには、Serviceの名前のラベルがありません。' : `このEndpointSliceの指すService\`${service}\`がありません。`,
      'ラベル`kubernetes.io/service-name`で結ばれていないスライスは、使われません。',
      'ラベルの値を、Serviceの名前と同じにしてください。',
    ),
  'namespace-missing': ({ namespace }) =>
    say(`名前空間\`${namespace}\`がありません。`, '名前空間のないものは作れません。', '綴りを確かめるか、先にNamespaceを作ってください。'),
  'request-refused': ({ reason }) =>
    say(
      `このオブジェクトは、APIサーバーに断られます（${reason}）。`,
      'APIサーバー自身の言葉を下に示します。',
      'どの名前や状態のことを言っているかを読み、そこを直してください。',
    ),
  'server-warning': () =>
    say(
      'このオブジェクトは受け取られますが、APIサーバーが警告しています。',
      'APIサーバー自身の言葉を下に示します。',
      '今は動きます。動かなくなる前に、警告に従って直してください。',
    ),
};
