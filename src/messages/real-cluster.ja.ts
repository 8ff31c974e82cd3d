import type { RealClusterWords } from './real-cluster-words.ts';

/** 本物のクラスターで試すためのことば。 */
export const realClusterJa: RealClusterWords = {
  link: '本物のクラスターで試す',
  title: (exercise) => `本物のクラスターで：${exercise}`,
  lead: '同じ演習を、自分のクラスターで試せます。スクリプト1つで、クラスターを作り、用意されたものを適用し、kubectlとcurlとdigで確かめられます。',
  needs: 'bash、Docker、kubectl、curl、kindを使います。minikubeなら、最初と最後の手順の代わりになるものが、スクリプトの初めに書いてあります。',
  download: 'スクリプトをダウンロード',
  steps: '手順',
  differsTitle: 'ページの中との違い',
  differs: {
    always:
      'Podとノードのアドレス、ノードの名前、クラスターの外の世界は、自分のクラスターのものになります。マニフェストのnode-a、node-b、node-cは、スクリプトが自分のノードの名前に書き換えます。',
    site: 'ページの中では、ノードの検索ドメインなど、クラウドの設定を使っています。kindとminikubeにはありません。',
    loadBalancer: 'ページの中には、ロードバランサーのコントローラーがあります。kindではcloud-provider-kind、minikubeではminikube tunnelが代わりになります。',
    images: 'ページの中だけにあるイメージを使っています。そのPodは、自分のクラスターでは起動しません。',
    beyond: 'マニフェストが指すクラスターの外のホストは、ページの中だけにあります。下の記録では、同じ名前とアドレスの代役をネットワークに置きました。',
    hairpin:
      'ページの中では、PodがServiceを通して自分自身に届きません。多くのネットワークプラグインでは届きます。下の記録では、そのようなパケットを各ノードで捨てました。',
  },
  checks: '確認項目とコマンド',
  checksLead:
    'どれもbashの1行で、確認項目が満たされていれば終了コード0で終わります。正しい答えと誤った答えの両方について、シミュレーターで実行して確かめてあります。',
  changes: '途中でクラスターを変え、終わりに戻します',
  none: 'この演習には、スクリプトで確かめられる項目がありません。わけは項目ごとに書いてあります。マニフェストは同じように試せます。',
  recorded: (programs, right, wrong, isAlike) =>
    `本物のプログラム(${programs})で実行した記録があります。本物で試せる確認項目のうち、正しい答えでは${right}、誤った答えでは${wrong}が満たされました。${isAlike ? 'どの項目の判定も、ページと同じです。' : 'ページと判定が違う項目には、わけを添えてあります。'}`,
  recordedSeen: '両方の答えのコマンドを本物で実行し、その出力を、ページと同じ採点で判定しました。',
  notRecorded: '本物のプログラムでの記録はありません。',
  back: '演習へ',
  script: {
    what: 'Minatoの演習を自分のクラスターで試すためのものです。bash、docker、kubectl、curl、kindを使います。',
    up: 'kindでクラスターを作ります',
    begin: '用意されたものを適用し、編集するファイルをフォルダーに書き出します',
    check: '確認項目を試します。何度でも実行できます',
    down: 'クラスターを消します',
    minikube: (name) =>
      `minikubeでは、upの代わりに minikube start --nodes 4${name === undefined ? '' : ` && bash ${name}.sh tools && minikube image build --all -t debug-tools:1 ${name}`} を、downの代わりに minikube delete を使います。`,
    nodes: 'マニフェストのnode-a、node-b、node-cを、自分のノードの名前に置き換えます。',
    context: '確認ではPodを消したり、ノードを空にしたりします。そのために作ったクラスターでだけ動かします。',
    elsewhere: (context, script) =>
      `kubectlの今のコンテキストは'${context}'で、kindやminikubeのものではありません。何も実行していません。このまま使うなら: MINATO_CONTEXT='${context}' bash ${script}.sh ...`,
    fewNodes: 'コントロールプレーンのほかに、ノードが3台必要です。upで作れます。',
    mine: '編集したファイルは、別の名前で残します。',
    kept: (file, copy) => `${file}には編集の跡があったので、${copy}に残しました。`,
    settles: (seconds) => `Podが起動するまで${seconds}秒待ちます。`,
    waits: (seconds) => `約${seconds}秒かかります:`,
    interrupted: '中断しました。確認の途中で変えたものが、元に戻っていないことがあります。もう一度beginを実行してください。',
    begun: (folder) => `用意ができました。${folder}/のファイルを編集してkubectl apply -fで適用し、checkで確かめてください。`,
    passed: '合格:',
    failed: 'まだ:',
    skipped: 'ページの中だけ:',
    reasons: {
      'answered-on-the-page': '答えを尋ねる項目です',
      'seen-on-the-page': '何を見たかを確かめる項目です',
      'every-moment': '変更の途中のすべての瞬間を見る項目で、スクリプトではときどきしか見られません',
      'other-proxy-mode': 'kube-proxyを別のモードにした同じクラスターを使う項目です',
      'a-cloud': 'クラウドのコントローラーがServiceから何を作るかを問う項目です',
      'server-without-name': 'どのPodが答えたかを、サーバーが言いません',
      'outside-world': 'クラスターの外の名前やアドレスや場所で、ページの中だけにあるものを使います',
      'takes-too-long': '確かめるのに、長く待つ項目です',
      'no-way-back': '変えたものを、スクリプトでは元に戻せません',
    },
  },
};
