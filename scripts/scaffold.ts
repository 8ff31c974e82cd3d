import { join } from 'node:path';
import { readFolder, type FolderTexts } from '../src/exercise/load.ts';

/** What a new exercise begins with. */
export interface NewExercise {
  /** `L08-E2` */
  readonly id: string;
  readonly kind: string;
  /** Rows of coverage.json that name it. */
  readonly seeds: readonly string[];
}

export interface NewLesson {
  readonly lesson: string;
  readonly seeds: readonly string[];
  /** Ids of its exercises that are there already. */
  readonly exercises: readonly string[];
}

/** Kinds whose answer is a choice or a word; all others end with files that are applied. */
const answered: ReadonlySet<string> = new Set(['predict', 'match', 'diagnose', 'terminal']);

const templates = (name: string): FolderTexts => readFolder(join(import.meta.dirname, 'templates', name));

/** Fills `{{name}}` in every text. Throws where a template wants a value that is not given. */
function fill(texts: FolderTexts, values: { readonly [name: string]: string }): FolderTexts {
  const filled = (text: string): string =>
    text.replace(/\{\{([a-z ]+)\}\}/gu, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`no value for {{${name}}}`);
      return value;
    });
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, filled(text)]));
}

/** A number that no other has, made of the id: L08-E2 → 802. */
const seedOf = (id: string): string => String(Number(id.slice(1, 3)) * 100 + (Number(/\d+$/u.exec(id.slice(3))?.[0] ?? 0) || 90));

const parsons = `# ✎ every line without its indentation, those that do not belong among them
parsons:
  file: service.yaml
  lines:
    - 'apiVersion: v1'
    - 'kind: Service'
    - 'metadata:'
    - 'name: web'
    - 'namespace: shop'
    - 'spec:'
    - 'selector:'
    - 'app: web'
    - 'ports:'
    - '- port: 80'
    - 'targetPort: 8080'
    - 'targetPort: 80'
`;

/** The files of a new exercise: it works as it is, and says with ✎ what is to be written in its place. */
export function exerciseFiles({ id, kind, seeds }: NewExercise): FolderTexts {
  return fill(templates(answered.has(kind) ? 'answers' : 'files'), {
    id,
    lesson: id.slice(0, 3),
    kind,
    seeds: seeds.join(', '),
    seed: seedOf(id),
    prediction: kind === 'predict' ? ', prediction: true' : '',
    parsons: kind === 'parsons' ? parsons : '',
  });
}

/** The files of a new lesson, with every part that a lesson has. */
export function lessonFiles({ lesson, seeds, exercises }: NewLesson): FolderTexts {
  return fill(templates('lesson'), {
    lesson,
    seeds: seeds.join(', '),
    exercises: exercises.join(', '),
    seed: seedOf(lesson),
    'exercises as components': exercises.map((id) => `<Exercise id="${id}" />\n\n`).join(''),
  });
}
