import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { contentRoot, type FolderTexts } from '../../src/exercise/load.ts';
import { exerciseFiles, lessonFiles } from '../../scripts/scaffold.ts';
import { describeBreach } from './breach.ts';
import { checkContent } from './check.ts';
import { UNWRITTEN } from './unwritten-laws.ts';

/* A part of the course's content on the disk that is then broken in one place, as an author would break it. */
const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

function contentWith(files: { readonly [path: string]: string | undefined }): string {
  const root = mkdtempSync(join(tmpdir(), 'minato-authoring-'));
  roots.push(root);
  for (const name of readdirSync(contentRoot)) if (/\.(yaml|json|txt)$/u.test(name)) cpSync(join(contentRoot, name), join(root, name));
  for (const folder of ['lessons/01-why-services-exist', 'lessons/05-environment-variables', 'exercises/l02-e2-no-endpoints', 'exercises/l05-e3-port-became-tcp', 'reference/selector-empty', 'review/l05', 'sheets/curl', 'exam/given', 'exam/one-link-broken', 'custom', 'agendas'])
    cpSync(join(contentRoot, folder), join(root, folder), { recursive: true });
  cpSync(join(contentRoot, 'exam/exam.yaml'), join(root, 'exam/exam.yaml'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (text === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  }
  return root;
}

const below = (folder: string, files: FolderTexts): FolderTexts => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
const written = (files: FolderTexts): FolderTexts =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll(`# ${UNWRITTEN}`, '#').replaceAll(`${UNWRITTEN} `, '')]));

describe('what new:exercise makes', () => {
  // One kind for every template and for each of its additions.
  test.each(['break-fix', 'parsons', 'match', 'predict'] as const)('%s: every breach says what is still to be written, and nothing else is broken', async (kind) => {
    const files = exerciseFiles({ id: 'L01-E9', kind, seeds: [] });
    const root = contentWith(below('exercises/l01-e9-new', files));
    const breaches = await checkContent(['l01-e9-new'], root);
    const others = breaches.filter(({ why }) => !why.startsWith('still to be written: '));
    expect(others.map(describeBreach)).toEqual([
      expect.stringContaining('exercise.yaml:1: stands in no lesson: write <Exercise id="L01-E9" />'),
      expect.stringContaining('exercise.yaml:1: shows nothing that somebody can do: write L01-E9 behind an objective of L01 in content/objectives.yaml'),
      expect.stringContaining('exercise.yaml:1: was not run on a real cluster: write "L01-E9" and the reason'),
    ]);
    expect(breaches.length).toBeGreaterThan(40);
    expect(breaches.map(describeBreach)).toContain('content/exercises/l01-e9-new/en.md:8: still to be written: Who has what trouble? Two or three sentences.');
  });

  test('is judged by its language, too, once nothing is left', async () => {
    const files = written(exerciseFiles({ id: 'L09-E9', kind: 'break-fix', seeds: [] }));
    const root = contentWith(below('exercises/l09-e9-new', { ...files, 'en.md': files['en.md']!.replace('Where to look.', 'Where where to look.') }));
    expect((await checkContent(['content/exercises/l09-e9-new/en.md'], root)).map(describeBreach)).toContainEqual(expect.stringMatching(/en\.md:\d+: .*where/iu));
  });
});

test('what new:lesson makes: every breach says what is still to be written', async () => {
  const root = contentWith(below('lessons/14-troubleshooting', lessonFiles({ lesson: 'L14', seeds: ['S1-024'], exercises: [] })));
  const breaches = await checkContent(['14-troubleshooting'], root);
  expect(breaches.filter(({ why }) => !/^(still to be written|has nothing of)/u.test(why)).map(describeBreach)).toEqual([
    expect.stringContaining('content/review/l14/items.yaml:1: is missing: write three questions or more about L14'),
  ]);
  expect(breaches.map(describeBreach)).toContain("content/lessons/14-troubleshooting/en.mdx:39: still to be written: This section's claim in one sentence");
});

test.each([
  ['no id', ['exercise'], 'name the id of the exercise, such as L08-E2, and then the name of its folder'],
  ['an id in small letters, already taken', ['exercise', 'l02-e2', 'twice'], 'L02-E2 is content/exercises/l02-e2-no-endpoints: ids are permanent, so take the next free one, L02-E6'],
  ['an id that leaves out numbers', ['exercise', 'L02-E9', 'new'], 'L02-E9 leaves out numbers: take the next free one, L02-E6'],
  ['no name', ['exercise', 'L02-E9'], 'name its folder behind L02-E9 in a few lowercase words with hyphens, such as pending-for-good'],
  ['an option that there is not', ['exercise', 'L02-E9', 'new', '--knd', 'write'], "Unknown option '--knd': write npm run new:exercise -- L08-E2 pending-for-good --kind diagnose, or npm run new:lesson -- L08"],
  ['a kind without its value', ['exercise', 'L02-E9', 'new', '--kind'], "Option '--kind <value>' argument missing: write npm run new:exercise -- L08-E2 pending-for-good --kind diagnose, or npm run new:lesson -- L08"],
  ['no lesson', ['lesson'], 'name the id of the lesson, such as L08'],
])('a command that cannot make anything says what to write: %s', (_, words, said) => {
  const { status, stderr } = spawnSync(process.execPath, ['--experimental-strip-types', '--no-warnings', 'scripts/new.ts', ...words], { encoding: 'utf8' });
  expect(stderr.trim()).toBe(said);
  expect(status).toBe(2);
});

test('a name that chooses nothing is not called kept; capitals make no difference', async () => {
  const root = contentWith({});
  expect((await checkContent(['L02-E22'], root)).map(describeBreach)).toEqual([
    'L02-E22:1: is no part of the path of anything below content/ that is judged, so nothing was: write one such as l08-e2, 08-loadbalancer or glossary.yaml',
  ]);
  const broken = contentWith({ 'exercises/l02-e2-no-endpoints/en.md': undefined });
  expect((await checkContent(['L02-E2'], broken)).map(describeBreach)).toEqual(['content/exercises/l02-e2-no-endpoints/en.md:1: is missing: write it']);
});

test('what is broken stops the build', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: { readonly [name: string]: string } };
  expect(scripts['prebuild']).toBe('npm run check:content');
  const home = mkdtempSync(join(tmpdir(), 'minato-home-'));
  roots.push(home);
  for (const name of ['src', 'test', 'package-lock.json']) symlinkSync(join(process.cwd(), name), join(home, name));
  symlinkSync(contentWith({ 'exercises/l02-e2-no-endpoints/en.md': undefined }), join(home, 'content'));
  const check = [...scripts['check:content']!.split(' ').slice(1, -1), join(process.cwd(), 'test/content/check.ts'), 'l02-e2'];
  const { status, stdout } = spawnSync(process.execPath, check, { cwd: home, encoding: 'utf8' });
  expect(stdout).toMatch(/^content\/exercises\/l02-e2-no-endpoints\/en\.md:1: is missing: write it$/mu);
  expect(status).toBe(1);
}, 60_000);

test('what Windows and editors leave behind is no mistake', async () => {
  const folder = 'exercises/l02-e2-no-endpoints';
  const windows = (path: string): string => `\uFEFF${readFileSync(join(contentRoot, path), 'utf8').replaceAll('\n', '\r\n')}`;
  const files = ['exercise.yaml', 'en.md', 'ja.md', 'walk.yaml', 'wrong/named-after-the-deployment.yaml'].map((file) => [`${folder}/${file}`, windows(`${folder}/${file}`)] as const);
  const root = contentWith({ ...Object.fromEntries(files), [`${folder}/.DS_Store`]: 'x', 'agendas/.half-day.yaml.swp': 'x', 'review/.DS_Store': 'x' });
  expect((await checkContent(['l02-e2', 'agendas'], root)).map(describeBreach)).toEqual([]);
}, 60_000);

test('every mistake in a custom exercise has its own line', async () => {
  const custom = readFileSync(join(contentRoot, 'custom/bakery-counter.yaml'), 'utf8').replace('difficulty: 1', 'difficulty: 7').replace('from: bakery/baker', 'from: baker');
  const lines = custom.split('\n');
  expect((await checkContent(['bakery-counter'], contentWith({ 'custom/bakery-counter.yaml': custom }))).map(describeBreach)).toEqual([
    expect.stringContaining(`content/custom/bakery-counter.yaml:${lines.indexOf('difficulty: 7') + 1}: difficulty: `),
    expect.stringContaining(`content/custom/bakery-counter.yaml:${lines.indexOf('    from: baker') + 1}: checks.1.from: `),
  ]);
});

describe('a law that is broken is named with file, line and remedy', () => {
  const text = (path: string): string => readFileSync(join(contentRoot, path), 'utf8');
  const exercise = 'exercises/l02-e2-no-endpoints';
  const lesson = 'lessons/05-environment-variables';
  const typo = `${text(`${lesson}/ja.mdx`)}\n[次のレッスン](../01-why/)と[演習](../../exercises/l05-e3-port-is-tcp/)へ。\n`;
  const passing = `#~ fails: endpoints\n${text(`${exercise}/solution/hyphen-restored/service.yaml`)}`;
  const other = text(`${exercise}/ja.md`).replace('届くようにはなりました', 'バーチャルIPには届きました');
  const unknown = text(`${lesson}/ja.mdx`).replace('id="L05-E3"', 'id="L05-E7"');
  const misfit = text(`${exercise}/exercise.yaml`).replace('url: http://api/', 'uri: http://api/').replace('status: 200', 'status: fine');
  const strange = text(`${exercise}/exercise.yaml`).replace('[M03]', '[M03, M99]');
  const marked = text(`${exercise}/wrong/named-after-the-deployment.yaml`).replace(/selector: (#~ .*)\n(.*)/u, 'selector:\n$2 $1');
  const lineOf = (file: string, part: string): number => file.slice(0, file.indexOf(part)).split('\n').length;
  /** One file of the course with something changed in it. */
  const changed = (path: string, part: RegExp, by: string): { readonly [path: string]: string } => {
    expect(text(path)).toMatch(part);
    return { [path]: text(path).replace(part, by) };
  };
  // The ways in which a course breaks most easily.
  test.each<[string, { readonly [path: string]: string | undefined }, readonly string[]]>([
    ['a missing half', { [`${exercise}/en.md`]: undefined }, [`content/${exercise}/en.md:1: is missing: write it`]],
    ['a missing half of a lesson', { [`${lesson}/ja.mdx`]: undefined }, [`content/${lesson}/ja.mdx:1: is missing: a lesson stands in both languages; write it`]],
    [
      'an unknown id',
      { [`${lesson}/ja.mdx`]: unknown },
      [`content/${lesson}/ja.mdx:${lineOf(unknown, 'id="L05-E7"')}: there is no exercise L05-E7: mend the id, or make it with npm run new:exercise`],
    ],
    [
      'a wrong answer that passes',
      { [`${exercise}/wrong/named-after-the-deployment.yaml`]: passing },
      [
        `content/${exercise}/wrong/named-after-the-deployment.yaml:1: this wrong answer passes: a check must see the fault, or the answer belongs into solution/; it says it fails endpoints`,
      ],
    ],
    [
      'a broken link',
      { [`${lesson}/ja.mdx`]: typo },
      [
        `content/${lesson}/ja.mdx:${lineOf(typo, '../01-why/')}: the link to ../01-why/ is broken: there is no lesson 01-why: write 01-why-services-exist`,
        `content/${lesson}/ja.mdx:${lineOf(typo, 'l05-e3-port-is-tcp')}: the link to ../../exercises/l05-e3-port-is-tcp/ is broken: there is no exercise l05-e3-port-is-tcp: write l05-e3-port-became-tcp`,
      ],
    ],
    [
      'fields of a check that are missing, unknown or of another kind, each in its line',
      { [`${exercise}/exercise.yaml`]: misfit },
      [
        `content/${exercise}/exercise.yaml:${lineOf(misfit, 'id: answers')}: checks.answers: The field url is missing. Add it here.`,
        `content/${exercise}/exercise.yaml:${lineOf(misfit, 'uri:')}: checks.answers.uri: No field is called uri here. Check its spelling, or take it out.`,
        `content/${exercise}/exercise.yaml:${lineOf(misfit, 'status: fine')}: checks.answers.status: This should be a number. Change the value.`,
      ],
    ],
    [
      'a misconception that there is not',
      { [`${exercise}/exercise.yaml`]: strange },
      [`content/${exercise}/exercise.yaml:${lineOf(strange, 'M99')}: there is no misconception M99: take one of content/misconceptions.yaml, or write it there in both languages`],
    ],
    [
      'a rule marked behind another line',
      { [`${exercise}/wrong/named-after-the-deployment.yaml`]: marked },
      [
        `content/${exercise}/wrong/named-after-the-deployment.yaml:9: the editor complains about this line: write \`#~ selector-matches-no-pod\` behind it`,
        `content/${exercise}/wrong/named-after-the-deployment.yaml:10: the editor has no complaint selector-matches-no-pod about this line: take \`#~ selector-matches-no-pod\` away`,
      ],
    ],
    ['a term written another way', { [`${exercise}/ja.md`]: other }, [`content/${exercise}/ja.md:${lineOf(other, 'バーチャルIP')}: "バーチャルIP" is written "仮想IP" here`]],
  ])('%s, to the letter', async (_, files, expected) => {
    const breaches = await checkContent(
      Object.keys(files).map((path) => `content/${path}`),
      contentWith(files),
    );
    expect(breaches.map(describeBreach)).toEqual(expect.arrayContaining([...expected]));
  });

  test.each<[string, { readonly [path: string]: string | undefined }, RegExp]>([
    [
      'a third hint that leaves the learner alone',
      { [`${exercise}/en.md`]: text(`${exercise}/en.md`).replace('The Pods are labeled `app: shop-api`. The Service looks for `app: shopapi`.', 'Think of what is different.') },
      /en\.md:\d+: the third hint has nothing that a right answer writes: say one of .*shop-api/u,
    ],
    [
      'a broken link to a lesson',
      { [`${exercise}/ja.md`]: `${text(`${exercise}/ja.md`)}\n[前の課](../03-ports/)へ。\n` },
      /ja\.md:\d+: the link to \.\.\/03-ports\/ is broken: there is no lesson 03-ports: take the link out, or make what it leads to$/u,
    ],
    [
      'a broken link to a section',
      { [`${lesson}/en.mdx`]: text(`${lesson}/en.mdx`).replace('<OlderGuides>', 'See [above](#clashes).\n\n<OlderGuides>') },
      /en\.mdx:\d+: the link to #clashes is broken: there is no section clashes: there are recall, /u,
    ],
    [
      'a link out of the course',
      { [`${lesson}/en.mdx`]: text(`${lesson}/en.mdx`).replace('<OlderGuides>', 'See [there](https://example.com/).\n\n<OlderGuides>') },
      /en\.mdx:\d+: the link to https:\/\/example\.com\/ is broken: the course links to /u,
    ],
    [
      'a word misspelled',
      { [`${exercise}/en.md`]: text(`${exercise}/en.md`).replace('labeled exactly', 'labelled exactly') },
      /en\.md:\d+: no American dictionary has "labelled": mend it, or add it to content\/words\.txt/u,
    ],
    [
      'a word twice',
      { [`${exercise}/en.md`]: text(`${exercise}/en.md`).replace('Requests arrive now', 'Requests arrive arrive now') },
      /en\.md:\d+: .*arrive/u,
    ],
    [
      'である among です・ます',
      { [`${exercise}/ja.md`]: text(`${exercise}/ja.md`).replace('ServiceとPod', 'ServiceとPod').replace('UIDも仮想IPも新しくなっています。', 'UIDも仮想IPも新しいものである。') },
      /ja\.md:\d+: /u,
    ],
    ['a definition that is no YAML', { [`${exercise}/exercise.yaml`]: `${text(`${exercise}/exercise.yaml`)}checks: [\n` }, /exercise\.yaml:\d\d: /u],
    ['a field that is unknown', { [`${exercise}/exercise.yaml`]: text(`${exercise}/exercise.yaml`).replace('difficulty: 2', 'difficulty: 9') }, /exercise\.yaml:4: difficulty: /u],
    [
      'a session that ends otherwise',
      { [`${lesson}/lesson.yaml`]: text(`${lesson}/lesson.yaml`).replace('exit: 0', 'exit: 1') },
      /lesson\.yaml:\d+: session old-and-new: .* ended with 0, not 1.*: mend the commands or the manifests$/u,
    ],
    [
      'an exercise in no lesson',
      { 'exercises/l05-e3-port-became-tcp/exercise.yaml': text('exercises/l05-e3-port-became-tcp/exercise.yaml').replace('id: L05-E3', 'id: L05-E4').replace('lesson: L05', 'lesson: L05') },
      /exercise\.yaml:1: stands in no lesson: write <Exercise id="L05-E4" \/> into content\/lessons\/05-environment-variables\/ja\.mdx and en\.mdx/u,
    ],
    ['a question that leads nowhere', changed('review/l05/items.yaml', /section: .*/u, 'section: there'), /review\/l05\/items\.yaml:\d+: \S+ leads to the section there, which content\/lessons\/05-environment-variables has not: write one of recall, /u],
    ['a choice without words', changed('review/l05/en.md', /^## .*-a\}$/mu, ''), /review\/l05\/en\.md:1: has no section \{#\S+-a\}: write "## The words/u],
    ['a command of a sheet that ends otherwise', changed('sheets/curl/sheet.yaml', /run: 'curl/u, "run: 'curll"), /sheets\/curl\/sheet\.yaml:\d+: curll.*ended with 127.*: mend the command, the manifests, `exit` or `prints`$/u],
    ['a manifest of a sheet that nothing names', { 'sheets/curl/manifests/new.yaml': 'kind: Pod\n' }, /sheets\/curl\/manifests\/new\.yaml:1: nothing names this file: name it/u],
    ['a guard of a task that is no check', changed('exam/one-link-broken/task.yaml', /guards: \[/u, 'guards: [nobody, '), /one-link-broken\/task\.yaml:\d+: the guard nobody is no check: the checks are /u],
    ['a repair of a task that is none', changed('exam/one-link-broken/task.yaml', /^repair: .*$/mu, "repair: { commands: ['kubectl get pods'] }"), /one-link-broken\/task\.yaml:\d+: the repair fails answers, survives.*: mend the task$/u],
    ['a name in braces that is not drawn', changed('exam/one-link-broken/en.md', /\{ns\}/u, '{nss}'), /one-link-broken\/en\.md:\d+: \{nss\} is no drawn name: write one of /u],
    ['tasks that are not proven', changed('exam/exam.yaml', /minutes: 25/u, 'minutes: 26'), /exam\/exam\.yaml:1: the tasks have changed since they were proven: run npm run exam:prove/u],
    ['a custom exercise that is not solved', changed('custom/bakery-counter.yaml', /app: oven\n(?=[\s\S]{0,80}words:)/u, 'app: stove\n'), /custom\/bakery-counter\.yaml:\d+: solution 1 fails listed, answers: mend it/u],
    ['a meaning misspelled', changed('glossary.yaml', /Finding the address/u, 'Finding teh address'), /content\/glossary\.yaml:8: no American dictionary has "teh"/u],
    ['a meaning with a term written another way', changed('glossary.yaml', /呼びたい相手のアドレスを/u, '呼びたいサーバのアドレスを'), /content\/glossary\.yaml:7: "サーバ" is written "サーバー" here/u],
    ['an objective shown by nothing', changed('objectives.yaml', /\[L01-E1\]/u, '[L01-E8]'), /content\/objectives\.yaml:3: there is no exercise L01-E8: mend the id, or take it out/u],
    ['an agenda with an exercise that there is not', changed('agendas/half-day.yaml', /exercises: \[L02-E2\]/u, 'exercises: [L02-E9]'), /agendas\/half-day\.yaml:\d\d: .*L02-E9/u],
    ['a way that reads a section that there is not', changed('paths.yaml', /\{ lesson: L05 \}/u, '{ lesson: L05, read: [nowhere] }'), /content\/paths\.yaml:\d+: L05 has no section nowhere: write one of recall, /u],
    ['more exercises than planned', changed('course.yaml', /(id: L05.*exercises: )3/u, '$12'), /content\/course\.yaml:7: L05 has 3 exercises, and 2 are planned: write the number/u],
    ['a tab', changed(`${exercise}/exercise.yaml`, /^ {2}namespace:/mu, '\tnamespace:'), /exercise\.yaml:12: cannot be read \(.*\): A tab stands where YAML wants spaces\. Replace it\.$/u],
    ['an alias of nothing', changed(`${exercise}/exercise.yaml`, /hints: 4/u, 'hints: *four'), /exercise\.yaml:78: cannot be read \(there is no anchor four\): /u],
    ['a field twice', changed(`${exercise}/exercise.yaml`, /minutes:/u, 'difficulty: 3\nminutes:'), /exercise\.yaml:5: cannot be read \(.*\): This field stands there twice\. Keep one of them\.$/u],
    ['a text without its front matter', changed(`${exercise}/en.md`, /^---[\s\S]*?---\n/u, ''), /en\.md:1: front matter: title is missing, summary is missing: begin the file with "---"/u],
    ['an id that is taken', { 'exercises/l02-e2-again/exercise.yaml': text(`${exercise}/exercise.yaml`) }, /l02-e2-again\/exercise\.yaml:1: content\/exercises\/l02-e2-no-endpoints has the id L02-E2, too: give one of them the next free id$/u],
    ['a given manifest that nobody takes', { [`${exercise}/given/05-bad.yaml`]: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: Bad_Name\nspec: { ports: [{ port: 80 }] }\n' }, /given\/05-bad\.yaml:4: is not taken by the API server \(not-dns-label\): mend the manifest$/u],
    ['choices that are no YAML', { [`${exercise}/wrong/guess/answers.yaml`]: 'a: [b\n' }, /wrong\/guess\/answers\.yaml:2: is no YAML: /u],
    ['choices that nobody asks for', { [`${exercise}/wrong/guess/answers.yaml`]: '#~ fails: answers\nwhy: a\n' }, /wrong\/guess\/answers\.yaml:2: answers why, which no question asks for: /u],
    ['a command misspelled', { [`${exercise}/wrong/lost/session.txt`]: '#~ fails: answers\nkubctl get pods\n' }, /wrong\/lost\/session\.txt:2: there is no command kubctl at this place: mend the line, or `@ in` above it$/u],
    ['a second hint that shows the repaired line', changed('exercises/l05-e3-port-became-tcp/en.md', /(\{#hint-2\}\n\n)/u, '$1Write `enableServiceLinks: false`. '), /en\.md:\d+: \{#hint-2\} shows the repaired line `enableServiceLinks: false`: say what is so, or where to look$/u],
    ['a bare address', { [`${exercise}/en.md`]: `${text(`${exercise}/en.md`)}\nSee <https://example.com/>.\n` }, /en\.md:\d+: https:\/\/example\.com\/ becomes a link: /u],
    ['a link by a label', { [`${exercise}/en.md`]: `${text(`${exercise}/en.md`)}\nSee [this][a].\n\n[a]: there\n` }, /en\.md:\d+: \[a\]: there becomes a link: /u],
    ['an image that is not there', { [`${exercise}/en.md`]: `${text(`${exercise}/en.md`)}\n![A drawing](drawing.png)\n` }, /en\.md:\d+: the link to drawing\.png is broken: /u],
    ['a component that there is not', changed(`${lesson}/en.mdx`, /<OlderGuides>/u, '<Figur name="x" />\n\n<OlderGuides>'), /en\.mdx:92: there is no component Figur: write one of Ask, Choice, .*, Why$/u],
    ['a drawing that there is not', changed(`${lesson}/en.mdx`, /<OlderGuides>/u, '<Figure name="x" number={9}>X</Figure>\n\n<OlderGuides>'), /en\.mdx:92: there is no drawing x: write one of checks, three-names, /u],
    ['a component left open', changed(`${lesson}/en.mdx`, /<\/OlderGuides>/u, ''), /en\.mdx:92: <OlderGuides> is never closed: write <\/OlderGuides>$/u],
    ['HTML in a lesson', changed(`${lesson}/en.mdx`, /<OlderGuides>/u, '<img src="a.png" />\n\n<OlderGuides>'), /en\.mdx:92: <img> is HTML, which a lesson has not: /u],
    ['a brace in a lesson', changed(`${lesson}/en.mdx`, /<OlderGuides>/u, 'Write {a here.\n\n<OlderGuides>'), /en\.mdx:92: \{ is code to MDX: put it in backticks$/u],
    ['a lesson without its description', changed(`${lesson}/en.mdx`, /^---[\s\S]*?---\n/u, ''), /en\.mdx:1: has no description: begin the file with /u],
    ['a pattern that is none', changed('glossary.yaml', /'サービス発見'/u, "'サービス(発見'"), /content\/glossary\.yaml:10: service-discovery\.never\.ja\.2: must be a regular expression: /u],
    ['a custom exercise whose name is not read', { 'custom/Mine.yaml': 'format: minato-exercise/1\n' }, /content\/custom\/Mine\.yaml:1: is not read: .*; rename it, or delete it$/u],
    ['an agenda that does not fill its slot', changed('agendas/half-day.yaml', /minutes: 240/u, 'minutes: 241'), /agendas\/half-day\.yaml:7: minutes: Steps and slack take 240 minutes together, but the slot has 241\.$/u],
  ])('%s', async (_, files, expected) => {
    const paths = Object.keys(files).map((path) => (path === 'course.yaml' ? lesson : `content/${path}`));
    const breaches = await checkContent(paths, contentWith(files));
    expect(breaches.map(describeBreach)).toContainEqual(expect.stringMatching(expected));
  });
});
