import type { Language } from './language.ts';

/** The words of the answer keys, which an instructor makes on their own machine. */
export interface KeyWords {
  readonly title: string;
  readonly lead: string;
  readonly made: (date: string) => string;
  readonly lesson: (number: number, title: string) => string;
  readonly reference: string;
  readonly another: (number: number) => string;
  readonly anotherNote: string;
  readonly typed: string;
  readonly answered: string;
  /** Above choices that are not those of the reference answer; the others are left out. */
  readonly answeredOtherwise: string;
  readonly log: string;
  readonly logNote: string;
  readonly passed: string;
  readonly failed: string;
  readonly wrong: string;
  readonly wrongNote: string;
  readonly fails: string;
  readonly feedback: string;
  readonly ask: string;
  readonly hints: string;
  readonly talk: string;
  readonly notes: string;
  readonly back: string;
}

const words: { readonly [One in Language]: KeyWords } = {
  ja: {
    title: '解答集',
    lead: '講師のための冊子です。受講者には配りません。どの答えも、この端末のシミュレーターで採点して確かめてあります。',
    made: (date) => `作成日: ${date}`,
    lesson: (number, title) => `第${number}課 ${title}`,
    reference: '模範解答',
    another: (number) => `別解${number}`,
    anotherNote: '模範解答と違うところだけを示します。',
    typed: '打つコマンド',
    answered: '選ぶ答え',
    answeredOtherwise: '模範解答と違う答え',
    log: '判定の記録',
    logNote: 'この答えを採点したときの記録です。',
    passed: '満たす',
    failed: '満たさない',
    wrong: 'よくある誤答',
    wrongNote: '最初のファイルとの違い、満たさない判定、画面に出るフィードバックです。選ぶ答えは、模範解答と違うものだけを示します。',
    fails: '満たさない判定',
    feedback: '画面に出るフィードバック',
    ask: '問いかけ',
    hints: '学習者が開けるヒント',
    talk: '話し合うこと',
    notes: '作問の覚え書き(英語)',
    back: '解答集の目次へ',
  },
  en: {
    title: 'Answer keys',
    lead: 'For the instructor, not to be handed out. Every answer was graded by the simulator on this machine.',
    made: (date) => `Made on ${date}`,
    lesson: (number, title) => `Lesson ${number}: ${title}`,
    reference: 'Reference answer',
    another: (number) => `Another right answer, ${number}`,
    anotherNote: 'Only what differs from the reference answer is shown.',
    typed: 'Typed',
    answered: 'Chosen',
    answeredOtherwise: 'Chosen otherwise than in the reference answer',
    log: 'Log of the checks',
    logNote: 'What grading this answer saw.',
    passed: 'holds',
    failed: 'does not hold',
    wrong: 'Common wrong answers',
    wrongNote:
      'For each: how it differs from the starter, which checks it fails, and the feedback on the screen. Of what is chosen, only what the reference answer has otherwise.',
    fails: 'Checks that fail',
    feedback: 'Feedback on the screen',
    ask: 'What to ask',
    hints: 'Hints that learners can open',
    talk: 'To talk about',
    notes: 'Notes of the exercise’s author',
    back: 'To the list of answer keys',
  },
};

/** The words of the answer keys in one language. */
export function keyWords(language: Language): KeyWords {
  return words[language];
}
