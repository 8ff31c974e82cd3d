import type { Language } from './language.ts';

/** The words of everything that is made for paper: exercise sheets, slides, the blank path, and the page that lists them. */
export interface PrintWords {
  readonly title: string;
  readonly lead: string;
  /** About paper sizes, and what the browser's own dialog decides. */
  readonly paper: string;
  readonly print: string;
  readonly general: string;
  readonly terms: string;
  readonly termsNote: string;
  readonly sheetsNote: string;
  readonly lessons: string;
  /** What there is of one lesson. */
  readonly of: { readonly text: string; readonly slides: string; readonly card: string; readonly sheets: string };
  readonly keys: { readonly title: string; readonly text: string; readonly command: string; readonly where: string };
  readonly sheet: {
    readonly title: (exercise: string) => string;
    readonly how: string;
    readonly link: string;
    readonly back: string;
    readonly name: string;
    readonly date: string;
    readonly questions: string;
    /** Beside a question that is asked before anything is run, and again after. */
    readonly prediction: string;
    readonly before: string;
    readonly after: string;
    readonly one: string;
    readonly several: string;
    readonly order: string;
    readonly write: string;
    /** Above the choices of a table, which is filled in with them. */
    readonly cells: string;
    readonly files: string;
    readonly editable: string;
    readonly readOnly: string;
    readonly lines: string;
    readonly linesNote: string;
    readonly checks: string;
    readonly notes: string;
    /** Where the lab of a printed lesson or sheet is found. */
    readonly online: string;
  };
  readonly slides: {
    readonly title: (lesson: string) => string;
    readonly how: string;
    readonly back: string;
    readonly number: (number: number, of: number) => string;
    readonly example: string;
    readonly exercises: string;
  };
  readonly path: {
    readonly title: string;
    readonly lead: string;
    readonly how: string;
    readonly case: string;
    readonly stations: readonly { readonly name: string; readonly asks: readonly string[] }[];
    readonly stops: string;
    readonly answer: string;
    readonly seen: string;
  };
}

const words: { readonly [One in Language]: PrintWords } = {
  ja: {
    title: '印刷',
    lead: '紙で配るもの、書き込むもの、前に映すものを、ここに集めました。どれもブラウザーの印刷機能で、紙にもPDFにもできます。',
    paper: 'A4とレターのどちらでも、コードと図が途中で切れないように作ってあります。背景を印刷する設定は要りません。',
    print: '印刷',
    general: 'どの課でも使うもの',
    terms: '用語の対訳表',
    termsNote: 'この教材の用語を、日本語と英語で並べた表です。',
    sheetsNote: '作業中に手元で引く早見表です。',
    lessons: '課ごとのもの',
    of: { text: '本文', slides: 'スライド', card: '要約カード', sheets: '演習シート' },
    keys: {
      title: '解答集',
      text: '解答集は、このサイトには入っていません。講師が自分の手元で作ります。模範解答、別解、判定の記録、よくある誤答が、課ごとに1つのHTMLファイルになります。',
      command: 'npm run keys',
      where: 'できたファイルはkeysフォルダーに入ります。受講者に渡すZIPには含まれません。',
    },
    sheet: {
      title: (exercise) => `演習シート: ${exercise}`,
      how: '紙の上で考えるためのシートです。答えとヒントは載せていません。',
      link: '印刷できる演習シート',
      back: '演習を開く',
      name: '名前',
      date: '日付',
      questions: '答えること',
      prediction: '実行する前に予想を書き、実行した後に見たことを書きます。',
      before: '予想',
      after: '実際',
      one: '1つ選びます。',
      several: 'あてはまるものをすべて選びます。',
      order: '番号を振って、順番に並べます。',
      write: '書き込みます。',
      cells: '表のどの欄にも、次の中から1つ選んで書き込みます。',
      files: 'ファイル',
      editable: '書き換えるファイル',
      readOnly: '読むだけのファイル',
      lines: '使える行',
      linesNote: 'この中から選び、下に正しい順番と字下げで書きます。使わない行も混じっています。',
      checks: '満たすべきこと',
      notes: 'メモ',
      online: '動かす場所',
    },
    slides: {
      title: (lesson) => `スライド: ${lesson}`,
      how: '1枚が印刷の1ページです。画面では、左右の矢印、Page Up、Page Down、スペースで進みます。',
      back: 'この課に戻る',
      number: (number, of) => `${number}/${of}`,
      example: '例',
      exercises: 'この課の演習',
    },
    path: {
      title: '経路の白図',
      lead: '1つの要求が通る道を、自分で書き込むための紙です。',
      how: 'それぞれの場所に、名前、アドレス、ポート番号を書きます。止まった場所には×を付け、返ってきた言葉を下に書きます。',
      case: '調べること',
      stations: [
        { name: 'クライアント', asks: ['Podまたはホスト', '名前空間', '打ったコマンド'] },
        { name: '名前', asks: ['引いた名前', '返ったアドレス'] },
        { name: 'Service', asks: ['種類', 'アドレス', 'port'] },
        { name: 'ノードの規則', asks: ['ノード', '書き換える前', '書き換えた後'] },
        { name: 'Pod', asks: ['名前', 'IP', '待ち受けているポート'] },
      ],
      stops: 'ここで止まった',
      answer: '返ってきた言葉',
      seen: 'そう判断した証拠',
    },
  },
  en: {
    title: 'Print',
    lead: 'What you hand out, what people write on, and what you show at the front, in one place. Your browser turns any of it into paper or PDF.',
    paper: 'Every page fits both A4 and Letter, and neither code nor drawings are cut. You need not switch on the printing of backgrounds.',
    print: 'Print',
    general: 'For any lesson',
    terms: 'The terms in both languages',
    termsNote: 'Every term of the course as a table, English and Japanese side by side.',
    sheetsNote: 'A sheet to look things up in while you work.',
    lessons: 'By lesson',
    of: { text: 'Text', slides: 'Slides', card: 'Summary card', sheets: 'Exercise sheets' },
    keys: {
      title: 'Answer keys',
      text: 'This site does not contain the answer keys. An instructor makes them on their own machine: for each lesson one HTML file with the reference answer, other right answers, the log of the checks, and common wrong answers.',
      command: 'npm run keys',
      where: 'The files are written to the folder keys. The ZIP for learners never contains them.',
    },
    sheet: {
      title: (exercise) => `Exercise sheet: ${exercise}`,
      how: 'A sheet to think on with a pencil. It has neither answers nor hints.',
      link: 'An exercise sheet to print',
      back: 'Open the exercise',
      name: 'Name',
      date: 'Date',
      questions: 'Questions',
      prediction: 'Write what you predict before you run anything, and what you saw after.',
      before: 'Predicted',
      after: 'Seen',
      one: 'Choose one.',
      several: 'Choose all that apply.',
      order: 'Number them in order.',
      write: 'Write it down.',
      cells: 'Write one of these into each cell of the table.',
      files: 'Files',
      editable: 'To change',
      readOnly: 'To read',
      lines: 'Lines to use',
      linesNote: 'Choose from these and write them below, in order and with their indentation. Some are not needed.',
      checks: 'What must be so at the end',
      notes: 'Notes',
      online: 'Where it runs',
    },
    slides: {
      title: (lesson) => `Slides: ${lesson}`,
      how: 'One slide is one printed page. On the screen, the left and right arrows, Page Up, Page Down and Space move between them.',
      back: 'Back to the lesson',
      number: (number, of) => `${number}/${of}`,
      example: 'An example',
      exercises: 'Exercises of this lesson',
    },
    path: {
      title: 'The path, left blank',
      lead: 'A sheet on which you draw the way of one request yourself.',
      how: 'Write names, addresses and port numbers at each place. Mark with a cross where it stopped, and write down the words that came back.',
      case: 'What you look into',
      stations: [
        { name: 'Client', asks: ['Pod or host', 'Namespace', 'Command typed'] },
        { name: 'Name', asks: ['Name looked up', 'Address returned'] },
        { name: 'Service', asks: ['Type', 'Address', 'port'] },
        { name: 'Rule on the node', asks: ['Node', 'Before the rewrite', 'After the rewrite'] },
        { name: 'Pod', asks: ['Name', 'IP', 'Port it listens on'] },
      ],
      stops: 'It stopped here',
      answer: 'Words that came back',
      seen: 'What shows it',
    },
  },
};

/** The words of what is printed, in one language. */
export function printWords(language: Language): PrintWords {
  return words[language];
}
