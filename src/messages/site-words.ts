import type { Language } from './language.ts';
import { siteEn } from './site.en.ts';
import { siteJa } from './site.ja.ts';

/**
 * Every word of the pages around lessons and labs. Total: a language without one of these does not compile.
 * Names say where a word stands; parameters are numbers and names that are the same in both languages.
 */
export interface SiteWords {
  /** The language's own name, for the language switch; it is shown in its own language on both sides. */
  readonly languageName: string;
  /** Browser tab and search results. */
  readonly siteTitle: string;
  readonly siteDescription: string;
  readonly skipToContent: string;
  readonly bar: {
    readonly siteNavigation: string;
    readonly lessons: string;
    readonly exercises: string;
    readonly playground: string;
    readonly reference: string;
    readonly progress: string;
    readonly about: string;
    readonly search: string;
    /** The index could not be fetched. */
    readonly searchFailed: string;
    /** Opens the list of keys. */
    readonly shortcuts: string;
    readonly languageSwitch: string;
    /** The other language could not be fetched, so the page stays as it is. */
    readonly languageFailed: string;
    readonly theme: string;
    /** Announced and shown as a tooltip: what the next press gives. */
    readonly themes: { readonly system: string; readonly light: string; readonly dark: string; readonly contrast: string };
  };
  readonly footer: {
    readonly workshop: string;
    readonly simulates: string;
    /** Before the content version. */
    readonly version: string;
    readonly accessibility: string;
    readonly licenses: string;
    readonly hosting: string;
    readonly offline: string;
    readonly rules: string;
    readonly print: string;
  };
  readonly home: {
    /** Broken where the line may break. */
    readonly headline: readonly string[];
    readonly lead: string;
    readonly firstLesson: (number: number) => string;
    /** Before the name of the exercise that was left unfinished. */
    readonly resume: string;
    /** Before the number of exercises that are due: `{count}`. */
    readonly due: string;
    readonly chartLink: string;
    readonly facts: (lessons: number, exercises: number) => readonly { readonly what: string; readonly words: string }[];
    readonly labTitle: string;
    readonly labTask: string;
    readonly labWithoutScript: string;
    readonly chartTitle: string;
    readonly chartNote: string;
    readonly chartLabel: string;
    readonly chartOpen: string;
    readonly chartLater: string;
    readonly minutes: (minutes: number) => string;
    readonly usesTitle: string;
    readonly uses: readonly { readonly title: string; readonly words: string }[];
  };
  readonly lesson: {
    readonly number: (number: number, of: number) => string;
    readonly contents: string;
    readonly reading: (minutes: number) => string;
    /** Exercises of the lesson that exist in this edition. */
    readonly exercisesHere: (here: number, planned: number) => string;
    readonly needs: string;
    readonly later: string;
    readonly previous: string;
    readonly next: string;
    readonly toChart: string;
    readonly older: string;
    readonly recall: string;
    readonly recallFrom: string;
    /** Beside the first lesson's, which has no earlier lesson. */
    readonly recallBefore: string;
    readonly predict: string;
    readonly chosenRight: string;
    readonly chosenOther: string;
    readonly summaryTitle: string;
    readonly summaryPrompt: string;
    readonly summaryKept: string;
    readonly summaryNotKept: string;
    readonly figure: (number: number) => string;
    /** One of two shells side by side. */
    readonly shell: (number: number) => string;
    readonly rule: string;
    readonly exerciseOpen: string;
    readonly labWithoutScript: string;
    readonly labFailed: string;
  };
  /** The list of them; the chart on the home page is the same course drawn. */
  readonly lessons: { readonly title: string; readonly lead: string };
  readonly exercise: {
    /** Of its own page: the same cluster without a task. */
    readonly toPlayground: string;
    readonly title: string;
    readonly lead: string;
  };
  readonly reference: {
    readonly title: string;
    readonly rulesTitle: string;
    readonly lead: string;
    readonly layers: { readonly decoding: string; readonly api: string; readonly behaviour: string };
    readonly layerNotes: { readonly decoding: string; readonly api: string; readonly behaviour: string };
    readonly server: string;
    readonly bad: string;
    readonly good: string;
    /** The example as a small workbench: edit it, apply it to a fresh cluster, read what kubectl prints. */
    readonly trial: {
      readonly title: string;
      readonly edit: string;
      readonly run: string;
      readonly again: string;
      readonly output: string;
      readonly failed: string;
      readonly withoutScript: string;
    };
    readonly back: string;
  };
  /** Ways through the course. `{passed}` and `{all}` stand for numbers that only the page knows. */
  readonly paths: {
    readonly title: string;
    readonly lead: string;
    /** On the chart: that there are other ways. */
    readonly link: string;
    /** How long a way takes, to half an hour. */
    readonly time: (minutes: number) => string;
    readonly exercises: (count: number) => string;
    /** Not everything of it is written. */
    readonly partly: string;
    readonly toCome: (count: number) => string;
    readonly passed: string;
    /** Before the name of the next exercise. */
    readonly next: string;
    readonly all: string;
  };
  /** Sheets to look things up in: their list, and what stands around every command of theirs. */
  readonly sheets: {
    readonly title: string;
    readonly lead: string;
    /** Where the outputs come from. */
    readonly asked: string;
    readonly all: string;
    readonly output: string;
    readonly nothing: string;
    readonly exit: (status: number) => string;
    /** Stands for the name of each column in a command that is the same for all. */
    readonly name: string;
    readonly places: { readonly operator: string; readonly outside: string; readonly pod: (name: string) => string };
  };
  /** Fetched with the index of the search. `{count}` stands for a number. */
  readonly search: {
    readonly title: string;
    readonly placeholder: string;
    readonly nothing: string;
    readonly count: string;
    readonly close: string;
    readonly kinds: {
      readonly lesson: string;
      readonly exercise: string;
      readonly rule: string;
      readonly term: string;
      readonly path: string;
      readonly sheet: string;
      readonly command: string;
      readonly workshop: string;
    };
  };
  /** What was done on this device. `{count}` and `{passed}` stand for numbers that only the page knows. */
  readonly progress: {
    readonly title: string;
    readonly lead: string;
    readonly withoutScript: string;
    readonly standings: { readonly passed: string; readonly 'gave-up': string; readonly begun: string };
    /** Exercises that are due again. `{count}`, `{date}`: the page writes them in. */
    readonly reviewTitle: string;
    readonly reviewLead: string;
    readonly reviewNothing: string;
    readonly reviewNext: string;
    /** How often it was reviewed: `{done}` of four. */
    readonly reviewDone: string;
    readonly reviewGaveUp: string;
    readonly lessonsTitle: string;
    /** What somebody can do after a lesson, and how many of the exercises that show it are passed. */
    readonly objectivesTitle: string;
    readonly objectivesLead: string;
    /** What people often believe, and how one's own exercises stand to it. */
    readonly ideasTitle: string;
    readonly ideasLead: string;
    readonly ideas: { readonly met: string; readonly overcome: string };
    readonly fileTitle: string;
    readonly fileLead: string;
    readonly handOver: string;
    readonly takeIn: string;
    readonly forget: string;
    readonly forgetTitle: string;
    readonly forgetWords: string;
    readonly keep: string;
    readonly forgetSurely: string;
    readonly acts: {
      readonly taken: string;
      readonly older: string;
      readonly unreadable: string;
      readonly full: string;
      readonly tooLarge: string;
      readonly notProgress: string;
      readonly forgotten: string;
    };
  };
  /** Their pages have words of their own: review-words.ts, exam-words.ts. */
  readonly review: string;
  readonly exam: string;
  readonly glossary: {
    readonly title: string;
    readonly lead: string;
    /** Names the page of the Kubernetes documentation that says more. */
    readonly page: (title: string) => string;
  };
  readonly about: { readonly title: string };
  readonly missing: { readonly title: string; readonly words: string; readonly home: string };
}

const words: { readonly [L in Language]: SiteWords } = { ja: siteJa, en: siteEn };

/** The words of the pages in one language. */
export function siteWords(language: Language): SiteWords {
  return words[language];
}
