import { say } from './say.ts';
import type { DiagnosticWords } from './talk.ts';
import type { DecodingProblemId, YAMLProblemId } from './diagnostic-groups.ts';

/** テキストの読み取りで見つかること: YAMLとしての形と、Kubernetesの型への当てはめ。 */
export const textJa: Pick<DiagnosticWords, YAMLProblemId | DecodingProblemId> = {
  'yaml-alias-with-properties': () =>
    say(
      '別名(`*name`)に、タグやアンカーがついています。',
      '別名は、前に書いた値をそのまま指すものです。自分の印を持てません。',
      '`*name`だけを残してください。',
    ),
  'yaml-unknown-anchor': ({ name }) =>
    say(
      `別名\`*${name}\`の指す先がありません。`,
      `\`&${name}\`という印が、この文書の前のほうにありません。`,
      `値を直接書くか、指したい値に\`&${name}\`をつけてください。`,
    ),
  'yaml-wrong-collection-tag': () =>
    say('タグと、その後の値の形が合っていません。', '`!!map`の後にはマップ、`!!seq`の後にはリストが要ります。', 'タグを消すと、形のとおりに読まれます。'),
  'yaml-bad-directive': () => say('`%`で始まる行が、正しい指示になっていません。', '`%`は、YAMLの版などを伝える行の始まりです。', 'この行を消してください。'),
  'yaml-bad-escape': () =>
    say(
      '二重引用符の中に、使えないエスケープがあります。',
      '`"…"`の中では、バックスラッシュの後に続けられる文字が決まっています。',
      "バックスラッシュを2つ重ねるか、一重引用符`'…'`で囲んでください。",
    ),
  'yaml-bad-indentation': ({ list }) => {
    if (list === 'line-among-items')
      return say(
        'リストの中に、`- `のない行があります。',
        'リストの項目は`- `で始まり、同じ項目の残りのキーは最初のキーの真下に並びます。',
        '新しい項目なら`- `を付け、上の項目の続きなら最初のキーに位置をそろえてください。',
      );
    if (list === 'item-among-keys')
      return say(
        '上の行はキーなのに、ここでリストの項目が始まっています。',
        '1つのキーの下に並べられるのは、キーか、`- `で始まる項目か、どちらか一方です。',
        '上の最初の行にも`- `を付けるか、この`- `を消してください。',
      );
    return say(
      'この行の字下げが、上のどの行ともそろっていません。',
      'YAMLでは、行の始まる位置で親子が決まります。',
      '同じ仲間の行と、先頭の位置をそろえてください。',
    );
  },
  'yaml-misplaced-property': () =>
    say('アンカーやタグの位置が違います。', '`&name`や`!tag`は、印をつける値のすぐ前に置きます。', '値の直前に移すか、消してください。'),
  'yaml-reserved-character': ({ character }) =>
    say(`\`${character}\`で始まる値は、引用符が要ります。`, 'YAMLでは、この文字を値の先頭にそのまま書けません。', '値全体を`"…"`で囲んでください。'),
  'yaml-nested-mapping-on-one-line': () =>
    say(
      '1行に、コロンが2つあります。',
      '`a: b: c`のように、1行の中にマップを重ねることはできません。',
      '内側を次の行に移して字下げするか、値を引用符で囲んでください。',
    ),
  'yaml-block-inside-brackets': () =>
    say(
      '`{ }`や`[ ]`の中に、字下げで書く形があります。',
      '括弧の中では、項目をコンマで区切って書きます。',
      '`- `をやめてコンマで区切るか、括弧をやめてください。',
    ),
  'yaml-key-too-long': () => say('キーが長すぎます。', '`:`の前は、1,024文字までです。', 'コロンの位置を確かめてください。'),
  'yaml-missing-character': () =>
    say('記号が足りません。', 'コロンの後の空白や、閉じる引用符、括弧、コンマのどれかが抜けています。', 'この行と前の行で、開いたままのものを探してください。'),
  'yaml-key-over-several-lines': () =>
    say('キーの後にコロンがありません。', 'コロンは、後ろに空白か行末があるときだけ区切りになります。', 'キーのすぐ後に`:`と空白を書いてください。'),
  'yaml-repeated-property': () => say('アンカーやタグが2つあります。', '1つの値につけられる印は、1つずつです。', '片方を消してください。'),
  'yaml-tab-indentation': () =>
    say('字下げにタブが使われています。', 'YAMLの字下げは空白だけです。タブの幅は環境によって変わるためです。', 'タブを空白2つに置き換えてください。'),
  'yaml-infinite-number': () =>
    say('無限大か、数でない値があります。', 'サーバーに送るJSONには、そのような数がありません。', '文字のつもりなら、引用符で囲んでください。'),
  'yaml-unusable-tag': () => say('このタグは使えません。', '読み取れないタグか、その値には合わないタグです。', 'タグを消してください。'),
  'yaml-unexpected-token': () =>
    say('ここには書けない記号があります。', '前の行までの形から見て、この記号は続きません。', '前の行の引用符や括弧が閉じているかも見てください。'),
  'yaml-duplicate-key': ({ key }) =>
    say(`\`${key}\`が2回書かれています。`, 'kubectlは後のほうだけを使い、前のほうは消えたことになります。', '1つにまとめてください。'),
  'yaml-alias-bomb': () => say('別名の展開が多すぎます。', '別名が別名を呼び、読み取る量が際限なく増える形です。', '別名を使わずに書いてください。'),
  'yaml-unusable-key': () =>
    say(
      'キーに使えない値があります。',
      'キーになれるのは、文字列、数、真偽値です。リストやマップは使えません。',
      '`? `や`{ }`がキーの位置にないか見てください。',
    ),
  'yaml-merge-of-no-mapping': () =>
    say('`<<:`の後が、マップではありません。', '`<<:`は、別のマップの中身を取り込む書き方です。', 'マップを指す別名を書くか、この行を消してください。'),
  'yaml-bad-separator': ({ text }) =>
    say(`\`---\`の行に\`${text}\`があります。`, 'kubectlは、文書の区切りの行に続きがあるファイルを受け取りません。', '`---`だけの行にしてください。'),
  'yaml-not-text': () =>
    say('テキストではない文字が入っています。', '制御文字があると、YAMLとして読まれません。', '別のファイルを貼り付けていないか、確かめてください。'),
  'yaml-too-deep': () => say('入れ子が深すぎます。', '読み取れる深さには限りがあります。', '閉じていない括弧がないか見てください。'),
  'yaml-too-large': ({ limitBytes }) =>
    say(`ファイルが${Math.round(limitBytes / 1024)}KBを超えています。`, 'この大きさのファイルは読み取りません。', '必要な部分だけを残してください。'),
  'json-syntax': () =>
    say('JSONとして始まっていますが、形が合っていません。', '最初の文字が`{`のため、JSONとして読まれています。', '括弧、引用符、コンマを確かめてください。'),
  'kind-not-set': () =>
    say(
      '`kind`がありません。',
      '何を作るのかがわからないため、何も作られません。',
      '`kind: Service`のように書いてください。書いてあれば、行の始まりを1行目とそろえてください。',
    ),
  'api-version-not-set': () =>
    say('`apiVersion`がありません。', '同じ名前の種類でも、版によって形が変わるため必要です。', 'ServiceとPodは`v1`、Deploymentは`apps/v1`です。'),
  'not-an-object': () =>
    say(
      '文書がオブジェクトになっていません。',
      '単語や数、リストだけの文書からは、何も作れません。',
      '`apiVersion:`、`kind:`、`metadata:`の行から始めてください。',
    ),
  'unknown-kind': ({ kind, apiVersion, suggestion, elsewhere }) =>
    say(
      `\`${apiVersion}\`に、\`${kind}\`という種類はありません。`,
      elsewhere === undefined ? 'APIサーバーは、知らない種類を受け取りません。' : `\`${kind}\`は\`${elsewhere}\`にあります。`,
      suggestion === undefined
        ? elsewhere === undefined
          ? '綴りと大文字小文字を確かめてください。'
          : `\`apiVersion: ${elsewhere}\`にしてください。`
        : `\`${suggestion}\`のことでしょうか。`,
    ),
  'kind-not-simulated': ({ kind }) =>
    say(
      `\`${kind}\`は、このシミュレーターでは動きません。`,
      '本物のクラスターにはある種類ですが、ここでは再現していません。',
      'この演習に必要な種類だけを使ってください。',
    ),
  'name-not-set': ({ kind }) =>
    say(`この${kind}には名前がありません。`, '`kubectl apply`は、名前で同じものを見分けます。', '`metadata.name`を書いてください。'),
  'generate-name-with-apply': () =>
    say('`generateName`は、`kubectl apply`では使えません。', '名前が毎回変わるため、同じものを見分けられません。', '`metadata.name`に名前を書いてください。'),
  'unknown-field': ({ name, suggestion }) =>
    say(
      `\`${name}\`というフィールドはありません。`,
      'APIの型にない名前は、受け取られません。',
      suggestion === undefined ? '綴りと、書いてある深さを確かめてください。' : `\`${suggestion}\`のことでしょうか。`,
    ),
  'wrong-type': ({ given, expected }) =>
    say(
      `値の型が合っていません。ここには${KINDS[expected] ?? expected}が入ります。`,
      `書かれているのは${KINDS[given] ?? given}です。`,
      '引用符の有無、`- `の有無、字下げを確かめてください。',
    ),
  'unreadable-quantity': ({ value }) =>
    say(`\`${value}\`は、量として読めません。`, '量は`100m`、`1.5`、`64Mi`のように書きます。', '単位の綴りを確かめてください。'),
  'unreadable-time': ({ value }) =>
    say(`\`${value}\`は、時刻として読めません。`, '時刻は`2026-11-21T08:00:00Z`の形で書きます。', '日付、`T`、時刻、`Z`がそろっているか見てください。'),
  'unreadable-base64': () => say('Base64として読めません。', 'Secretの`data`は、Base64で書きます。', 'そのままの文字を書きたいときは`stringData`を使います。'),
};

const KINDS: { readonly [type: string]: string | undefined } = {
  string: '文字列',
  number: '数',
  bool: '真偽値',
  array: 'リスト',
  object: 'マップ',
  int32: '整数',
  int64: '整数',
  int: '整数',
  boolean: '真偽値',
  integer: '整数',
  float64: '数',
  map: 'マップ',
  slice: 'リスト',
};
