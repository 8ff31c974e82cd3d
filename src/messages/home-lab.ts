import type { ExerciseWords } from '../exercise/exercise.ts';
import type { Language } from './language.ts';

const WORDS: { readonly [language in Language]: ExerciseWords } = {
  ja: {
    title: '花屋の注文が届きません',
    summary: '1文字足りないServiceを直します。',
    headings: {
      'check-answers': '店先から<code>http://flowers/</code>へ',
      'ask-answers': '図のPodは、どんなラベルを持っていますか。',
      done: '注文が届きました。',
    },
    sections: {},
  },
  en: {
    title: 'Orders do not reach the flower shop',
    summary: 'Repair a Service that lacks one letter.',
    headings: {
      'check-answers': 'From the storefront to <code>http://flowers/</code>',
      'ask-answers': 'Which label do the Pods in the chart have?',
      done: 'The orders arrive.',
    },
    sections: {},
  },
};

/** The words of the home page's lab. */
export function homeLabWords(language: Language): ExerciseWords {
  return WORDS[language];
}
