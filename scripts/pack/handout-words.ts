import type { Language } from '../../src/messages/language.ts';

/** Words of the page that stands at the root of the ZIP. `<code>` is written as `` `…` ``; nothing else is markup. */
export interface HandoutWords {
  readonly languageName: string;
  readonly lead: string;
  readonly startTitle: string;
  readonly startLead: string;
  /** One for each kind of computer: its name, then what to do. */
  readonly starts: readonly (readonly [computer: string, steps: readonly string[]])[];
  readonly withNode: string;
  readonly withoutNode: string;
  readonly thenTitle: string;
  readonly then: readonly string[];
  readonly troubleTitle: string;
  readonly trouble: readonly (readonly [what: string, how: string])[];
  readonly privacy: string;
  readonly sheetTitle: string;
  readonly sheetLead: string;
  readonly checks: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly lessonsTitle: string;
  readonly lessonsLead: string;
  readonly minutes: (reading: number, exercises: number) => string;
  readonly termsTitle: string;
  readonly termsLead: string;
  readonly checksumTitle: string;
  readonly checksum: string;
}

const ja: HandoutWords = {
  languageName: '日本語',
  lead: 'KubernetesのServiceを、動かしながら学ぶコースです。このフォルダーにすべて入っています。ネットワークもアカウントも要りません。',
  startTitle: '始め方',
  startLead: 'このページは説明だけです。コースは、同じフォルダーにある小さなサーバーを始めて、ブラウザーで開きます。ZIPの中身は、先に全部展開してください。',
  starts: [
    [
      'Windows',
      [
        '`start.bat`をダブルクリックします。名前の終わりが隠れていると、`start`とだけ見えます。',
        '「WindowsによってPCが保護されました」と出たら、「詳細情報」から「実行」を選びます。',
        'ファイアウォールに尋ねられたら、「プライベートネットワーク」を許可します。ほかの人に見せないなら、許可しなくても使えます。',
      ],
    ],
    [
      'macOS',
      [
        '`start.command`をControlキーを押しながらクリックし、「開く」を選びます。',
        'macOSが開かせないときは、「システム設定」の「プライバシーとセキュリティ」で「このまま開く」を選びます。',
        'それでも開けないときは、ターミナルに`sh `と入れ(最後は空白です)、`start.sh`をそこへドラッグして、Enterを押します。',
      ],
    ],
    ['Linux', ['`start.sh`をダブルクリックして「端末で実行」を選ぶか、ターミナルで`sh start.sh`を実行します。']],
  ],
  withNode: 'Linux(x64)とWindows(x64)のNode.jsが、この中に入っています。macOSでは、Node.js 20以上を先に入れてください。',
  withoutNode: 'Node.js 20以上が入ったコンピューターが必要です。ない場合は、名前に`with-node`が付いたZIPを使います。',
  thenTitle: '始まったら',
  then: [
    '開いた黒い画面に、アドレスが出ます。「このコンピューターで開く」の下のものを、ブラウザーに入れます。',
    '教室では、「同じネットワークの人が開く」の下のアドレスを、みんなに伝えます。短いほうで構いません。',
    '講師は、「講師の手引き」の下のアドレスも開きます。準備から片付けまでの手順が書いてあります。',
    '掲示板のアドレスは、講師だけが開きます。',
    '終わるときは、その画面で`Ctrl+C`を押すか、画面を閉じます。Windowsが「バッチ ジョブを終了しますか」と尋ねたら、`Y`と答えます。',
  ],
  troubleTitle: 'うまくいかないとき',
  trouble: [
    [
      '何も出ずに閉じる。または「Unpack the whole ZIP first」と出る',
      'ZIPを展開せずに開いています。ZIPを右クリックして「すべて展開」を選び、できたフォルダーから始めます。',
    ],
    ['USBメモリーから始まらない', 'フォルダーをコンピューターに写してから始めます。USBメモリーの上のプログラムを動かせないコンピューターがあります。'],
    [
      '自分は開けるが、ほかの人が開けない',
      '同じWi-Fiにいるか、ファイアウォールが許可しているかを確かめます。ゲスト用のWi-Fiは、端末どうしの通信を止めていることがあります。そのときは、スマートフォンのテザリングなど、別のネットワークに移ります。',
    ],
    [
      '「この名前はこのコンピューターのものではありません」と出る',
      '画面に出ているアドレスで開きます。別の名前を使うなら、`--host-name`に続けてその名前を渡します。',
    ],
    ['8080が使われている', '空いている番号が自動で選ばれます。番号を決めるには、`--port 3000`のように渡します。'],
    ['サイトの中で何が動くかを確かめたい', '「ワークショップ」の「事前チェック」を開きます。'],
  ],
  privacy: '書いたものと進み具合は、それぞれのブラウザーの中にだけ残ります。掲示板に出るのは、自分で選んだ呼び名と状態だけで、サーバーを止めると消えます。',
  sheetTitle: '手元に置く1枚',
  sheetLead: 'Serviceにつながらないときは、パケットの進む順に確かめます。どれも、呼ぶPodと同じ名前空間で実行します。',
  checks: {
    columns: ['確かめること', 'コマンド', '違っていたら'],
    rows: [
      ['名前が引ける', '`getent hosts NAME`(呼ぶPodの中で)', 'Serviceの名前、名前空間、検索リスト'],
      ['ポートがある', '`kubectl get service NAME`', '呼んだポートと`port`'],
      ['宛先がある', '`kubectl get endpointslices -l kubernetes.io/service-name=NAME`', '`selector`とPodのラベル'],
      ['準備ができている', '`kubectl get pods -o wide`', 'Readiness Probe'],
      ['Podが応答する', '`curl http://POD_IP:PORT/`(別のPodの中で)', '`targetPort`と、アプリが待つポート'],
    ],
  },
  lessonsTitle: '課の一覧',
  lessonsLead: '前の課を知っているものとして進みます。時間は目安です。',
  minutes: (reading, exercises) => `読む${reading}分、演習${exercises}分`,
  termsTitle: '用語',
  termsLead: 'コースで使うことばと、その英語です。',
  checksumTitle: '中身を確かめる',
  checksum:
    '`SHA256SUMS`に、全ファイルの要約値があります。LinuxとmacOSでは、このフォルダーで`sha256sum --check SHA256SUMS`(macOSは`shasum -a 256 -c SHA256SUMS`)を実行します。',
};

const en: HandoutWords = {
  languageName: 'English',
  lead: 'A course in which you learn Kubernetes Services by running them. All of it is in this folder. It needs no network and no account.',
  startTitle: 'How to start',
  startLead: 'This page only explains. The course itself is opened in a browser from a small server in this folder. Unpack the whole ZIP first.',
  starts: [
    [
      'Windows',
      [
        'Double-click `start.bat`. Where endings of names are hidden, it is called `start`.',
        'If “Windows protected your PC” appears, choose “More info”, then “Run anyway”.',
        'If the firewall asks, allow “Private networks”. Without it you can still use the course on this computer.',
      ],
    ],
    [
      'macOS',
      [
        'Control-click `start.command` and choose “Open”.',
        'If macOS refuses, choose “Open Anyway” under “Privacy & Security” in System Settings.',
        'If it still does not open, type `sh ` in Terminal (with the space), drag `start.sh` into the window, and press Enter.',
      ],
    ],
    ['Linux', ['Double-click `start.sh` and choose to run it in a terminal, or run `sh start.sh`.']],
  ],
  withNode: 'Node.js for Linux (x64) and Windows (x64) is inside. On macOS, install Node.js 20 or newer first.',
  withoutNode: 'The computer needs Node.js 20 or newer. If it has none, take the ZIP with `with-node` in its name.',
  thenTitle: 'Once it runs',
  then: [
    'The window that opened shows addresses. Type the one below “On this computer” into a browser.',
    'In a classroom, tell everybody an address below “For others on the same network”. The shorter one will do.',
    'If you are the instructor, open an address below “The facilitator’s guide”, too. It goes from preparing to clearing away.',
    'The address of the board is for the instructor alone.',
    'To end, press `Ctrl+C` in that window, or close it. If Windows asks “Terminate batch job”, answer `Y`.',
  ],
  troubleTitle: 'If it does not work',
  trouble: [
    [
      'The window closes at once, or says “Unpack the whole ZIP first”',
      'The ZIP was opened, not unpacked. Right-click it, choose “Extract All”, and start from the new folder.',
    ],
    ['It does not start from a USB stick', 'Copy the folder to the computer first. Some computers do not run programs that are on a stick.'],
    [
      'It opens here, but not for others',
      'See that they are on the same Wi-Fi and that the firewall allows it. Wi-Fi for guests often keeps devices from talking to each other; use another network then, such as the hotspot of a phone.',
    ],
    ['“This name is not a name of this computer”', 'Use an address that the window shows. For a name of your own, pass it after `--host-name`.'],
    ['Port 8080 is taken', 'A free number is chosen. To choose one yourself, pass it as in `--port 3000`.'],
    ['You want to know what works in this browser', 'Open “Pre-flight check” under “Workshop”.'],
  ],
  privacy:
    'What people write and how far they are stays in each browser. The board shows a nickname and a status that its owner chose to send, and forgets them when the server stops.',
  sheetTitle: 'One sheet to keep',
  sheetLead: 'When a Service cannot be reached, check in the order in which a packet travels, in the namespace of the Pod that calls.',
  checks: {
    columns: ['What must hold', 'Command', 'If not, look at'],
    rows: [
      ['The name resolves', '`getent hosts NAME` (in the Pod that calls)', 'name of the Service, namespace, search list'],
      ['The port exists', '`kubectl get service NAME`', 'the port that is called, and `port`'],
      ['There are endpoints', '`kubectl get endpointslices -l kubernetes.io/service-name=NAME`', '`selector`, and the labels of the Pods'],
      ['They are ready', '`kubectl get pods -o wide`', 'readiness probe'],
      ['The Pod answers', '`curl http://POD_IP:PORT/` (in another Pod)', '`targetPort`, and the port the app listens on'],
    ],
  },
  lessonsTitle: 'The lessons',
  lessonsLead: 'Each one builds on those before it. The times are estimates.',
  minutes: (reading, exercises) => `${reading} min to read, ${exercises} min of exercises`,
  termsTitle: 'Words',
  termsLead: 'The words of the course, and what Japanese calls them.',
  checksumTitle: 'Check what is inside',
  checksum:
    '`SHA256SUMS` has a digest of every file. On Linux and macOS run `sha256sum --check SHA256SUMS` in this folder (macOS: `shasum -a 256 -c SHA256SUMS`).',
};

/** The words of the page at the root of the ZIP. */
export const handoutWords: { readonly [One in Language]: HandoutWords } = { ja, en };
