/** Shows what the checks find, follows the language, tries the keyboard, and writes the report. */
import { PRE_FLIGHT, type PreFlightCheck, type PreFlightWords, type Standing } from '../../messages/pre-flight.ts';
import { copyText } from '../../ui/copy-text.ts';
import { keyFindings, runChecks, type Finding } from './pre-flight-checks.ts';

interface Given {
  readonly words: PreFlightWords;
  readonly testAddress: string;
}

const found = new Map<PreFlightCheck, Finding>();
let run = 0;

const place = (): HTMLElement | null => document.querySelector('[data-pre-flight]');
const given = (): Given => JSON.parse(place()?.dataset['preFlight'] ?? '{}') as Given;
const checks = Object.keys(PRE_FLIGHT) as readonly PreFlightCheck[];

const standingOf = (check: PreFlightCheck, { finding }: Finding): Standing =>
  (PRE_FLIGHT[check] as { readonly [finding: string]: Standing })[finding] ?? 'broken';

const filled = (sentence: string, facts: { readonly [name: string]: string } = {}): string =>
  sentence.replace(/\{(\w+)\}/gu, (whole, name: string) => facts[name] ?? whole).trim();

function sentenceOf(words: PreFlightWords, check: PreFlightCheck, { finding, facts }: Finding): string {
  return filled((words.checks[check].says as { readonly [finding: string]: string })[finding] ?? finding, facts);
}

/** The report as text, in the language of the page: what anybody needs to help from afar. */
function report(words: PreFlightWords): string {
  const version = document.querySelector<HTMLMetaElement>('meta[name="version"]')?.content ?? '';
  const lines = checks.flatMap((check) => {
    const finding = found.get(check);
    return finding ? [`[${words.standings[standingOf(check, finding)]}] ${words.checks[check].title}: ${sentenceOf(words, check, finding)}`] : [];
  });
  return [`Minato ${version}`, location.origin, `${innerWidth}×${innerHeight}, ${navigator.language}`, navigator.userAgent, '', ...lines].join('\n');
}

function show(): void {
  const { words } = given();
  const count: { [one in Standing]: number } = { fine: 0, limited: 0, broken: 0, untried: 0 };
  for (const row of document.querySelectorAll<HTMLElement>('[data-check]')) {
    const check = row.dataset['check'] as PreFlightCheck;
    const finding = found.get(check);
    const standing = finding ? standingOf(check, finding) : 'untried';
    count[standing] += 1;
    row.dataset['is'] = standing;
    for (const [selector, text] of [
      ['[data-standing]', finding ? words.standings[standing] : words.running],
      ['[data-says]', finding ? sentenceOf(words, check, finding) : ''],
    ] as const) {
      const element = row.querySelector(selector);
      if (element && element.textContent !== text) element.textContent = text;
    }
  }
  const done = checks.every((check) => found.has(check));
  const summary = document.querySelector('[data-pre-flight-summary]');
  const facts = Object.fromEntries(Object.entries(count).map(([name, number]) => [name, String(number)]));
  if (summary) summary.textContent = done ? filled(words.summary, facts) : words.running;
  const text = document.querySelector<HTMLTextAreaElement>('[data-report]');
  if (text) text.value = report(words);
  place()?.toggleAttribute('data-done', done);
}

function tell<C extends PreFlightCheck>(check: C, finding: Finding<C>): void {
  found.set(check, finding as Finding);
  show();
}

async function begin(): Promise<void> {
  const mine = ++run;
  found.clear();
  tell('backslash', { finding: 'untried' });
  tell('ime', { finding: 'untried' });
  const { testAddress, words } = given();
  await runChecks({ testAddress, roomWords: words.room }, (check, finding) => {
    if (mine === run) tell(check, finding);
  });
}

async function copyReport(): Promise<void> {
  const { words } = given();
  const copied = await copyText(report(words));
  tell('clipboard', { finding: copied ? 'copied' : 'failed' });
  const said = document.querySelector('[data-report-said]');
  if (said) said.textContent = copied ? words.report.copied : words.report.notCopied;
}

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest('[data-copy-report]')) void copyReport();
  if (target.closest('[data-check-again]')) void begin();
});
function tryKey(event: KeyboardEvent): void {
  if (!(event.target instanceof Element) || !event.target.matches('[data-key-field]')) return;
  const findings = keyFindings(event);
  if (!findings) return;
  tell('ime', findings.ime);
  if (findings.backslash.finding !== 'untried') tell('backslash', findings.backslash);
}
document.addEventListener('keydown', tryKey);
document.addEventListener('minato:language', show);
if (place()) void begin();
