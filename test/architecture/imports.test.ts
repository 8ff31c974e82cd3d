import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const src = join(process.cwd(), 'src');

/** Which rooms a room may import, as values or as types. `types:` is a room whose types alone may be used. */
const table: Readonly<Record<string, readonly string[]>> = {
  'engine/parts': [],
  'engine/clock': [],
  'engine/api': ['engine/clock'],
  'engine/yaml': ['engine/api', 'engine/clock', 'engine/parts', 'yaml'],
  'engine/validation': ['engine/api', 'engine/clock', 'engine/parts'],
  'engine/store': ['engine/api', 'engine/clock', 'engine/parts', 'engine/validation', 'types:engine/machine', 'types:engine/images'],
  'engine/dns': ['engine/api', 'engine/clock', 'engine/store', 'types:engine/network'],
  'engine/network': ['engine/api', 'engine/clock', 'engine/store', 'types:engine/dns'],
  'engine/servers': ['engine/api', 'engine/clock', 'engine/parts', 'engine/store', 'engine/dns', 'engine/network'],
  'engine/machine': ['engine/api', 'engine/clock', 'engine/parts', 'engine/store', 'engine/dns', 'engine/network', 'engine/servers'],
  'engine/tools': ['engine/api', 'engine/clock', 'engine/parts', 'engine/store', 'engine/dns', 'engine/network', 'engine/servers', 'engine/machine'],
  'engine/images': ['engine/api', 'engine/clock', 'engine/store', 'engine/dns', 'engine/network', 'engine/servers', 'engine/machine', 'engine/tools'],
  'engine/controllers': [
    'engine/api',
    'engine/clock',
    'engine/parts',
    'engine/validation',
    'engine/store',
    'engine/dns',
    'engine/network',
    'engine/servers',
    'engine/machine',
    'engine/tools',
    'engine/images',
  ],
  'engine/terminal': [
    'engine/api',
    'engine/clock',
    'engine/parts',
    'engine/yaml',
    'engine/validation',
    'engine/store',
    'engine/dns',
    'engine/network',
    'engine/servers',
    'engine/machine',
    'engine/tools',
    'engine/images',
    'engine/controllers',
  ],
  'engine/diagnosis': [
    'engine/api',
    'engine/clock',
    'engine/yaml',
    'engine/validation',
    'engine/store',
    'engine/dns',
    'engine/network',
    'engine/servers',
    'engine/machine',
    'engine/images',
    'engine/controllers',
    'engine/terminal',
  ],
  'engine/grading': [
    'engine/api',
    'engine/clock',
    'engine/yaml',
    'engine/validation',
    'engine/store',
    'engine/dns',
    'engine/network',
    'engine/servers',
    'engine/machine',
    'engine/tools',
    'engine/images',
    'engine/controllers',
    'engine/terminal',
    'engine/diagnosis',
  ],
  'engine/index.ts': [
    'engine/api',
    'engine/parts',
    'types:engine/yaml',
    'engine/validation',
    'engine/store',
    'engine/machine',
    'engine/images',
    'engine/controllers',
    'engine/terminal',
    'engine/diagnosis',
    'engine/grading',
    'types:engine/network',
    'types:engine/dns',
  ],
  // Titles in Japanese by their phrases, where pages are made.
  phrases: ['budoux', 'parse5'],
  exercise: [
    'types:engine/index.ts',
    'types:messages',
    'phrases',
    'yaml',
    'astro',
    '@astrojs/markdown-remark',
    'remark-cjk-friendly',
    'remark-parse',
    'unified',
    'node:',
  ],
  messages: ['types:workshop', 'types:engine/index.ts', 'types:real-cluster', 'types:scene', 'types:exercise', 'types:lab', 'types:progress'],
  // What takes an exercise to a cluster of one's own: the checks as command lines.
  'real-cluster': ['types:engine/index.ts', 'types:exercise', 'types:messages', 'yaml'],
  scene: ['types:engine/index.ts', 'types:exercise'],
  lab: ['engine/index.ts', 'scene', 'types:exercise', 'exercise/answers.ts', 'exercise/drawn-run.ts'],
  assist: ['engine/index.ts', 'types:exercise', 'types:lab', 'types:scene'],
  worker: ['engine/index.ts', 'lab', 'assist', 'types:scene', 'types:exercise', 'exercise/custom/custom-exercise.ts', 'types:messages'],
  progress: ['types:engine/index.ts', 'types:exercise', 'exercise/run-code.ts', 'types:lab', 'types:messages'],
  // A room of people: plans, codes, tallies. What reads the course at build is in files that no page imports.
  workshop: ['types:messages', 'types:progress', 'progress/work.ts', 'types:lab', 'exercise', 'yaml', 'node:'],
  search: ['exercise', 'messages', 'workshop', 'minisearch'],
  ui: [
    'types:engine/index.ts',
    'types:exercise',
    'exercise/answers.ts',
    'exercise/exam.ts',
    'exercise/review-items.ts',
    'exercise/faults.ts',
    'exercise/run-code.ts',
    'exercise/hint-sections.ts',
    'exercise/second-stream.ts',
    'exercise/whole-names.ts',
    'exercise/taskless.ts',
    'exercise/run-score.ts',
    'types:lab',
    'scene',
    'messages',
    'progress',
    'types:worker',
    'worker/lab.worker.ts',
    'worker/custom.worker.ts',
    'lab/command-explanation.ts',
    'lab/exercise-place.ts',
    'lab/reference-actions.ts',
    'exercise/run-code.ts',
    'layouts/href.ts',
    'styles',
    'svelte',
    'monaco-editor',
    'uqr',
    'workshop',
  ],
  // Runs by itself, from a ZIP, with Node and nothing else.
  'local-server': ['node:'],
  // What is done to the pages once they are built.
  build: ['node:', 'types:astro'],
  // A service worker, and what writes it beside the built site.
  offline: ['node:', 'types:astro'],
  // The shell is built in Node: there it may ask the engine what a terminal prints, and read content.
  // The page about fidelity counts the recorded sessions that the tests play.
  layouts: [
    'engine/index.ts',
    'exercise',
    'real-cluster',
    'messages',
    'progress',
    'search',
    'ui',
    'workshop',
    'styles',
    'astro',
    'types:../test/conformance/ratchet.ts',
    '../test/conformance/txtar.ts',
    'types:offline',
    // The page that tries a browser has the worker do what the built engine did.
    'types:lab',
    'lab/session.ts',
    'types:worker',
    'worker/lab.worker.ts',
  ],
  pages: ['exercise', 'messages', 'layouts', 'search', 'ui', 'workshop', 'styles', 'astro', 'astro:content'],
  'content.config.ts': ['astro', 'astro:content', 'exercise'],
  'middleware.ts': ['types:astro', 'exercise', 'phrases'],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

/** The room of a path below src: `engine/<room>`, or the first folder, or a file that stands alone. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'engine' ? `engine/${second}` : first;
}

const statement = /^\s*(?:import|export)\s+(?<type>type\s)?(?<names>[^'"`;=()]*?)\s*from\s+['"](?<target>[^'"]+)['"]/gmu;
const effect = /^\s*import\s+['"](?<target>[^'"]+)['"]/gmu;
const dynamic = /(?:import\(|new URL\()\s*['"](?<target>[^'"]+)['"]/gu;

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\//gu, '');
  const found: Import[] = [];
  const add = (target: string | undefined, typeOnly: boolean): void => {
    if (target === undefined) return;
    const local = target.startsWith('.');
    found.push({ file, typeOnly, target: local ? relative(src, join(src, dirname(file), target)) : target });
  };
  for (const { groups } of text.matchAll(statement)) {
    const names = (groups?.['names'] ?? '').replace(/[{}\s]+/gu, ' ').trim();
    const allTypes = names !== '' && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
    add(groups?.['target'], groups?.['type'] !== undefined || allTypes);
  }
  for (const { groups } of [...text.matchAll(effect), ...text.matchAll(dynamic)]) add(groups?.['target'], false);
  return found;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(ts|astro|svelte)$/u.test(path) && statSync(join(src, path)).isFile());

function covers(entry: string, { target, typeOnly }: Import): boolean {
  const typesOnly = entry.startsWith('types:');
  const allowed = typesOnly ? entry.slice('types:'.length) : entry;
  if (typesOnly && !typeOnly) return false;
  if (allowed === 'node:') return target.startsWith('node:');
  return target === allowed || target.startsWith(`${allowed}/`);
}

/** What is wrong with an import, or nothing. */
function objection(found: Import): string | undefined {
  const from = roomOf(found.file);
  const to = roomOf(found.target);
  const allowed = table[from];
  if (allowed === undefined) return `${found.file}: the room ${from} is not in the table`;
  if (to === from && !found.target.startsWith('node:')) return undefined;
  if (allowed.some((entry) => covers(entry, found))) return undefined;
  return `${found.file} imports ${found.typeOnly ? 'types of ' : ''}${found.target}`;
}

describe('rooms import only what the table allows', () => {
  const imports = files.flatMap(importsOf);

  test('files and imports were read', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  test('no other edge', () => {
    expect(imports.flatMap((found) => objection(found) ?? [])).toEqual([]);
  });

  test('the engine has one door: nothing outside it imports past engine/index.ts', () => {
    const past = imports.filter(({ file, target }) => !file.startsWith('engine/') && target.startsWith('engine/') && target !== 'engine/index.ts');
    expect(past.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test('an edge that the table does not have is named', () => {
    expect(objection({ file: 'engine/validation/service.ts', target: 'engine/store/objects.ts', typeOnly: false })).toBe(
      'engine/validation/service.ts imports engine/store/objects.ts',
    );
    expect(objection({ file: 'messages/talk.ts', target: 'engine/index.ts', typeOnly: false })).toBe('messages/talk.ts imports engine/index.ts');
    expect(objection({ file: 'messages/talk.ts', target: 'engine/index.ts', typeOnly: true })).toBeUndefined();
  });
});

describe('every engine room explains itself', () => {
  const rooms = [...new Set(files.filter((file) => file.startsWith('engine/') && file.split('/').length > 2).map((file) => file.split('/')[1] ?? ''))].sort();

  test('there are rooms', () => {
    expect(rooms.length).toBeGreaterThanOrEqual(14);
  });

  test.each(rooms)('engine/%s has a README of at most 40 lines', (room) => {
    const text = readFileSync(join(src, 'engine', room, 'README.md'), 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(text.length).toBeGreaterThan(200);
  });
});

describe('every other room says what it is for', () => {
  const rooms = [...new Set(files.filter((file) => file.includes('/') && !file.startsWith('engine/')).map((file) => file.split('/')[0] ?? ''))].sort();

  test.each(rooms)('%s has a README of at most 40 lines', (room) => {
    // Astro makes a page of what has no underscore.
    const text = readFileSync(join(src, room, room === 'pages' ? '_README.md' : 'README.md'), 'utf8');
    expect(text.split('\n')[0]).toMatch(new RegExp(`^# ${room}(: .+)?$`, 'u'));
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});

describe('files are named after their subject and stay readable', () => {
  test('no file is called utils, helpers, common, misc or types', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types)\.[a-z]+$/u.test(file))).toEqual([]);
  });

  test('no written file is longer than 600 lines', () => {
    const long = files.filter((file) => !/\.generated\.ts$/u.test(file) && readFileSync(join(src, file), 'utf8').split('\n').length > 600);
    expect(long).toEqual([]);
  });
});
