/**
 * `npm run bench`: how long the engine takes (medians of processor time, in Node) and how much the built pages weigh (brotli, from dist/).
 * Speed is read here by people; no test depends on it. `npm run bench -- --write` also puts everything into FIGURES.md.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { createCluster, inspect, loadEveryPart, openSession, runCommand, settleCluster, type ClusterState } from '../../src/engine/index.ts';
import { readExercises } from '../../src/exercise/load.ts';
import { createLocalServer } from '../../src/local-server/local-server.ts';
import { SiteFiles } from '../../src/local-server/site-files.ts';
import { figuresPage } from './figures-page.ts';
import { gradeEveryAnswer, gradingRows } from './grading.ts';
import { HOSTILE_TEXTS } from '../lab/hostile-texts.ts';
import { measureInteractions, measureInteractionWork, type Interactions } from './interaction.ts';
import { measureRoom } from './room.ts';
import { measureFirstVerdict } from './first-verdict.ts';
import { measureLongestTask } from './main-thread.ts';
import { CIRCUMSTANCES, measureArrival, measureArrivalWork } from './page-arrival.ts';
import { weighDist } from './page-weights.ts';
import { collectGarbage, processorMs, SEVERAL_TICKS_MS } from './processor-time.ts';
import { heapAfterExercises } from './memory.ts';
import { measurePageGrowth } from './page-memory.ts';
import { measureLarge, type ClusterSize } from './scaling.ts';
import { withServedSite } from './served-site.ts';
import { measureWebernetes } from './side-by-side.ts';

interface Row {
  readonly what: string;
  readonly median: string;
  readonly reach: string;
}

await loadEveryPart();

const RUNS = 15;

/** The median of `runs` timings in milliseconds, after up to twelve that warm up, for two seconds at most; a single one is taken as it comes. */
function medianMs(work: () => void, runs = RUNS): number {
  const begun = performance.now();
  let warmed = 0;
  for (; warmed < 12 && runs > 1 && performance.now() - begun < 2000; warmed++) work();
  const repeats = warmed === 0 ? 1 : Math.ceil((SEVERAL_TICKS_MS * warmed) / (performance.now() - begun));
  collectGarbage();
  const repeated = (): void => {
    for (let i = 0; i < repeats; i++) work();
  };
  const times = Array.from({ length: runs }, () => processorMs(repeated) / repeats).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)]!;
}

const row = (what: string, ms: number, reach: number | null): Row => ({ what, median: `${ms.toFixed(2)} ms`, reach: reach === null ? '' : `≤${reach} ms` });

function deploymentText(name: string, replicas: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: app
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
          ports:
            - containerPort: 8080
`;
}

const serviceText = (name: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: ${name}\n  ports:\n    - port: 80\n      targetPort: 8080\n`;

/** Deployments one after another until the file has at least so many lines. */
function manifestOfLines(lines: number): string {
  const parts: string[] = [];
  while (parts.join('---\n').split('\n').length < lines) parts.push(deploymentText(`web-${parts.length}`, 1));
  return parts.join('---\n').split('\n').slice(0, Math.max(lines, 22)).join('\n');
}

function applyAndSettle(cluster: ClusterState, text: string): ClusterState {
  const applied = runCommand({ cluster, session: openSession({ kind: 'operator' }, { 'f.yaml': text }) }, 'kubectl apply -f f.yaml');
  if (applied.exitCode !== 0) throw new Error(`the bench's own manifest was refused: ${applied.stderr}`);
  return settleCluster(applied.world.cluster).cluster;
}

function readyEndpoints(cluster: ClusterState, service: string): number {
  return Object.values(cluster.tables.endpointslices?.['default'] ?? {})
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready).length;
}

const COMMANDS = [
  'kubectl get all -A',
  'kubectl get pods -o yaml',
  'kubectl describe pods',
  'kubectl rollout restart deployment web',
  'kubectl drain node-a --force',
];
/** What never ends by itself, in different ways. */
const ENDLESS = ['while :; do :; done', 'while true; do echo x; done', 'f() { f; }; f', 'i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done', 'yes | grep n'];

function commandRows(cluster: ClusterState, reach: number, lines: readonly string[] = COMMANDS): Row[] {
  const pods = Object.keys(cluster.tables.pods?.['default'] ?? {}).length;
  return lines.map((line) =>
    row(
      `${line} (${pods} Pods)`,
      medianMs(() => runCommand({ cluster, session: openSession() }, line), 5),
      reach,
    ),
  );
}

function engineRows(): Row[] {
  const rows: Row[] = [];
  const fresh = createCluster('three-nodes');
  for (const [lines, reach] of [
    [21, null],
    [200, 16],
    [1000, 30],
  ] as const) {
    const files = { 'f.yaml': manifestOfLines(lines) };
    rows.push(
      row(
        `parse and validate ${lines} lines`,
        medianMs(() => inspect(files, fresh)),
        reach,
      ),
    );
  }
  for (const { what, text } of HOSTILE_TEXTS) {
    const files = { 'f.yaml': text };
    rows.push(
      row(
        `complain about ${what}`,
        medianMs(() => inspect(files, fresh)),
        100,
      ),
    );
  }
  for (const [replicas, reach] of [
    [3, 5],
    [100, 20],
    [1000, 150],
    [10_000, 2000],
  ] as const) {
    const text = `${deploymentText('web', replicas)}---\n${serviceText('web')}`;
    const settled = applyAndSettle(fresh, text);
    if (readyEndpoints(settled, 'web') !== replicas) throw new Error(`${replicas} Pods did not become ready endpoints`);
    if (replicas === 3) rows.push(...commandRows(settled, 16));
    if (replicas === 10_000) rows.push(...commandRows(settled, 150, ['kubectl get pods -A']));
    rows.push(
      row(
        `apply Deployment(${replicas}) and Service, until its endpoints are ready`,
        medianMs(() => applyAndSettle(fresh, text), replicas > 1000 ? 1 : replicas > 100 ? 5 : RUNS),
        reach,
      ),
    );
  }
  for (const line of ENDLESS)
    rows.push(
      row(
        `cut ${line}`,
        medianMs(() => runCommand({ cluster: fresh, session: openSession() }, line)),
        100,
      ),
    );
  return rows;
}

const LARGE: readonly (readonly [size: ClusterSize, reachFromNothing: number])[] = [
  [{ services: 1000, pods: 10_000, nodes: 100, namespaces: 50 }, 100],
  [{ services: 10_000, pods: 150_000, nodes: 5000, namespaces: 500 }, 2000],
];

/** Clusters of running objects: slices and rules from nothing, then what one change costs. */
function scalingRows(): Row[] {
  return LARGE.flatMap(([size, reach]) => {
    measureLarge(size.pods > 10_000 ? { ...size, services: 1000, pods: 10_000 } : size);
    const { slices, firstPacket, flip, firstFlip, reconciled, heap } = measureLarge(size);
    const of = `${size.services} Services, ${size.pods} Pods, ${size.nodes} nodes`;
    return [
      row(`${of}: slices from nothing`, slices, size.pods > 10_000 ? null : reach),
      row(`${of}: slices and rules, to the first packet`, slices + firstPacket, size.pods > 10_000 ? reach : null),
      row(`${of}: a readiness flip settled (${reconciled} keys looked at)`, flip, 10),
      row(`${of}: the first flip, with what it indexes`, firstFlip, null),
      { what: `${of}: heap`, median: `${(heap / 2 ** 20).toFixed(0)} MiB`, reach: '≤1024 MiB' },
    ];
  });
}

/** Ours and the published engine, one Deployment and its Service until the endpoints are ready, once each in this run. */
function sideBySide(): string[][] {
  const rows = [['Pods to ready endpoints', 'here', '@ngrok/webernetes 0.3.5, real time', 'its processor time']];
  for (const replicas of [3, 100, 1000]) {
    const text = `${deploymentText('web', replicas)}---\n${serviceText('web')}`;
    const here = medianMs(() => applyAndSettle(createCluster('three-nodes'), text), 3);
    const elapsed = measureWebernetes(replicas);
    const there =
      elapsed === undefined
        ? ['no sign after 120 s', '']
        : [`${elapsed.ready === replicas ? '' : `${elapsed.ready} ready after `}${elapsed.wallMs.toFixed(0)} ms`, `${elapsed.cpuMs.toFixed(0)} ms`];
    rows.push([String(replicas), `${here.toFixed(1)} ms`, ...there]);
  }
  return rows;
}

/** The page's own longest task while its worker settles many Pods, median of three. */
async function longestTasks(browser: Browser): Promise<string[][]> {
  const rows: string[][] = [];
  for (const pods of [200, 1000]) {
    const longest: number[] = [];
    for (let i = 0; i < 3; i += 1) longest.push((await measureLongestTask(browser, `${deploymentText('web', pods)}---\n${serviceText('web')}`)).longest);
    rows.push([`the page's longest task while ${pods} Pods come`, `${longest.sort((a, b) => a - b)[1]!.toFixed(0)} ms`, '≤50 ms']);
  }
  return rows;
}

/** Of three visits to a lab with 60 Pods, four times slower: the one in the middle. */
async function interactionRows(browser: Browser): Promise<string[][]> {
  const visits: Interactions[] = [];
  for (let i = 0; i < 3; i += 1) visits.push(await measureInteractions(browser));
  const { count, p95, worst } = visits.sort((a, b) => a.p95 - b.p95)[1]!;
  const processor = await measureInteractionWork(browser);
  return [
    [`from a key or press to the next picture, 60 Pods, four times slower: p95 of ${count}; longest`, `${p95}; ${worst.ms} ms`, 'p95 ≤100 ms'],
    ["the same in processor time of the page's main thread", `${processor.p95.toFixed(0)}; ${processor.longest.toFixed(0)} ms`, 'p95 ≤100 ms'],
  ];
}

/** How an exercise's page arrives, served compressed: here, and where processor and network are slow; and what its main thread does of that. */
async function arrivals(browser: Browser, folder: string): Promise<{ readonly rows: string[][]; readonly work: string[][] }> {
  const server = createLocalServer({ files: new SiteFiles(folder) });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const rows = [['circumstances', 'first paint', 'largest paint', 'shift', 'ready', 'cluster', 'first verdict', 'longest task', 'kB']];
  for (const circumstances of CIRCUMSTANCES) {
    const { firstPaint, largestPaint, shift, ready, cluster, verdict, longestTask, bytes } = await measureArrival(browser, origin, circumstances);
    const times = [ready, cluster, verdict, longestTask].map((ms) => `${ms.toFixed(0)} ms`);
    rows.push([circumstances.name, `${firstPaint.toFixed(0)} ms`, `${largestPaint.toFixed(0)} ms`, shift.toFixed(3), ...times, (bytes / 1024).toFixed(0)]);
  }
  const { untilReady, longestTask } = await measureArrivalWork(browser, origin);
  server.closeAllConnections();
  server.close();
  const work = [
    ['until a page is ready, processor time of its main thread', `${untilReady.toFixed(0)} ms`, '≤300 ms'],
    ['its longest task until the first verdict, in processor time', `${longestTask.toFixed(0)} ms`, '≤50 ms'],
  ];
  return { rows, work };
}

const sections: { readonly title: string; readonly rows: readonly (readonly string[])[] }[] = [];

function print(title: string, rows: readonly (readonly string[])[]): void {
  sections.push({ title, rows });
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  console.log(`\n${title}`);
  for (const cells of rows)
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}

print('Engine (Node, medians of processor time)', [['what', 'median', 'reach'], ...engineRows().map(({ what, median, reach }) => [what, median, reach])]);
print('Grading (Node, processor time): every starter, right and wrong answer', gradingRows(gradeEveryAnswer(readExercises())));
print('Memory of the worker', [
  ['what', 'growth', 'reach'],
  ['100 exercises opened, solved and left, one after the other', `${heapAfterExercises(readExercises(), 100).toFixed(1)} MB`, '≤5 MB'],
]);
print('Scaling', [['what', 'time', 'reach'], ...scalingRows().map(({ what, median, reach }) => [what, median, reach])]);
const dist = new URL('../../dist/', import.meta.url).pathname;
if (existsSync(dist) && readdirSync(dist).length > 0) {
  print('Page weights (brotli)', [
    ['part', 'kB', 'at most'],
    ...weighDist(join(dist)).map(({ part, bytes, budget }) => [part, (bytes / 1024).toFixed(1), budget === null ? '' : (budget / 1024).toFixed(0)]),
  ]);
  const room = await measureRoom(60, 10);
  print('Local server (60 learners, a report a second each for ten seconds)', [
    ['what', 'time', 'reach'],
    ['from a report to its answer: median, p99, longest', `${room.median.toFixed(1)}, ${room.p99.toFixed(1)}, ${room.longest.toFixed(1)} ms`, 'p99 ≤50 ms'],
    ['memory of the server: before, after', `${room.memoryBefore.toFixed(0)}, ${room.memoryAfter.toFixed(0)} MB`, 'flat'],
  ]);
  const { first, apply, tasks, interactions, arrived, grown } = await withServedSite(async (browser) => ({
    ...(await measureFirstVerdict(browser)),
    tasks: await longestTasks(browser),
    interactions: await interactionRows(browser),
    arrived: await arrivals(browser, dist),
    grown: await measurePageGrowth(),
  }));
  print('In the browser (Chromium, median of five visits)', [
    ['what', 'median', 'reach'],
    ['from the address, through the mended file, to green', `${first.toFixed(0)} ms`, '≤1000 ms'],
    ['from Apply to the verdict', `${apply.toFixed(0)} ms`, '≤100 ms'],
    ...arrived.work,
    ...tasks,
    ...interactions,
  ]);
  print('Memory of the page (heap and its worker’s, after a garbage collection)', [
    ['what', 'page', 'worker', 'reach'],
    ...grown.map(({ what, page, worker }) => [what, `${page.toFixed(1)} MB`, `${worker.toFixed(1)} MB`, '≤5 MB']),
  ]);
  print('A page arrives (compressed; ready: typing stays and Apply is heard, ≤300 ms, ≤1.5 s slowed; first verdict ≤1 s, ≤4 s slowed)', arrived.rows);
} else console.log('\nPage weights: no dist/ yet; run `npm run build` first.');
print('Side by side', sideBySide());
if (process.argv.includes('--write')) writeFileSync(new URL('../../FIGURES.md', import.meta.url), await figuresPage(sections));
