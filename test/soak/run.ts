/**
 * `npm run soak -- [--hours 2] [--seed 1] [--pace 1200] [--dist dist]`: a learner who does anything, by a seed, in an installed Chromium on the built
 * site. One line for every sample (after a garbage collection), every exception with the action before it, and at the end what grew.
 */
import { parseArgs } from 'node:util';
import { launch, type Page } from 'puppeteer-core';
import { findChromium } from '../../scripts/chromium.mjs';
import { createLocalServer } from '../../src/local-server/local-server.ts';
import { SiteFiles } from '../../src/local-server/site-files.ts';
import { seeded } from '../fuzz/command-lines.ts';
import { actOnce, drawPlace } from './learner.ts';
import { summarize, takeSample, type Sample } from './samples.ts';

const { values } = parseArgs({ options: { hours: { type: 'string' }, seed: { type: 'string' }, pace: { type: 'string' }, dist: { type: 'string' } } });
const hours = Number(values.hours ?? 2);
const seed = Number(values.seed ?? 1);
const pace = Number(values.pace ?? 1200);
/** Every fourth stay is a long one: what is not given back shows there. */
const STAY = 120;
const LONG_STAY = 600;

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('Chromium or Chrome is needed');
const server = createLocalServer({ files: new SiteFiles(values.dist ?? 'dist') });
await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the site is not served');
const origin = `http://localhost:${address.port}`;

// Pages that were left are otherwise kept whole for a while, in the same process, and would be taken for what this one keeps.
const args = ['--no-sandbox', '--disable-background-networking', '--disable-features=BackForwardCache'];
const browser = await launch({ executablePath, args, defaultViewport: { width: 1280, height: 900 } });
const page = await browser.newPage();
page.setDefaultTimeout(60_000);
const protocol = await page.createCDPSession();
await protocol.send('Browser.setDownloadBehavior', { behavior: 'deny' });

const draw = seeded(seed);
const began = performance.now();
const minutes = (): number => (performance.now() - began) / 60_000;
const say = (text: string): void => console.log(`${minutes().toFixed(1).padStart(6)} min  ${text}`);

let last = 'nothing';
let exceptions = 0;
let workers = 0;
const complain = (what: string): void => {
  exceptions += 1;
  say(`EXCEPTION after ${last} at ${page.url()}: ${what}`);
};
page.on('pageerror', (problem) => complain(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)));
page.on('error', (problem) => complain(`the page crashed: ${problem.message}`));
page.on('console', (message) => message.type() === 'error' && complain(`console: ${message.text()}`));
page.on('dialog', (dialog) => void dialog.accept());
page.on('workercreated', () => (workers += 1));
browser.on('targetcreated', (target) => {
  if (target.type() === 'page') void target.page().then((other) => (other && other !== page ? other.close() : undefined));
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function arrive(place: string): Promise<void> {
  last = `going to ${place}`;
  await page.goto(origin + place);
  await page.waitForSelector('.workbench[data-ready=true]');
  await pause(3000);
}
const isAway = (at: Page): boolean => !/\/(?:exercises\/[^/]+|playground)\/(?:[?#]|$)/u.test(at.url());

const samples: Sample[] = [];
const counts: Record<string, number> = {};
for (let stay = 1; minutes() < hours * 60; stay += 1) {
  const place = drawPlace(draw);
  await arrive(place);
  const most = stay % 4 === 0 ? LONG_STAY : STAY;
  let actions = 0;
  const sample = async (): Promise<void> => {
    const taken: Sample = { stay, actions, minute: minutes(), ...(await takeSample(page, protocol)) };
    samples.push(taken);
    const { pageMB, workerMB, nodes, listeners, storedKB } = taken;
    say(
      `stay ${stay} ${place} ${actions} actions: page ${pageMB.toFixed(1)} MB, worker ${workerMB.toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners, ${storedKB} kB kept, ${workers} workers so far, ${exceptions} exceptions`,
    );
  };
  await sample();
  while (actions < most && minutes() < hours * 60) {
    try {
      last = await actOnce(page, draw);
      counts[last] = (counts[last] ?? 0) + 1;
      await pause(pace / 2 + draw(pace));
      if (isAway(page)) await arrive(place);
    } catch (problem) {
      // A navigation pulls the page away from under a question; anything else is told.
      if (!/context was destroyed|Navigating|detached|Target closed/iu.test(String(problem))) complain(`the learner: ${String(problem)}`);
      await pause(pace);
    }
    actions += 1;
    if (actions % 60 === 0 && actions < most) await sample();
  }
  await sample();
}
say(
  `actions: ${Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}`,
);
for (const line of summarize(samples)) say(line);
say(`${exceptions} exceptions, seed ${seed}, ${await browser.version()}`);
await browser.close();
server.close();
process.exitCode = exceptions === 0 ? 0 : 1;
