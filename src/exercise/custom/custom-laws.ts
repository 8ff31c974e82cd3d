import { isCollection, parseAllDocuments, visit, type Document } from 'yaml';
import type { Check } from '../../engine/index.ts';
import { definitionFaults, parsonsTextFaults, sectionsOf } from '../definition-laws.ts';
import type { Objection } from './complaint.ts';
import { CUSTOM_LIMIT, type CustomContent } from './custom-schema.ts';
import { lineOfHTML, MARKDOWN_LIMIT, weighMarkdown } from './safe-markdown.ts';

/** Images that others may be made from, as the simulator has them. */
export const CUSTOM_IMAGES = [
  'registry.k8s.io/e2e-test-images/agnhost:2.53',
  'registry.k8s.io/pause:3.10',
  'nginx:1.29',
  'debug-tools:1',
  'busybox:1.37',
  'alpine:3.22',
  'postgres:18',
  'redis:8',
] as const;

/** Everything that is wrong between the parts of a file whose parts are right. */
export function customObjections(content: CustomContent): readonly Objection[] {
  return [...fileObjections(content), ...sizeObjections(content), ...faultObjections(content), ...wordsObjections(content)];
}

function fileObjections({ files, editable, readOnly, solutions, parsons, cluster }: CustomContent): readonly Objection[] {
  const found: Objection[] = [];
  const { given, starter } = files;
  editable.forEach((file, at) => {
    if (!Object.hasOwn(starter, file)) found.push({ id: 'missing-starter', params: { file }, path: ['editable', at] });
  });
  for (const file of Object.keys(starter))
    if (!editable.includes(file)) found.push({ id: 'unused-starter', params: { file }, path: ['files', 'starter', file] });
  readOnly.forEach((file, at) => {
    if (!Object.hasOwn(given, file)) found.push({ id: 'missing-given', params: { file }, path: ['readOnly', at] });
  });
  if (Object.keys(given).length + Object.keys(starter).length > CUSTOM_LIMIT.files)
    found.push({ id: 'too-many-files', params: { most: CUSTOM_LIMIT.files }, path: ['files'] });
  solutions.forEach(({ texts, commands, answers }, at) => {
    if (Object.keys(texts).length + commands.length + Object.keys(answers).length === 0)
      found.push({ id: 'empty-solution', params: {}, path: ['solutions', at] });
    for (const [file, text] of Object.entries(texts)) {
      if (!editable.includes(file)) found.push({ id: 'solution-writes-elsewhere', params: { file }, path: ['solutions', at, 'texts', file] });
      if (file === parsons?.file) found.push(...asObjections(parsonsTextFaults({ parsons }, file, text)));
    }
  });
  for (const [at, { from }] of (cluster.images ?? []).entries())
    if (!CUSTOM_IMAGES.some((image) => image === from || image === from.replace(/^docker\.io\/(library\/)?/u, '')))
      found.push({ id: 'unknown-image', params: { image: from, images: CUSTOM_IMAGES.join(', ') }, path: ['cluster', 'images', at, 'from'] });
  return found;
}

// ---- sizes ----

const isObject = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether lists or maps stand as keys: no object has them, and one within the other they take the library long to write as text. */
function hasKeysOfKeys(document: Document): boolean {
  let found = false;
  visit(document, {
    Pair: (_, { key }) => {
      found ||= isCollection(key);
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

/** The objects of a manifest as data. What cannot be read is one object: the learner may be meant to mend it. */
function objectsIn(text: string): readonly unknown[] {
  try {
    return parseAllDocuments(text, { logLevel: 'silent' }).flatMap((document): readonly unknown[] => {
      if (hasKeysOfKeys(document)) return [text];
      const value: unknown = document.toJS({ maxAliasCount: 10 });
      return isObject(value) && Array.isArray(value['items']) ? value['items'] : value === null ? [] : [value];
    });
  } catch {
    return [text];
  }
}

/** How many Pods an object becomes. */
function podsOf(object: unknown): number {
  if (!isObject(object)) return 0;
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 1);
  switch (object['kind']) {
    case 'Pod':
      return 1;
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return count(spec['replicas']);
    case 'Job':
      return count(spec['parallelism']);
    case 'DaemonSet':
      return 3;
    default:
      return 0;
  }
}

/** A check and those within it, each with how deep it stands. */
function allChecks(
  checks: readonly Check[],
  path: readonly PropertyKey[],
  depth = 1,
): readonly { readonly check: Check; readonly path: readonly PropertyKey[]; readonly depth: number }[] {
  return checks.flatMap((check, at) => {
    const here = [...path, at];
    const within = 'hold' in check ? allChecks([check.hold].flat(), [...here, 'hold'], depth + 1) : [];
    return [{ check, path: here, depth }, ...within];
  });
}

/** Numbers called `replicas` anywhere in a patch. */
function replicasIn(value: unknown): number {
  if (Array.isArray(value)) return Math.max(0, ...value.map(replicasIn));
  if (!isObject(value)) return 0;
  return Math.max(0, ...Object.entries(value).map(([key, inner]) => (key === 'replicas' && typeof inner === 'number' ? inner : replicasIn(inner))));
}

function sizeObjections({ files, solutions, checks, feedback }: CustomContent): readonly Objection[] {
  const found: Objection[] = [];
  const { pods, objects, nested, seconds } = CUSTOM_LIMIT;
  const hold = (texts: { readonly [file: string]: string }, path: readonly PropertyKey[]): void => {
    const all = Object.values(texts).flatMap(objectsIn);
    const many = all.reduce<number>((sum, object) => sum + podsOf(object), 0);
    if (all.length > objects) found.push({ id: 'too-many-objects', params: { most: objects, found: all.length }, path });
    if (many > pods) found.push({ id: 'too-many-pods', params: { most: pods, found: many }, path });
  };
  hold({ ...files.given, ...files.starter }, ['files']);
  solutions.forEach(({ texts }, at) => hold(texts, ['solutions', at, 'texts']));
  const every = [...allChecks(checks, ['checks']), ...feedback.flatMap(({ when }, at) => allChecks(when, ['feedback', at, 'when']))];
  if (every.length > CUSTOM_LIMIT.checks) found.push({ id: 'too-many-checks', params: { most: CUSTOM_LIMIT.checks }, path: ['checks'] });
  let passing = 0;
  for (const { check, path, depth } of every) {
    if (depth > nested) found.push({ id: 'nested-too-deep', params: { most: nested }, path });
    if (check.kind === 'affinity') passing += check.idleSeconds;
    if (check.kind === 'throughout') passing += check.seconds ?? 0;
    if (check.kind !== 'after' && check.kind !== 'throughout') continue;
    const { event } = check;
    if (event.kind === 'advance') passing += event.seconds;
    const many = event.kind === 'scale' ? event.replicas : event.kind === 'patch' ? replicasIn(event.patch) : 0;
    if (many > pods) found.push({ id: 'too-many-pods', params: { most: pods, found: many }, path: [...path, 'event'] });
  }
  if (passing > seconds) found.push({ id: 'too-much-time', params: { most: seconds }, path: ['checks'] });
  return found;
}

// ---- ids and words ----

const asObjections = (faults: ReturnType<typeof definitionFaults>): readonly Objection[] =>
  faults.map(({ rule, params, path }) => ({ id: rule, params, path }) as Objection);

function faultObjections(content: CustomContent): readonly Objection[] {
  const { parsons, files } = content;
  return asObjections([...definitionFaults(content), ...(parsons ? parsonsTextFaults(content, parsons.file, files.starter[parsons.file] ?? '') : [])]);
}

/** Sections whose heading is what is shown: a check's name, a choice. */
const NAMED = /^(check|choice|question|row|column|feedback)-/u;

function wordsObjections({ words, ...content }: CustomContent): readonly Objection[] {
  const found: Objection[] = [];
  const { needed, usual } = sectionsOf(content);
  const known = new Set([...needed, ...usual]);
  if (words.ja === undefined && words.en === undefined) return [{ id: 'no-language', params: {}, path: ['words'] }];
  for (const language of ['ja', 'en'] as const) {
    const own = words[language];
    if (own === undefined) continue;
    const sections = ['words', language, 'sections'];
    const signs = Object.values(own.sections).reduce((sum, { heading = '', text = '' }) => sum + weighMarkdown(`${heading}\n\n${text}`).signs, 0);
    for (const section of needed) {
      const { heading, text } = (Object.hasOwn(own.sections, section) ? own.sections[section] : undefined) ?? {};
      if (!Object.hasOwn(own.sections, section)) found.push({ id: 'missing-section', params: { section }, path: sections });
      else if (NAMED.test(section) && heading === undefined) found.push({ id: 'missing-heading', params: { section }, path: [...sections, section] });
      else if (!NAMED.test(section) && (text ?? '').trim() === '') found.push({ id: 'missing-text', params: { section }, path: [...sections, section] });
    }
    for (const [section, { heading, text }] of Object.entries(own.sections)) {
      if (!known.has(section)) found.push({ id: 'unused-section', params: { section }, path: [...sections, section] });
      for (const [field, markdown] of Object.entries({ heading, text })) {
        if (markdown === undefined) continue;
        const path = [...sections, section, field];
        const { line: heavy } = weighMarkdown(markdown);
        // What is too much is not read to look for HTML either.
        const line = heavy ?? (signs > MARKDOWN_LIMIT.all ? undefined : lineOfHTML(markdown));
        if (line === undefined) continue;
        const down = field === 'text' ? { linesDown: line } : {};
        found.push(heavy === undefined ? { id: 'html', params: {}, path, ...down } : { id: 'too-much-markdown', params: MARKDOWN_LIMIT, path, ...down });
      }
    }
    if (signs > MARKDOWN_LIMIT.all && !found.some(({ id, path }) => id === 'too-much-markdown' && path[1] === language))
      found.push({ id: 'too-much-markdown', params: MARKDOWN_LIMIT, path: sections });
    for (const field of ['title', 'summary'] as const)
      if (/<[a-z!/]/iu.test(own[field])) found.push({ id: 'html', params: {}, path: ['words', language, field] });
  }
  return found;
}
