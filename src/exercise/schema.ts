import { z } from 'astro/zod';
import type { Check, CheckKind, ClusterEvent, FeedbackSignature, Intervention, ObservedEvidence } from '../engine/index.ts';
import type { ExerciseDefinition, ExerciseQuestion } from './exercise.ts';
import type { Fault } from './faults.ts';

/** What the schema says of a form or a rule of its own; who shows it in another language goes by the key. */
export const SCHEMA_SAYINGS = {
  place: 'must be operator, outside, office, internet, node:NAME, namespace/pod or namespace/deploy/name',
  file: 'must be a lower-case name that ends with .yaml',
  version: 'must be a simulated minor version in quotes, such as "1.36"',
  'answer-id': 'must consist of small letters, digits and hyphens',
  url: 'must begin with http://, https:// or $(NAME)',
  'absolute-path': 'must begin with /',
  misconception: 'must be M and two digits',
  'one-way-to-answer': 'a check of an answer has exactly one of accepted, exactly, includes, inOrder, cells, among and asGiven',
  'at-least-cells': 'atLeast counts cells, or what an answer is among, and there must be as many',
  'choices-or-text': 'a question has either choices or text',
  'choose-needs-choices': 'choose belongs to choices outside a table',
  'columns-need-rows': 'columns need rows',
  'ignore-needs-text': 'ignore belongs to text',
  'exam-without-hints': 'an exam has no hints, and every other exercise has one or more',
} as const;
export type SchemaSaying = keyof typeof SCHEMA_SAYINGS;

/** A schema that accepts exactly the values of a type of the engine; test/content/schema.test.ts proves the other direction. */
type SchemaOf<T> = z.ZodType<T>;

const name = z.string().min(1);
const ids = z.array(name).min(1).readonly();
const labels = z.record(z.string(), z.string()).readonly();
const port = z.int().min(0).max(65535);
const podSet = z.strictObject({ namespace: name, labels }).readonly();
/** A place as in checks. */
export const vantage = z.string().regex(/^(operator|outside|office|internet|node:[a-z0-9-]+|[a-z0-9-]+\/(deploy\/)?[a-z0-9-]+)$/u, SCHEMA_SAYINGS.place);

const tables = [
  'configmaps',
  'controllerrevisions',
  'deployments',
  'endpoints',
  'endpointslices',
  'events',
  'ipaddresses',
  'leases',
  'namespaces',
  'nodes',
  'pods',
  'replicasets',
  'secrets',
  'serviceaccounts',
  'servicecidrs',
  'services',
  'statefulsets',
] as const satisfies readonly Extract<CheckKind, { kind: 'unchanged' }>['table'][];

const verdicts = ['delivered', 'REJECT', 'DROP', 'RST'] as const;

const observedEvidence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    program: name,
    words: z.array(z.string()).readonly(),
    prints: z.array(name).min(1).readonly().exactOptional(),
    printsAddressesOf: podSet.exactOptional(),
    lacks: z.array(name).min(1).readonly().exactOptional(),
    times: z.int().min(2).exactOptional(),
    exits: z.array(z.int().min(0).max(255)).min(1).readonly().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('packet'), port, verdict: z.enum(verdicts), rule: name.exactOptional(), times: z.int().min(2).exactOptional() }),
  z.strictObject({ kind: z.literal('dns'), name, outcome: name }),
]) as unknown as SchemaOf<ObservedEvidence>;

const clusterEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delete-each-pod'), pods: podSet }),
  z.strictObject({ kind: z.literal('scale'), namespace: name, deployment: name, replicas: z.int().min(0) }),
  z.strictObject({ kind: z.literal('patch'), table: z.enum(tables), namespace: name, name, patch: z.record(z.string(), z.json()) }),
  z.strictObject({ kind: z.literal('recreate-service'), namespace: name, name }),
  z.strictObject({ kind: z.literal('advance'), seconds: z.number().positive() }),
  z.strictObject({ kind: z.literal('drain'), node: name }),
  z.strictObject({ kind: z.literal('remove-file'), pods: podSet, path: z.string().regex(/^\//u, SCHEMA_SAYINGS['absolute-path']) }),
]) as unknown as SchemaOf<ClusterEvent>;

const outcomes = ['open', 'refused', 'reset', 'timeout', 'unresolved', 'closed'] as const;
const held = {
  get hold() {
    return z.array(checkSchema).min(1).readonly();
  },
};

/** One check of an exercise, as written in `exercise.yaml`. */
export const checkSchema: SchemaOf<Check> = z.lazy(
  () =>
    z.discriminatedUnion('kind', [
      z.strictObject({
        id: name,
        kind: z.literal('http'),
        from: vantage,
        url: z.string().regex(/^(https?:\/\/|\$\(\w+\))/u, SCHEMA_SAYINGS.url),
        status: z.int().min(100).max(599),
        answeredBy: podSet.exactOptional(),
        headers: labels.exactOptional(),
        sourceSeen: name.exactOptional(),
      }),
      z.strictObject({ id: name, kind: z.literal('tcp'), from: vantage, host: name, port, outcome: z.enum(outcomes), network: name.exactOptional() }),
      z.strictObject({ id: name, kind: z.literal('spread'), from: vantage, host: name, port, among: podSet }),
      z.strictObject({
        id: name,
        kind: z.literal('affinity'),
        from: vantage,
        host: name,
        port,
        idleSeconds: z.number().min(0),
        outcome: z.enum(['kept', 'free']),
      }),
      z.strictObject({
        id: name,
        kind: z.literal('dns'),
        from: vantage,
        name,
        outcome: z.enum(['answered', 'NXDOMAIN', 'NODATA']),
        addresses: z.array(name).readonly().exactOptional(),
        addressesOf: podSet.exactOptional(),
        mostQueries: z.int().min(1).exactOptional(),
      }),
      z.strictObject({ id: name, kind: z.literal('pods'), pods: podSet, ready: z.int().min(0), mostRestarts: z.int().min(0).exactOptional() }),
      z.strictObject({
        id: name,
        kind: z.literal('endpoints'),
        namespace: name,
        service: name,
        pods: podSet.exactOptional(),
        addresses: ids.exactOptional(),
        count: z.int().min(0).exactOptional(),
        port: port.exactOptional(),
      }),
      z.strictObject({
        id: name,
        kind: z.literal('unchanged'),
        table: z.enum(tables),
        namespace: name,
        names: z.array(name).min(1).readonly(),
        fields: z.enum(['uid', 'spec']).exactOptional(),
      }),
      z.strictObject({
        id: name,
        kind: z.literal('object'),
        table: z.enum(tables),
        namespace: name,
        name,
        has: z.record(z.string(), z.json()),
        between: z.record(z.string(), z.tuple([z.number(), z.number()]).readonly()).exactOptional(),
        reason: name,
      }),
      z.strictObject({ id: name, kind: z.literal('observed'), evidence: observedEvidence }),
      z
        .strictObject({
          id: name,
          kind: z.literal('answer'),
          field: name,
          accepted: ids.exactOptional(),
          exactly: ids.exactOptional(),
          includes: ids.exactOptional(),
          inOrder: z
            .array(z.tuple([name, name]).readonly())
            .min(1)
            .readonly()
            .exactOptional(),
          cells: z.record(name, ids).readonly().exactOptional(),
          among: ids.exactOptional(),
          asGiven: z.strictObject({ fact: z.enum(['ready-endpoints', 'service-type']), of: labels }).exactOptional(),
          atLeast: z.int().min(1).exactOptional(),
        })
        .refine((check) => (['accepted', 'exactly', 'includes', 'inOrder', 'cells', 'among', 'asGiven'] as const).filter((way) => check[way]).length === 1, {
          message: SCHEMA_SAYINGS['one-way-to-answer'],
        })
        .refine(({ cells, among, atLeast }) => atLeast === undefined || atLeast <= (among ?? Object.keys(cells ?? {})).length, {
          message: SCHEMA_SAYINGS['at-least-cells'],
        }),
      z.strictObject({ id: name, kind: z.literal('diagnosed'), file: name, rule: name }),
      z.strictObject({ id: name, kind: z.literal('not'), hold: checkSchema }),
      z.strictObject({ id: name, kind: z.literal('after'), event: clusterEvent, ...held }),
      z.strictObject({ id: name, kind: z.literal('throughout'), event: clusterEvent, seconds: z.number().positive().exactOptional(), ...held }),
      z.strictObject({ id: name, kind: z.literal('in-cloud'), cloud: z.enum(['none', 'aws', 'gcp', 'azure']), ...held }),
      z.strictObject({ id: name, kind: z.literal('in-proxy-mode'), mode: z.enum(['nftables', 'iptables']), ...held }),
    ]) as unknown as SchemaOf<Check>,
);

const feedbackSchema: SchemaOf<FeedbackSignature> = z.strictObject({
  id: name,
  misconception: z
    .string()
    .regex(/^M\d\d$/u, SCHEMA_SAYINGS.misconception)
    .exactOptional(),
  explains: name,
  when: z.array(checkSchema).min(1).readonly(),
});

/** The name of a manifest. */
export const file = z.string().regex(/^[a-z0-9][a-z0-9.-]*\.yaml$/u, SCHEMA_SAYINGS.file);

const words = z.array(z.string()).readonly();

/** Everything of a `ClusterProfile` but the seed, which exercises and sessions have themselves. */
const profile = {
  base: z.enum(['three-nodes', 'dual-stack', 'iptables']).exactOptional(),
  site: z.enum(['recorded', 'bare-metal', 'aws', 'gcp', 'azure']).exactOptional(),
  zones: z.enum(['two', 'three']).exactOptional(),
  proxyMode: z.enum(['nftables', 'iptables']).exactOptional(),
  hairpin: z.boolean().exactOptional(),
  version: z
    .string()
    .regex(/^1\.3[4-7]$/u, SCHEMA_SAYINGS.version)
    .exactOptional(),
  loadBalancer: z.enum(['none', 'aws', 'gcp', 'azure', 'delayed', 'failing']).exactOptional(),
  outside: z.enum(['recorded', 'course']).exactOptional(),
  nodeSearches: words.exactOptional(),
  images: z
    .array(
      z.strictObject({
        name,
        from: name,
        entrypoint: words.exactOptional(),
        cmd: words.exactOptional(),
        env: labels.exactOptional(),
        files: labels.exactOptional(),
      }),
    )
    .readonly()
    .exactOptional(),
};

/** A question's id, and those of its rows and choices: they become ids of sections, and several stand in one answer. */
const answerId = z.string().regex(/^[a-z0-9][a-z0-9-]*$/u, SCHEMA_SAYINGS['answer-id']);
const answerIds = z.array(answerId).min(2).readonly();

const questionSchema: SchemaOf<ExerciseQuestion> = z
  .strictObject({
    field: answerId,
    prediction: z.boolean().exactOptional(),
    rows: z.array(answerId).min(1).readonly().exactOptional(),
    columns: answerIds.exactOptional(),
    choices: answerIds.exactOptional(),
    choose: z.enum(['several', 'order']).exactOptional(),
    text: z.enum(['line', 'number', 'list']).exactOptional(),
    ignore: z
      .array(z.enum(['case', 'spaces', 'final-dot']))
      .min(1)
      .readonly()
      .exactOptional(),
  })
  .refine(({ choices, text }) => (choices === undefined) !== (text === undefined), { message: SCHEMA_SAYINGS['choices-or-text'] })
  .refine(({ choices, choose, rows }) => choose === undefined || (choices !== undefined && rows === undefined), {
    message: SCHEMA_SAYINGS['choose-needs-choices'],
  })
  .refine(({ columns, rows }) => columns === undefined || rows !== undefined, { message: SCHEMA_SAYINGS['columns-need-rows'] })
  .refine(({ ignore, text }) => ignore === undefined || text !== undefined, { message: SCHEMA_SAYINGS['ignore-needs-text'] });

/** Every way of asking. */
export const exerciseKinds = [
  'write',
  'faded-write',
  'break-fix',
  'terminal',
  'predict',
  'match',
  'parsons',
  'diagnose',
  'migrate',
  'design',
  'capstone',
  'exam',
] as const;

const interventionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['node-down', 'node-up']), node: name }),
  z.strictObject({ kind: z.enum(['zone-down', 'zone-up']), zone: name }),
  z.strictObject({ kind: z.enum(['crash', 'unready', 'ready-again']), namespace: name, pod: name }),
  z.strictObject({ kind: z.literal('load-balancer'), namespace: name, service: name, ingress: name }),
]) as unknown as SchemaOf<Intervention>;

/** The fields of an `exercise.yaml`. */
export const exerciseFields = {
  id: z.string().regex(/^L\d\d-(E\d|CAP)$/u, 'must be a permanent id such as L03-E2'),
  lesson: z.string().regex(/^L\d\d$/u, 'must be the id of a lesson, such as L03'),
  kind: z.enum(exerciseKinds),
  difficulty: z.int().min(1).max(5),
  minutes: z.int().min(1),
  scaffold: z.enum(['worked', 'faded', 'free']),
  seeds: z.array(z.string().regex(/^S[12]-\d{3}$/u, 'must be a row of content/coverage.json, such as S1-024')).readonly(),
  misconceptions: z.array(z.string().regex(/^M\d\d$/u, SCHEMA_SAYINGS.misconception)).readonly(),
  seed: z.int().min(1),
  cluster: z.strictObject({ ...profile, namespace: name }),
  terminal: vantage,
  editable: z.array(file).readonly(),
  readOnly: z.array(file).readonly(),
  applyStarter: z.boolean(),
  questions: z.array(questionSchema).readonly(),
  parsons: z.strictObject({ file, lines: ids, ordered: z.boolean().exactOptional() }).exactOptional(),
  checks: z.array(checkSchema).min(1).readonly(),
  phases: z
    .array(
      z.strictObject({
        id: answerId,
        checks: ids,
        questions: ids.exactOptional(),
        begins: z.array(interventionSchema).min(1).readonly().exactOptional(),
        beyondPassing: z.boolean().exactOptional(),
      }),
    )
    .min(2)
    .readonly()
    .exactOptional(),
  drawn: z.int().min(1).exactOptional(),
  feedback: z.array(feedbackSchema).readonly(),
  hints: z.int().min(0).max(4),
};

/** Hints and kind fit. */
export const hintsFit = ({ kind, hints }: Pick<ExerciseDefinition, 'kind' | 'hints'>): boolean => (kind === 'exam') === (hints === 0);

/** The content of an `exercise.yaml`. */
export const exerciseSchema: SchemaOf<ExerciseDefinition> = z.strictObject(exerciseFields).refine(hintsFit, { message: SCHEMA_SAYINGS['exam-without-hints'] });

/** The content of a file in `faults/`; its id is the file's name. */
export const faultSchema: SchemaOf<Omit<Fault, 'id'>> = z.strictObject({
  phase: answerId,
  misconceptions: z
    .array(z.string().regex(/^M\d\d$/u, SCHEMA_SAYINGS.misconception))
    .min(1)
    .readonly(),
  breaks: ids,
  edits: z
    .array(z.strictObject({ file, healthy: name, broken: z.string() }))
    .min(1)
    .readonly(),
  apart: ids.exactOptional(),
  repair: ids.exactOptional(),
});

const bothLanguages = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) }).readonly();

const lessonPlanSchema = z.strictObject({
  id: z.string().regex(/^L\d\d$/u, 'must be the id of a lesson, such as L03'),
  slug: z.string().regex(/^\d\d-[a-z0-9-]+$/u),
  title: bothLanguages,
  /** Reading, in minutes. */
  minutes: z.int().min(1),
  exercises: z.int().min(0),
  /** All exercises together, in minutes. */
  exerciseMinutes: z.int().min(0),
  needs: z.array(z.string().regex(/^L\d\d$/u, 'must be the id of a lesson, such as L03')).readonly(),
});

/** `content/course.yaml`: every lesson, written or to come, in order. */
export const courseSchema = z.strictObject({ lessons: z.array(lessonPlanSchema).min(1).readonly() });
export type Course = z.infer<typeof courseSchema>;
export type LessonPlan = z.infer<typeof lessonPlanSchema>;

/** A cluster other than the recorded one. */
export const clusterProfile = z.strictObject(profile);

const sessionSchema = z.strictObject({
  /** Manifests of the lesson's folder `manifests/`, applied in this order before the session. */
  given: z.array(file).readonly(),
  /** Where the commands run: a vantage, as in checks. */
  from: vantage,
  /** Absent: the recorded cluster. */
  cluster: clusterProfile.exactOptional(),
  namespace: name,
  seed: z.int().min(1),
  /** A capture that goes on in another shell of the same place while the commands run, and is then stopped with Ctrl+C. */
  listening: name.exactOptional(),
  /** Each runs when the site is built; `exit` is the status it must end with. */
  commands: z
    .array(z.strictObject({ run: name, exit: z.int().exactOptional() }))
    .min(1)
    .readonly(),
});

/** `content/lessons/<slug>/lesson.yaml`: everything of a lesson without words. */
export const lessonSchema = z.strictObject({
  id: z.string().regex(/^L\d\d$/u, 'must be the id of a lesson, such as L03'),
  exercises: z.array(z.string().regex(/^L\d\d-(E\d|CAP)$/u, 'must be the id of an exercise, such as L03-E2')).readonly(),
  /** Heading ids in order, for the table of contents and for the law that both languages have them. */
  sections: z.array(name).min(1).readonly(),
  seeds: z.array(z.string().regex(/^S[12]-\d{3}$/u, 'must be a row of content/coverage.json, such as S1-024')).readonly(),
  misconceptions: z.array(z.string().regex(/^M\d\d$/u, SCHEMA_SAYINGS.misconception)).readonly(),
  sessions: z.record(z.string(), sessionSchema),
});
export type Lesson = z.infer<typeof lessonSchema>;
export type LessonSession = z.infer<typeof sessionSchema>;

/** The front matter of an exercise's `ja.md` and `en.md`. */
export const exerciseFrontMatterSchema = z.strictObject({ title: z.string().min(1), summary: z.string().min(1) });

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
};
const patterns = z.array(z.string().min(1).refine(isPattern, 'must be a regular expression: put a backslash before ( ) [ ] { } * + ? .')).min(1).readonly();

/** `content/glossary.yaml`: term id → what each language calls it, and, as regular expressions, what it is never called. */
export const glossarySchema = z.record(
  z.string(),
  z
    .strictObject({
      ...bothLanguages.unwrap().shape,
      /** In kana, where the Japanese word does not say it. */
      reading: z
        .string()
        .regex(/^[\u3040-\u30ff]+$/u)
        .exactOptional(),
      means: bothLanguages,
      /** The title of the page of the Kubernetes documentation that says more. */
      page: z.string().min(1).exactOptional(),
      never: z.strictObject({ ja: patterns.exactOptional(), en: patterns.exactOptional() }).exactOptional(),
    })
    .readonly(),
);
export type Glossary = z.infer<typeof glossarySchema>;

/** `content/misconceptions.yaml`: misconception id → what somebody who has it would say. */
export const misconceptionsSchema = z.record(z.string().regex(/^M\d\d$/u, SCHEMA_SAYINGS.misconception), bothLanguages);
export type Misconceptions = z.infer<typeof misconceptionsSchema>;

/** `content/objectives.yaml`: lesson id → what somebody can do after it, and the exercises that show it. */
export const objectivesSchema = z.record(
  z.string().regex(/^L\d\d$/u, 'must be the id of a lesson, such as L03'),
  z
    .array(
      z
        .strictObject({
          shown: z
            .array(z.string().regex(/^L\d\d-(?:E\d|CAP)$/u, 'must be the id of an exercise, such as L03-E2'))
            .min(1)
            .readonly(),
          ...bothLanguages.unwrap().shape,
        })
        .readonly(),
    )
    .min(1)
    .readonly(),
);
export type Objectives = z.infer<typeof objectivesSchema>;

const wordings = z.array(z.strictObject({ write: z.string().min(1), never: patterns }).readonly()).readonly();

/** `content/wording.yaml`: one way to write each word, and the patterns of the others. */
export const wordingSchema = z.strictObject({ ja: wordings, en: wordings }).readonly();
export type Wording = z.infer<typeof wordingSchema>;

/** `content/coverage.json`: what the course must contain, row by row, and the lessons and exercises that have it. */
export const coverageSchema = z.record(
  z.string().regex(/^S[12]-\d{3}$/u, 'must be a row of content/coverage.json, such as S1-024'),
  z.strictObject({
    lessons: z
      .array(z.string().regex(/^L\d\d$/u, 'must be the id of a lesson, such as L03'))
      .min(1)
      .readonly(),
    exercises: z
      .array(z.string().regex(/^L\d\d-(E\d|CAP)$/u, 'must be the id of an exercise, such as L03-E2'))
      .min(1)
      .readonly(),
  }),
);
export type Coverage = z.infer<typeof coverageSchema>;
