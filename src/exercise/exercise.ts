import type { FaultBank } from './faults.ts';
import type { Check, ClusterProfile, FeedbackSignature, Intervention } from '../engine/index.ts';

/** Everything of an exercise that has no words: the content of `exercise.yaml`, validated by `schema.ts`. */
export interface ExerciseDefinition {
  /** The permanent id, `L03-E2`. */
  readonly id: string;
  readonly lesson: string;
  readonly kind: 'write' | 'faded-write' | 'break-fix' | 'terminal' | 'predict' | 'match' | 'parsons' | 'diagnose' | 'migrate' | 'design' | 'capstone' | 'exam';
  /** 1 to 5. */
  readonly difficulty: number;
  readonly minutes: number;
  readonly scaffold: 'worked' | 'faded' | 'free';
  readonly seeds: readonly string[];
  readonly misconceptions: readonly string[];
  readonly seed: number;
  readonly cluster: ExerciseCluster;
  /** Where the learner's terminal opens: a vantage, as in checks. */
  readonly terminal: string;
  /** File names the learner may edit, in tab order; each has a starter. */
  readonly editable: readonly string[];
  /** Shown as read-only tabs. */
  readonly readOnly: readonly string[];
  /** Applied to the cluster before the learner begins, after `given/`: normally the starter files themselves. */
  readonly applyStarter: boolean;
  /** Structured questions, in order. */
  readonly questions: readonly ExerciseQuestion[];
  /** A file that is put together from given lines instead of typed. */
  readonly parsons?: ExerciseParsons;
  readonly checks: readonly Check[];
  /** Parts that open one after the other; every check belongs to one. Absent: all of it is open from the beginning. */
  readonly phases?: readonly ExercisePhase[];
  /** How many of the faults in `faults/` a run draws; the seed draws those of the first one. */
  readonly drawn?: number;
  readonly feedback: readonly FeedbackSignature[];
  /** None in an exam. */
  readonly hints: number;
}

/** A part of an exercise. It opens when every check of the one before passes, and stays open. Its words are the section `phase-<id>`. */
export interface ExercisePhase {
  readonly id: string;
  readonly checks: readonly string[];
  /** Fields that are asked for from here on; one that no phase names is asked for from the beginning. */
  readonly questions?: readonly string[];
  /** What happens to the cluster when it opens. */
  readonly begins?: readonly Intervention[];
  /** The exercise is passed when it opens: what it asks for counts, and is not needed. */
  readonly beyondPassing?: boolean;
}

/** The cluster of an exercise; what it does not say is as recorded. The seed is the exercise's. */
export interface ExerciseCluster extends Omit<ClusterProfile, 'seed'> {
  /** Namespace that the terminal's kubectl begins in. */
  readonly namespace: string;
}

/** What a question asks for: one of its choices, several, all of them in an order, or a short text. Ids have words in ja.md and en.md. */
export interface ExerciseQuestion {
  readonly field: string;
  /** Asked twice: as a prediction, before anything can be run, and, once the predictions stand, as what was seen. */
  readonly prediction?: boolean;
  /** A table: the question is asked once for every row, or for every row and column. Its cells are fields of their own. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
  readonly choices?: readonly string[];
  /** `several`: all that apply; `order`: all choices, put in order. Absent: exactly one. */
  readonly choose?: 'several' | 'order';
  /** Instead of choices. */
  readonly text?: 'line' | 'number' | 'list';
  /** What of a text makes no difference, besides width of characters, quotes and spaces around it. */
  readonly ignore?: readonly ('case' | 'spaces' | 'final-dot')[];
}

/** Lines to put in order and to indent. What is built is the text of the file, and graded like any other. */
export interface ExerciseParsons {
  /** An editable file. Its starter is the arrangement to begin with. */
  readonly file: string;
  /** Every line without its indentation, those that do not belong among them, in the order in which they are offered. */
  readonly lines: readonly string[];
  /** Only the indentation is asked for: the lines stand in order. */
  readonly ordered?: boolean;
}

/** The words of an exercise in one language; sections are HTML made from `ja.md` or `en.md` at build. */
export interface ExerciseWords {
  readonly title: string;
  /** The same in Japanese, by its phrases: a line may end between them. */
  readonly titlePhrases?: readonly string[];
  readonly summary: string;
  /** The words of each section's heading, by the same ids, as inline HTML: a check's title, a choice's short name. */
  readonly headings: { readonly [id: string]: string };
  /** What stands below the heading. */
  /** By section id: `story`, `task`, `hint-1`…, `check-<id>`, `feedback-<id>`, `ask-<id>` (one question for a failed check), `phase-<id>`, `fault-<id>`, `impact-<phase>`, `question-<field>`, `choice-<field>-<choice>`, `row-<field>-<row>`, `column-<field>-<column>`, `explain`, `done`. */
  readonly sections: { readonly [id: string]: string };
}

/** What the lab loads: one JSON file per exercise and language, at `/<lang>/exercises/<slug>/exercise.json`. */
export interface ExerciseBundle {
  readonly slug: string;
  readonly definition: ExerciseDefinition;
  readonly words: ExerciseWords;
  /** File name → text, of `given/` (applied in name order) and of `starter/`. */
  readonly given: { readonly [file: string]: string };
  readonly starter: { readonly [file: string]: string };
  /** The exam has tasks of the same kind: it can be done again with other names. */
  readonly again?: true;
  /** Of an exercise whose faults are drawn: then the starter is that of its own seed. */
  readonly bank?: FaultBank;
  /** Right answers, at least one, shown only after success or giving up. */
  readonly solutions: readonly WrittenAnswer[];
}

/** An answer as its author wrote it. */
export interface WrittenAnswer {
  readonly texts: { readonly [file: string]: string };
  /** What is typed, and in which terminal. */
  readonly commands: readonly { readonly terminal: string; readonly line: string }[];
  /** By field; of a prediction, what is predicted and what is seen alike. */
  readonly answers: { readonly [field: string]: string };
}
