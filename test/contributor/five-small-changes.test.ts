// A contributor makes the small changes of CONTRIBUTING.md in a copy of the sources. Each begins at the place that is named there; types and
// tests then name every other place, and no more; with those mended, the change works.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'minato-contributor-'));
  for (const path of ['src', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'test/every-part.ts', 'test/ui/tokens.test.ts'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Changes a file at a place that the guide names; the place must be there once. */
function change(path: string, from: string, to: string): void {
  const text = readFileSync(join(copy, path), 'utf8');
  expect(text.split(from), `${path} has ${from}`).toHaveLength(2);
  writeFileSync(
    join(copy, path),
    text.replace(from, () => to),
  );
}

const { config } = ts.readConfigFile(join(root, 'src/engine/tsconfig.json'), ts.sys.readFile) as { config: { compilerOptions: object } };
const { options } = ts.convertCompilerOptionsFromJson(
  { ...config.compilerOptions, lib: ['ES2023', 'DOM'], types: ['vite/client'], incremental: false, tsBuildInfoFile: undefined },
  root,
);
const read = new Map<string, ts.SourceFile>();
const host = ts.createCompilerHost(options);
host.getSourceFile = (name, languageVersion) => {
  const text = ts.sys.readFile(name) ?? '';
  const before = read.get(name);
  const file = before?.text === text ? before : ts.createSourceFile(name, text, languageVersion);
  read.set(name, file);
  return file;
};
let program: ts.Program | undefined;

/** The files of rooms that do not compile, each with the first thing that is missing, from the root of the copy. */
function uncompiled(...rooms: readonly string[]): Readonly<Record<string, string>> {
  const names = rooms.flatMap((room) => ts.sys.readDirectory(join(copy, room), ['.ts']));
  program = ts.createProgram(names, options, host, program);
  const compiled = program;
  return Object.fromEntries(
    names.flatMap((name) => {
      const [first] = compiled.getSemanticDiagnostics(compiled.getSourceFile(name));
      return first === undefined ? [] : [[relative(copy, name).replaceAll('\\', '/'), ts.flattenDiagnosticMessageText(first.messageText, ' ')]];
    }),
  ) as Record<string, string>;
}

/** What a line prints in the terminal of the copy's cluster. */
function printed(line: string, files: Readonly<Record<string, string>> = {}): string {
  const script = `
    import { createCluster, loadEveryPart, openSession, runCommand } from ${JSON.stringify(join(copy, 'src/engine/index.ts'))};
    await loadEveryPart();
    const world = { cluster: createCluster('three-nodes'), session: openSession({ kind: 'operator' }, ${JSON.stringify(files)}) };
    const { output } = runCommand(world, ${JSON.stringify(line)});
    console.log(output.map(({ text }) => text).join(''));`;
  return execFileSync(process.execPath, ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script], { cwd: copy, encoding: 'utf8' });
}

test('a validation rule: types ask for the words of the server and of both languages, then a manifest breaks it', () => {
  for (const place of ['src/engine/api/rules.ts', 'rule-words.ts', 'src/messages/diagnostics-rules.{ja,en}.ts', 'src/engine/validation/<kind>.ts'])
    expect(guide).toContain(`\`${place}\``);
  const rooms = ['src/engine/api', 'src/engine/validation', 'src/messages'];
  expect(uncompiled(...rooms)).toEqual({});

  change('src/engine/api/rules.ts', "  readonly 'field-required': NoParams;", "  readonly 'field-required': NoParams;\n  readonly 'harbour-closed': NoParams;");
  const asked = uncompiled(...rooms);
  expect(Object.keys(asked).sort()).toEqual(['src/engine/api/rule-words.ts', 'src/messages/diagnostics-rules.en.ts', 'src/messages/diagnostics-rules.ja.ts']);
  for (const words of Object.values(asked)) expect(words).toContain('harbour-closed');

  change('src/engine/api/rule-words.ts', "  'field-required': '',", "  'field-required': '',\n  'harbour-closed': 'no ship may come in',");
  for (const half of ['ja', 'en'])
    change(
      `src/messages/diagnostics-rules.${half}.ts`,
      "  'item-without-name': (_, at) =>",
      "  'harbour-closed': () => say('…', '…', '…'),\n  'item-without-name': (_, at) =>",
    );
  change(
    'src/engine/validation/service.ts',
    '  errors.push(...typeProblems(service));',
    "  if (service.metadata.name === 'closed') errors.push(forbidden('metadata.name', 'harbour-closed'));\n  errors.push(...typeProblems(service));",
  );
  expect(uncompiled(...rooms)).toEqual({});
  expect(printed('kubectl create service clusterip closed --tcp=80')).toBe(
    'error: failed to create ClusterIP service: Service "closed" is invalid: metadata.name: Forbidden: no ship may come in\n\n',
  );
}, 120_000);

test('a flag of kubectl: its name in the row of the verb, read in the file beside it', () => {
  for (const place of ['src/engine/terminal/kubectl/command-tree.ts', 'flags.ts', 'flags.on']) expect(guide).toContain(`\`${place}\``);
  expect(printed('kubectl get nodes --buoys')).toContain('error: unknown flag: --buoys');
  change('src/engine/terminal/kubectl/command-tree.ts', '\nget||PFLANC ', '\nget||PFLANC buoys:b ');
  expect(printed('kubectl get nodes --buoys')).toContain('STATUS');
  change(
    'src/engine/terminal/kubectl/get.ts',
    "  const watching = flags.on('watch')",
    "  if (flags.on('buoys')) fail('every buoy is in its place');\n  const watching = flags.on('watch')",
  );
  expect(printed('kubectl get nodes --buoys')).toBe('error: every buoy is in its place\n\n');
}, 60_000);

test('a message: its field in the type, then neither language compiles without it', () => {
  expect(guide).toContain('[which file](src/messages/README.md)');
  expect(readFileSync(join(root, 'src/messages/README.md'), 'utf8')).toContain('`<window>-words.ts`');
  change('src/messages/site-words.ts', 'export interface SiteWords {', 'export interface SiteWords {\n  readonly tide: string;');
  const asked = uncompiled('src/messages');
  expect(Object.keys(asked).sort()).toEqual(['src/messages/site.en.ts', 'src/messages/site.ja.ts']);
  for (const said of Object.values(asked)) expect(said).toContain('tide');
  change('src/messages/site.ja.ts', '  siteTitle: ', "  tide: '満潮',\n  siteTitle: ");
  expect(Object.keys(uncompiled('src/messages'))).toEqual(['src/messages/site.en.ts']);
  change('src/messages/site.en.ts', '  siteTitle: ', "  tide: 'High tide',\n  siteTitle: ");
  expect(uncompiled('src/messages')).toEqual({});
}, 60_000);

test('a color of a theme: changed in one of its two places, the test names the theme', () => {
  for (const place of ['src/styles/tokens.css', 'test/ui/tokens.test.ts']) expect(guide).toContain(`\`${place}\``);
  const tokens = () =>
    spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/ui/tokens.test.ts'], { cwd: copy, encoding: 'utf8' });
  const css = readFileSync(join(copy, 'src/styles/tokens.css'), 'utf8');
  const chosen = css.indexOf(":root[data-theme='dark'] {");
  const color = css.indexOf('--paper:', chosen);
  expect(Math.min(chosen, color)).toBeGreaterThan(0);
  writeFileSync(join(copy, 'src/styles/tokens.css'), `${css.slice(0, color)}--paper: #123456; --was-paper:${css.slice(color + '--paper:'.length)}`);
  const broken = tokens();
  expect(broken.stdout).toContain('dark is the same, chosen or asked for by the device');
  expect(broken.status).toBe(1);
  writeFileSync(join(copy, 'src/styles/tokens.css'), css);
  expect(tokens().status).toBe(0);
}, 60_000);
