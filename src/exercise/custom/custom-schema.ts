import { z } from 'astro/zod';
import { exerciseFields, file, hintsFit, SCHEMA_SAYINGS, vantage } from '../schema.ts';

/** What of a custom exercise is too much. Characters, unless the name says otherwise. */
export const CUSTOM_LIMIT = {
  characters: 200_000,
  /** Containers within each other. */
  depth: 32,
  /** Mappings, lists and values of the whole file. */
  values: 20_000,
  objects: 40,
  pods: 100,
  files: 20,
  checks: 60,
  /** Checks within checks. */
  nested: 4,
  /** Virtual time that its checks let pass, together. */
  seconds: 86_400,
  solutions: 8,
  commands: 60,
  line: 1_000,
} as const;

/** The first line's promise: which form of the file this is. */
export const CUSTOM_FORMAT = 'minato-exercise/1';

const texts = z.record(file, z.string());

const section = z.strictObject({
  heading: z.string().min(1).exactOptional().describe('A few words of Markdown: the name of a check, a choice, a hint.'),
  text: z.string().exactOptional().describe('Markdown. HTML is refused, links are shown as text.'),
});

const words = z.strictObject({
  title: z.string().min(1).max(120),
  summary: z.string().min(1).max(500),
  sections: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/u, SCHEMA_SAYINGS['answer-id']), section),
});

/** Fields of the course that an exercise of somebody else has no use for. */
const { lesson: _lesson, scaffold: _scaffold, seeds: _seeds, misconceptions: _misconceptions, drawn: _drawn, ...shared } = exerciseFields;

/** A custom exercise: everything of a folder below `content/exercises/` in one file, with words in one language or both. */
export const customSchema = z
  .strictObject({
    format: z.literal(CUSTOM_FORMAT),
    ...shared,
    id: z
      .string()
      .max(60)
      .regex(/^[a-z0-9][a-z0-9-]*$/u, SCHEMA_SAYINGS['answer-id'])
      .describe('A name of your own. Work is kept under it.'),
    minutes: z.int().min(1).max(480),
    seed: z.int().min(1).max(1_000_000).default(1),
    terminal: vantage.default('operator'),
    editable: z.array(file).max(CUSTOM_LIMIT.files).default([]),
    readOnly: z.array(file).max(CUSTOM_LIMIT.files).default([]),
    applyStarter: z.boolean().default(true),
    questions: exerciseFields.questions.default([]),
    feedback: exerciseFields.feedback.default([]),
    hints: exerciseFields.hints.default(0).describe('How many sections hint-1, hint-2, … there are.'),
    files: z.strictObject({
      given: texts.default({}).describe('Applied in the order of names before the learner comes.'),
      starter: texts.default({}).describe('What stands in the editor at the beginning.'),
    }),
    solutions: z
      .array(
        z.strictObject({
          texts: texts.default({}),
          commands: z
            .array(z.strictObject({ terminal: vantage.default('operator'), line: z.string().min(1).max(CUSTOM_LIMIT.line) }))
            .max(CUSTOM_LIMIT.commands)
            .default([]),
          answers: z
            .record(z.string(), z.string())
            .default({})
            .describe('By field; of a table by field/row or field/row/column; several ids parted by spaces.'),
        }),
      )
      .min(1)
      .max(CUSTOM_LIMIT.solutions),
    words: z.strictObject({ ja: words.exactOptional(), en: words.exactOptional() }),
  })
  .refine(({ kind, hints }) => kind !== 'exam' || hintsFit({ kind, hints }), { message: SCHEMA_SAYINGS['exam-without-hints'], path: ['hints'] });

/** The content of a custom exercise's file. */
export type CustomContent = z.infer<typeof customSchema>;

/** The public JSON Schema of the file, for editors and other programs. */
export function customJSONSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(customSchema, { io: 'input', unrepresentable: 'any' });
  return {
    $schema,
    title: 'Minato: a custom exercise',
    description:
      'One exercise for the Minato lab in one file, YAML or JSON. What refers to something else in the file (ids, file names) is checked by the page, not here.',
    ...schema,
  };
}
