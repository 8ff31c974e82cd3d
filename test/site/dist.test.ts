import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { licensesOf } from '../../src/build/licenses.ts';
import { readPage, weighDist } from '../bench/page-weights.ts';

const dist = join(process.cwd(), 'dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => statSync(join(dist, file)).isFile());
const pages = files.filter((file) => file.endsWith('.html')).map((file) => ({ file, html: readFileSync(join(dist, file), 'utf8') }));
const ofLanguage = (language: 'ja' | 'en'): readonly string[] => pages.flatMap(({ file }) => (file.startsWith(`${language}/`) ? [file.slice(3)] : [])).sort();

/** The words a reader sees: scripts, styles, code and attributes are none. */
function visible(html: string): string {
  return html
    .replace(/<(script|style|pre|code|textarea)\b[\s\S]*?<\/\1>/gu, ' ')
    .replace(/<[^>]+>/gu, ' ')
    .replaceAll('&quot;', '"');
}

test('the site was built', () => {
  expect(pages.length).toBeGreaterThan(40);
  expect(files).toContain('404.html');
});

test('the licenses of all that ships are beside it, and both languages say where', () => {
  const text = readFileSync(join(dist, 'licenses.txt'), 'utf8');
  const named = new Set([...text.matchAll(/^={80}\n(.+)\n={80}$/gmu)].flatMap(([, names = '']) => names.split(', ')));
  for (const name of ['Minato', 'astro', 'svelte', 'monaco-editor', 'yaml', 'minisearch', 'uqr', 'zod', 'unified', 'micromark']) expect(named).toContain(name);
  for (const typeface of ['@fontsource-variable/source-sans-3', '@fontsource/source-serif-4', '@fontsource/ibm-plex-mono']) expect(named).toContain(typeface);
  for (const tool of ['typescript', 'textlint', 'vitest']) expect(named).not.toContain(tool);
  for (const words of ['Permission is hereby granted', 'SIL OPEN FONT LICENSE', 'Apache License', 'Creative Commons']) expect(text).toContain(words);
  for (const language of ['ja', 'en']) expect(readFileSync(join(dist, language, 'about/index.html'), 'utf8')).toContain('href="/licenses.txt"');
});

test('a package without a license cannot be a part of the site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minato-'));
  expect(() => licensesOf(new Map([['nameless', folder]]))).toThrow('nameless has no license');
  rmSync(folder, { recursive: true });
});

describe('both languages', () => {
  test('have the same pages', () => {
    expect(ofLanguage('en')).toEqual(ofLanguage('ja'));
    expect(ofLanguage('ja')).toEqual(
      expect.arrayContaining(['index.html', 'about/index.html', 'exercises/index.html', 'reference/index.html', 'lessons/03-clusterip-and-ports/index.html']),
    );
  });

  test.each(pages.map(({ file, html }) => [file, html] as const))('%s says its language and where the other one is', (file, html) => {
    const language = file.startsWith('en/') ? 'en' : 'ja';
    expect(html).toMatch(new RegExp(`<html lang="${language}"`, 'u'));
    if (file === '404.html') return;
    for (const alternate of ['ja', 'en', 'x-default']) expect(html).toContain(`hreflang="${alternate}"`);
    if (file.startsWith('ja/') || file.startsWith('en/')) {
      const other = language === 'ja' ? 'en' : 'ja';
      expect(html).toContain(`href="/${other}/${file.slice(3).replace(/index\.html$/u, '')}"`);
    }
  });
});

describe('text', () => {
  test.each(pages.map(({ file, html }) => [file, html] as const))('%s shows no leftover of Markdown, MDX or a template', (_, html) => {
    const words = visible(html);
    for (const leftover of ['**', '{#', '[#', 'undefined', '[object Object]', '&lt;Figure']) expect(words.includes(leftover), leftover).toBe(false);
  });

  test('Japanese pages have no space between Latin and Japanese that was typed', () => {
    const found = pages
      .filter(({ file }) => file.startsWith('ja/'))
      .flatMap(({ file, html }) =>
        [...html.matchAll(/<(?:p|li|h[1-4]|dd|figcaption)[^>]*>([^<]*[\u3040-\u30ff\u4e00-\u9fff] [A-Za-z][^<]*)</gu)].map(([, words]) => `${file}: ${words}`),
      );
    expect(found).toEqual([]);
  });

  test('a question of a lesson keeps its hyphened words whole', () => {
    const questions = pages.flatMap(({ file, html }) =>
      /^en\/lessons\/\d{2}-[^/]+\/index\.html$/u.test(file) ? [...html.matchAll(/<legend>(.*?)<\/legend>/gsu)].map(([, words = '']) => words) : [],
    );
    const broken = questions.filter((words) => /[a-z]-[a-z]/u.test(words.replace(/<(code|span)[^>]*>.*?<\/\1>/gsu, '')));
    expect(questions.filter((words) => words.includes('<span class="unbroken">hand-made</span>'))).toHaveLength(2);
    expect(broken).toEqual([]);
  });

  test('the comma behind a term stays with it, and the letter of its plural is part of it', () => {
    const lessons = pages.flatMap(({ file, html }) => (/^en\/lessons\/\d{2}-[^/]+\/index\.html$/u.test(file) ? [html] : []));
    const tails = lessons.flatMap((html) => [
      ...html.matchAll(/<span class="unbroken"><dfn>.*?<\/dfn>.*?popover>[^<]*<\/span>(?:<script[^>]*><\/script>)?([^<]*)<\/span>/gsu),
    ]);
    expect(new Set(tails.map(([, tail]) => tail))).toEqual(new Set(['.', ',', ':']));
    expect(lessons.filter((html) => /<button class="term"[^>]*>\s*environment variables\s*<\/button>/u.test(html))).toHaveLength(1);
    expect(
      lessons.filter((html) =>
        /popover>[^<]*<\/span>(?:<script[^>]*><\/script>)?[a-z.,;:]/u.test(
          html.replaceAll(/<span class="unbroken"><dfn>.*?<\/dfn>.*?popover>[^<]*<\/span>/gsu, ''),
        ),
      ),
    ).toEqual([]);
  });
});

describe('links', () => {
  /** Addresses without base, query and fragment, of everything a page points at. */
  const targets = pages.flatMap(({ file, html }) =>
    [...html.matchAll(/\s(?:href|src|component-url|renderer-url)="([^"]+)"/gu)].map(([, target]) => ({ file, target: target ?? '' })),
  );

  test('lead to no other origin', () => {
    expect(targets.length).toBeGreaterThan(500);
    const away = targets.filter(({ target }) => /^[a-z][a-z0-9+.-]*:|^\/\//iu.test(target) && !target.startsWith('data:'));
    expect(away.map(({ file, target }) => `${file}: ${target}`)).toEqual([]);
  });

  test('lead to something that exists, and to a place on it that exists', () => {
    const dead = targets.flatMap(({ file, target }) => {
      if (target.startsWith('data:')) return [];
      const { pathname, hash } = new URL(target, `http://x/${file.replace(/index\.html$/u, '')}`);
      const found = [pathname.slice(1), `${pathname.slice(1)}index.html`].find((path) => files.includes(path));
      if (found === undefined) return [`${file}: ${target}`];
      if (hash.length < 2 || !found.endsWith('.html')) return [];
      const there = pages.find((page) => page.file === found)?.html ?? '';
      return there.includes(`id="${decodeURIComponent(hash.slice(1))}"`) ? [] : [`${file}: ${target}: no such place`];
    });
    expect([...new Set(dead)]).toEqual([]);
  });

  test('scripts and styles name no other origin to fetch from', () => {
    const assets = files.filter((file) => /\.(css|js)$/u.test(file) && !/rich-editor|editor\.worker|\/ja\./u.test(file));
    expect(assets.length).toBeGreaterThan(5);
    const fetched = assets.flatMap((file) =>
      [...readFileSync(join(dist, file), 'utf8').matchAll(/(?:fetch\(|import\(|url\(|@import )\s*["']?(https?:)?\/\/[\w.-]+/gu)].map(
        ([found]) => `${file}: ${found}`,
      ),
    );
    expect(fetched).toEqual([]);
  });
});

test('every page with an island names in its head each module it is going to import and the words of its lab, and no other', () => {
  const withIslands = pages.filter(({ html }) => html.includes('<astro-island'));
  expect(withIslands.length).toBeGreaterThan(300);
  for (const { file, html } of withIslands) {
    const head = html.slice(0, html.indexOf('</head>'));
    const preloaded = [...head.matchAll(/<link rel="modulepreload" href="\/_astro\/([^"]+)">/gu)].map(([, name]) => name);
    const { scripts } = readPage(dist, file);
    const asksForWords = scripts.some((name) => readFileSync(join(dist, '_astro', name), 'utf8').includes('./lab.ja.'));
    const words = preloaded.filter((name) => /^lab\.(?:ja|en)\./u.test(name ?? ''));
    const languages = words.map((name) => name?.split('.')[1]);
    expect(languages, file).toEqual(asksForWords ? [/<html lang="(\w+)"/u.exec(html)?.[1]] : []);
    expect(preloaded.toSorted(), file).toEqual([...scripts, ...words].toSorted());
  }
});

test('no script that runs at once waits for a style sheet, so that nothing holds up the reading of a page', () => {
  const scripts = pages.flatMap(({ file, html }) =>
    [...html.slice(html.indexOf('<link rel="stylesheet"')).matchAll(/<script(?![^>]* type="module")[^>]*>.{0,40}/gsu)].map(([text]) => [file, text]),
  );
  expect(scripts).toEqual([]);
  expect(pages.filter(({ html }) => html.indexOf('"astro-island"') !== -1).length).toBeGreaterThan(300);
});

test('a page that opens a lab begins its worker before any module is there, at an address that exists', () => {
  const early = pages.flatMap(({ file, html }) => {
    const address = /<script data-lab-worker="([^"]*)">/u.exec(html)?.[1];
    return address === undefined ? [] : [{ file, address, before: html.indexOf('data-lab-worker') < html.indexOf('<link rel="stylesheet"') }];
  });
  const exercises = pages.filter(({ file }) => /^(?:ja|en)\/exercises\/[^/]+\/index\.html$/u.test(file)).length;
  expect(early.length).toBe(exercises + 4);
  for (const { file, address, before } of early) {
    expect(statSync(join(dist, address)).isFile(), file).toBe(true);
    expect(before, file).toBe(true);
  }
});

describe('the content security policy', () => {
  test.each(pages.map(({ file, html }) => [file, html] as const))('%s has one, with scripts by hash only', (_, html) => {
    const policy = /http-equiv="content-security-policy" content="([^"]+)"/iu.exec(html)?.[1] ?? '';
    const scripts = /script-src ([^;]+)/u.exec(policy)?.[1] ?? '';
    expect(scripts).toContain('sha256-');
    expect(scripts).not.toContain('unsafe');
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  test('monaco brings no style sheet that blocks a page', () => {
    const linked = pages.flatMap(({ file }) => (file.startsWith('ja/') ? readPage(dist, file).styles : []));
    expect([...new Set(linked)].filter((name) => statSync(join(dist, '_astro', name)).size > 60_000)).toEqual([]);
  });
});

describe('exercise.json', () => {
  const bundles = files.filter((file) => /\/exercises\/[^/]+\/exercise\.json$/u.test(file));
  test('is there for every exercise in both languages', () => {
    expect(bundles.length).toBeGreaterThanOrEqual(140);
    for (const file of bundles) expect(existsSync(join(dist, dirname(file), 'index.html')), file).toBe(true);
  });
  test.each(bundles)('%s has words, checks and files', (file) => {
    const bundle = JSON.parse(readFileSync(join(dist, file), 'utf8')) as {
      words: { sections: Record<string, string>; headings: Record<string, string> };
      definition: { checks: unknown[]; editable: string[] };
      starter: object;
      solutions: { texts: object; commands: unknown[]; answers: object }[];
    };
    expect(Object.keys(bundle.words.sections)).toContain('task');
    // A choice between drawn faults is called by the fault's heading alone.
    const withText = (words: object): readonly string[] => Object.keys(words).filter((id) => !id.startsWith('choice-'));
    expect(withText(bundle.words.headings)).toEqual(withText(bundle.words.sections));
    expect(bundle.definition.checks.length).toBeGreaterThan(0);
    expect(Object.keys(bundle.starter).sort()).toEqual([...bundle.definition.editable].sort());
    expect(bundle.solutions.length).toBeGreaterThan(0);
    for (const { texts, commands, answers } of bundle.solutions)
      expect(Object.keys(texts).length + commands.length + Object.keys(answers).length, 'a solution that says something').toBeGreaterThan(0);
    // What can be edited is edited: in the file itself, or by a command.
    if (bundle.definition.editable.length > 0)
      expect(bundle.solutions.some(({ texts, commands }) => Object.keys(texts).length + commands.length > 0)).toBe(true);
  });
});

describe('what is printed for learners', () => {
  const sheets = files.filter((file) => /^(ja|en)\/exercises\/[^/]+\/sheet\/index\.html$/u.test(file));
  test.each(sheets)('%s has neither hints nor the words after a pass', (file) => {
    const html = readFileSync(join(dist, file), 'utf8');
    const { words, definition } = JSON.parse(readFileSync(join(dist, file.replace('sheet/index.html', 'exercise.json')), 'utf8')) as {
      words: { sections: Record<string, string> };
      definition: { hints: number };
    };
    const hidden = ['done', ...Array.from({ length: definition.hints }, (_, at) => `hint-${at + 1}`)].map((id) => words.sections[id] ?? '');
    expect(hidden.filter((part) => part.length > 20 && html.includes(part))).toEqual([]);
  });

  test('no answer key is in the site', () => {
    expect(sheets.length).toBeGreaterThan(130);
    expect(files.filter((file) => /(^|\/)keys?\//u.test(file))).toEqual([]);
  });
});

describe('weights, brotli', () => {
  test.each(weighDist(dist).map((part) => [part.part, part] as const))('%s is within its budget', (_, { bytes, budget, files: weighed }) => {
    expect(bytes).toBeGreaterThan(0);
    expect((bytes / 1024).toFixed(1), weighed.join(' ')).toSatisfy((kilobytes: string) => budget === null || Number(kilobytes) * 1024 <= budget);
  });
});

test('titles in Japanese are parted by phrases, in nothing that would be copied with them', () => {
  const parted = pages.filter(({ html }) => html.includes('<wbr>')).map(({ file }) => file);
  expect(parted.filter((file) => file.startsWith('ja/')).length).toBeGreaterThan(300);
  expect(parted.filter((file) => file.startsWith('en/'))).toEqual([]);
  expect(pages.filter(({ html }) => /[\u200b\u2060\ufeff]/u.test(html)).map(({ file }) => file)).toEqual([]);
  const lesson = pages.find(({ file }) => file.startsWith('ja/lessons/09-'))?.html ?? '';
  expect(lesson).toContain('<h1>トラフィックの<wbr>行き先を<wbr>決める</h1>');
});
