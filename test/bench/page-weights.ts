import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { BuiltModules } from '../../src/build/preload-modules.ts';

/** One row of the table of budgets: what a reader's browser loads, brotli-compressed. */
export interface PartWeight {
  readonly part: string;
  readonly bytes: number;
  readonly budget: number | null;
  readonly files: readonly string[];
}

const kB = 1024;

const weights = new Map<string, number>();

function brotliOf(file: string): number {
  const known = weights.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file);
  const bytes = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }).length;
  weights.set(file, bytes);
  return bytes;
}

/** What a page asks for at once: its own HTML, its style sheets, its scripts and islands. Names of assets without their folder. */
export function readPage(dist: string, page: string): { readonly html: string; readonly styles: readonly string[]; readonly scripts: readonly string[] } {
  const html = readFileSync(join(dist, page), 'utf8');
  const assets = join(dist, '_astro');
  const named = (pattern: RegExp): readonly string[] => [...new Set([...html.matchAll(pattern)].map(([, name]) => name ?? ''))];
  const scripts = new BuiltModules(assets).closureOf(named(/(?:src|component-url|renderer-url|before-hydration-url)="[^"]*\/_astro\/([^"]+\.js)"/gu));
  return { html, styles: named(/href="[^"]*\/_astro\/([^"]+\.css)"/gu), scripts };
}

/** The heaviest page of those with a lab decides. */
const pages = ['ja/index.html', 'en/index.html'] as const;

function pagesWithLabs(dist: string): readonly string[] {
  const below = ['lessons', 'exercises'].flatMap((kind) =>
    ['ja', 'en'].flatMap((language) =>
      readdirSync(join(dist, language, kind), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${language}/${kind}/${entry.name}/index.html`),
    ),
  );
  return [...pages, ...below];
}

/**
 * The plan gave the engine 60 kB. What a first verdict needs (decoding, defaulting and validation of every kind, store, controllers,
 * kubelet, names, packets, grading) with the exact words of each weighs more than twice that; everything else is in parts that come
 * on first use. So this ceiling is the weight it has.
 */
const ENGINE_CEILING = 150 * kB;

/** What the worker fetches on first use, and for what; the plan gave all of a terminal 25 kB, which each of its parts keeps. */
const PARTS: readonly (readonly [file: RegExp, what: string, budget: number | null])[] = [
  [/^shell-program-/u, 'shells', 25 * kB],
  [/^fetched-builtins-/u, 'builtins of shells about variables, options and jobs', 25 * kB],
  [/^regular-expression-/u, 'regular expressions', 25 * kB],
  [/^command-tools-/u, 'text and file tools', 25 * kB],
  [/^pattern-tools-/u, 'grep, sed, awk', 25 * kB],
  [/^byte-tools-/u, 'od, hexdump, diff, cmp, split, sums', 25 * kB],
  [/^name-tools-/u, 'dig, host, nslookup, getent', 25 * kB],
  [/^traffic-tools-/u, 'curl and wget', 25 * kB],
  [/^packet-tools-/u, 'nc, ping, tcpdump, openssl', 25 * kB],
  [/^reading-verbs-/u, 'kubectl get, logs, wait, …', 25 * kB],
  [/^describing-verbs-/u, 'kubectl describe, rollout', 25 * kB],
  [/^creating-verbs-/u, 'kubectl create', 25 * kB],
  [/^writing-verbs-/u, 'kubectl set, patch, edit, …', 25 * kB],
  [/^running-verbs-/u, 'kubectl exec, run, debug, port-forward', 25 * kB],
  [/^inner-shell-/u, 'shells in Pods that a line opened', 25 * kB],
  [/^who-asks-/u, 'flags about credentials', 25 * kB],
  [/^output-formats-/u, 'kubectl -o', 25 * kB],
  [/^json-patch-/u, 'JSON Patch', 25 * kB],
  [/^server-side-apply-/u, 'server-side apply', 25 * kB],
  [/^corefile-server-/u, 'CoreDNS with an edited Corefile', 25 * kB],
  [/^cloud-controller-/u, 'balancers of clouds', 25 * kB],
  [/^topology-allocation-/u, 'topology-mode: Auto', 25 * kB],
  [/^assist-/u, 'completion and hover', 25 * kB],
  [/^drawing-part-/u, 'the drawing', 25 * kB],
  [/^drawn-run-/u, 'runs of the capstone', 25 * kB],
  [/^help-texts/u, 'kubectl --help', 25 * kB],
  [/^further-texts/u, 'kubectl completion, --help of rarer commands', 25 * kB],
  [/^tolerant-reader-/u, 'reader of broken YAML (the package yaml)', 30 * kB],
  [/^descriptions/u, 'kubectl explain', null],
];

/** Weighs a built site by the table of budgets. A file that two parts share counts in both: either may come first. */
export function weighDist(dist: string): readonly PartWeight[] {
  const assets = join(dist, '_astro');
  const all = readdirSync(assets);
  const matching = (pattern: RegExp): readonly string[] => all.filter((name) => pattern.test(name));
  const part = (name: string, files: readonly string[], budget: number | null): PartWeight => ({
    part: name,
    files,
    budget,
    bytes: files.reduce((sum, file) => sum + brotliOf(join(assets, file)), 0),
  });

  const labPages = pagesWithLabs(dist).map((page) => {
    const { styles, scripts } = readPage(dist, page);
    const text = brotliOf(join(dist, page)) + styles.reduce((sum, file) => sum + brotliOf(join(assets, file)), 0);
    const script = scripts.reduce((sum, file) => sum + brotliOf(join(assets, file)), 0);
    return { page, styles, scripts, text, script };
  });
  const heaviest = <K extends 'text' | 'script'>(key: K) => labPages.reduce((most, one) => (one[key] > most[key] ? one : most));
  const text = heaviest('text');
  const script = heaviest('script');
  const atOnce = new Set(labPages.flatMap(({ scripts }) => scripts));

  const engine = new BuiltModules(assets).closureOf(matching(/^lab\.worker/u));
  // No command runs before the shell is there.
  const shells = new BuiltModules(assets).closureOf(matching(/^shell-program-/u));
  const parts = PARTS.map(([pattern, what, budget]) => {
    const before = pattern.test(shells[0] ?? '') ? engine : [...engine, ...shells];
    const files = new BuiltModules(assets).closureOf(matching(pattern)).filter((file) => !before.includes(file));
    if (files.length === 0) throw new Error(`no file for the part "${what}"`);
    return part(`worker, on first use: ${what}`, files, budget);
  });
  const nls = matching(/^ja\.[\w-]+\.js$/u);
  const words = matching(/^talk\.(ja|en)/u);
  const perLanguage = words.reduce((most, file) => Math.max(most, brotliOf(join(assets, file))), 0);
  const editorStart = matching(/^rich-editor/u);
  const editor = new BuiltModules(assets).closureOf(editorStart).filter((file) => !atOnce.has(file));
  return [
    { part: `HTML and CSS (${text.page})`, bytes: text.text, budget: 30 * kB, files: text.styles },
    { part: `page JavaScript (${basename(script.page.replace('/index.html', ''))})`, bytes: script.script, budget: 40 * kB, files: script.scripts },
    part('worker: engine and grader', engine, ENGINE_CEILING),
    ...parts,
    { part: 'messages of one language', bytes: perLanguage, budget: 30 * kB, files: words },
    {
      part: 'search index of one language',
      files: ['ja/search.json', 'en/search.json'],
      budget: 120 * kB,
      bytes: Math.max(...['ja', 'en'].map((language) => brotliOf(join(dist, language, 'search.json')))),
    },
    part('search', new BuiltModules(assets).closureOf(matching(/^search-dialog/u)), null),
    part('fonts', matching(/\.woff2$/u), 90 * kB),
    part('Monaco, Japanese strings included', [...editor, ...nls, ...matching(/^yaml\./u)], 700 * kB),
    part("Monaco's icon font", matching(/^codicon/u), 70 * kB),
  ];
}
