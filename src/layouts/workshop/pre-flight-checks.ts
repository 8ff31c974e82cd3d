/** What the pre-flight page finds out about the browser it is in. Every check ends in a finding; none throws. */
import type { PreFlightCheck, PRE_FLIGHT } from '../../messages/pre-flight.ts';
import type { OfflineAnswer, OfflineRequest } from '../../offline/conversation.ts';
import type { WorkerAnswers, WorkerMessage, WorkerQuestion, WorkerRequest } from '../../worker/protocol.ts';
import type { SelfTest } from './self-test.ts';

/** What was found, and what stands in its sentence. */
export interface Finding<C extends PreFlightCheck = PreFlightCheck> {
  readonly finding: keyof (typeof PRE_FLIGHT)[C] & string;
  readonly facts?: { readonly [name: string]: string };
}

const SLOW_MS = 4_000;
const PATIENCE_MS = 30_000;
/** Less than a private window gives, more than a course of work takes. */
const LITTLE_BYTES = 300e6;

const megabytes = (bytes: number): string => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 }).format(bytes / 1e6);

const inTime = <T>(work: Promise<T>, ms = PATIENCE_MS): Promise<T> =>
  Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too late')), ms))]);

/** How browsers name themselves, the more particular first: all but Firefox and Safari say Chrome, too. */
const BROWSERS: readonly (readonly [name: string, token: RegExp])[] = [
  ['Edge', /Edg\/(\d+)/u],
  ['Opera', /OPR\/(\d+)/u],
  ['Firefox', /Firefox\/(\d+)/u],
  ['Chrome', /Chrome\/(\d+)/u],
  ['Safari', /Version\/(\d+(?:\.\d+)?)[\d.]* .*Safari/u],
];

/** The browser's name and version as it states them. */
function browserName(): string {
  for (const [name, token] of BROWSERS) {
    const version = token.exec(navigator.userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return navigator.userAgent.slice(0, 60);
}

/** What the pages use and older browsers lack. */
const NEEDED: readonly (readonly [name: string, there: () => boolean])[] = [
  ['Worker', () => typeof Worker === 'function'],
  ['adoptedStyleSheets', () => 'adoptedStyleSheets' in document],
  ['dialog', () => typeof HTMLDialogElement === 'function'],
  [':has()', () => CSS.supports('selector(:has(a))')],
  ['Array.prototype.findLast', () => 'findLast' in Array.prototype],
  ['Array.prototype.toSorted', () => 'toSorted' in Array.prototype],
];

function browser(): Finding<'browser'> {
  const missing = NEEDED.flatMap(([name, there]) => (there() ? [] : [name]));
  return { finding: missing.length === 0 ? 'all' : 'old', facts: { browser: browserName(), missing: missing.join(', ') } };
}

/** A worker of its own, asked one question after the other. */
class Desk {
  readonly #worker = new Worker(new URL('../../worker/lab.worker.ts', import.meta.url), { type: 'module' });
  #next = 1;

  ask<T extends WorkerRequest['type']>(request: Extract<WorkerRequest, { type: T }>): Promise<WorkerAnswers[T]> {
    const question: WorkerQuestion = { ...request, request: this.#next++, lab: 'pre-flight' };
    return inTime(
      new Promise((resolve, reject) => {
        this.#worker.addEventListener('error', () => reject(new Error('the worker failed')), { once: true });
        const listen = ({ data }: MessageEvent<WorkerMessage>): void => {
          if (data === 'awake' || data === 'fetching' || data.request !== question.request) return;
          this.#worker.removeEventListener('message', listen);
          if ('answer' in data) resolve(data.answer as WorkerAnswers[T]);
          else reject(new Error('no answer'));
        };
        this.#worker.addEventListener('message', listen);
        this.#worker.postMessage(question);
      }),
    );
  }

  end(): void {
    this.#worker.terminate();
  }
}

/** Starts the simulator and has it run the self-test; tells both findings as they come. */
async function simulator(testAddress: string, tell: <C extends 'worker' | 'self-test'>(check: C, finding: Finding<C>) => void): Promise<void> {
  const began = performance.now();
  let desk: Desk | undefined;
  let test: SelfTest;
  try {
    test = (await (await fetch(testAddress)).json()) as SelfTest;
    desk = new Desk();
    await desk.ask({ type: 'open', exercise: test.exercise, actions: [], judge: false });
    const ms = performance.now() - began;
    tell('worker', { finding: ms > SLOW_MS ? 'slow' : 'started', facts: { ms: ms.toFixed(0) } });
  } catch {
    desk?.end();
    tell('worker', { finding: 'failed' });
    tell('self-test', { finding: 'failed' });
    return;
  }
  try {
    const wrong: string[] = [];
    for (const { action, line, prints } of test.probes) {
      const { history } = await desk.ask({ type: 'act', action });
      if (
        history
          .at(-1)
          ?.output.map(({ text }) => text)
          .join('') !== prints
      )
        wrong.push(line);
    }
    tell('self-test', {
      finding: wrong.length === 0 ? 'same' : 'differs',
      facts: { all: String(test.probes.length), wrong: String(wrong.length), line: wrong[0] ?? '' },
    });
  } catch {
    tell('self-test', { finding: 'failed' });
  }
  desk.end();
}

/** A place of some size that nobody sees or comes to. */
function asidePlace(): HTMLElement {
  const place = document.createElement('div');
  place.inert = true;
  place.style.cssText = 'position: fixed; inset-inline-start: -1000px; top: 0; width: 600px; height: 200px';
  document.body.append(place);
  return place;
}

function plainEditor(): Finding<'plain-editor'> {
  const place = asidePlace();
  const field = document.createElement('textarea');
  place.append(field);
  let heard = 0;
  field.addEventListener('input', () => (heard += 1));
  field.value = 'kind: Service\nport: 80\n';
  field.setSelectionRange(6, 13);
  field.dispatchEvent(new InputEvent('input'));
  const works = heard === 1 && field.value.slice(field.selectionStart, field.selectionEnd) === 'Service';
  place.remove();
  return { finding: works ? 'types' : 'failed' };
}

async function editor(): Promise<Finding<'editor'>> {
  const began = performance.now();
  const place = asidePlace();
  try {
    const { createRichEditor } = await inTime(import('../../ui/monaco/rich-editor.ts'));
    const handle = createRichEditor(place, {
      edit: () => undefined,
      asker: {
        complete: () => Promise.reject(new Error('nobody asks')),
        describe: () => Promise.resolve(undefined),
        sentence: () => undefined,
        words: () => {
          throw new Error('nobody asks');
        },
      },
    });
    handle.show('check.yaml', 'kind: Service\n', 'check.yaml');
    await inTime(
      (async () => {
        while (!place.querySelector('.view-line')?.textContent?.includes('Service')) await new Promise((resolve) => setTimeout(resolve, 20));
      })(),
      5_000,
    );
    handle.dispose();
    return { finding: 'opens', facts: { ms: (performance.now() - began).toFixed(0) } };
  } catch {
    return { finding: 'failed' };
  } finally {
    place.remove();
  }
}

async function storage(roomWords: string): Promise<Finding<'storage'>> {
  try {
    localStorage.setItem('minato:pre-flight', '1');
    localStorage.removeItem('minato:pre-flight');
  } catch {
    return { finding: 'refused' };
  }
  // Over plain http there is no `storage`.
  const manager = navigator.storage as StorageManager | undefined;
  const quota = await manager?.estimate().then(
    ({ quota: bytes }) => bytes,
    () => undefined,
  );
  if (quota === undefined) return { finding: 'keeps', facts: { room: '' } };
  return {
    finding: quota < LITTLE_BYTES ? 'little' : 'keeps',
    facts: { room: roomWords.replace('{megabytes}', megabytes(quota)), megabytes: megabytes(quota) },
  };
}

async function offline(tell: <C extends 'service-worker' | 'cache'>(check: C, finding: Finding<C>) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    tell('service-worker', { finding: isSecureContext ? 'refused' : 'no-https' });
    tell('cache', { finding: 'unknown' });
    return;
  }
  const active = (await navigator.serviceWorker.getRegistration().catch(() => undefined))?.active;
  tell('service-worker', { finding: active ? 'active' : 'coming' });
  if (!active) {
    tell('cache', { finding: 'unknown' });
    return;
  }
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<OfflineAnswer>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => resolve(data);
  });
  active.postMessage('state' satisfies OfflineRequest, [port2]);
  await inTime(answer, 5_000).then(
    ({ state }) =>
      tell('cache', { finding: state.everything ? 'everything' : 'some', facts: { kept: megabytes(state.keptBytes), all: megabytes(state.allBytes) } }),
    () => tell('cache', { finding: 'unknown' }),
  );
  port1.close();
}

/** How a character is drawn, as dots; two that a machine lacks look alike. */
function dotsOf(character: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 32;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return character;
  pen.font = '24px sans-serif';
  pen.fillText(character, 2, 26);
  return pen.getImageData(0, 0, 32, 32).data.join();
}

async function fonts(): Promise<Finding<'fonts'>> {
  if (dotsOf('港') === dotsOf('鰯')) return { finding: 'japanese' };
  const loaded = await document.fonts.load('16px "IBM Plex Mono"').catch(() => []);
  return { finding: loaded.length > 0 ? 'there' : 'latin' };
}

function width(): Finding<'width'> {
  return { finding: innerWidth < 320 ? 'too-narrow' : innerWidth < 900 ? 'narrow' : 'wide', facts: { width: String(innerWidth) } };
}

/** Runs every check that needs nobody; `tell` hears each finding as soon as it is there. */
export async function runChecks(
  { testAddress, roomWords }: { readonly testAddress: string; readonly roomWords: string },
  tell: <C extends PreFlightCheck>(check: C, finding: Finding<C>) => void,
): Promise<void> {
  tell('browser', browser());
  tell('width', width());
  tell('plain-editor', plainEditor());
  tell('clipboard', { finding: 'clipboard' in navigator ? 'there' : 'old-way' });
  await Promise.all([
    simulator(testAddress, tell).then(async () => tell('editor', await editor())),
    storage(roomWords).then((finding) => tell('storage', finding)),
    offline(tell),
    fonts().then((finding) => tell('fonts', finding)),
  ]);
}

/** What a key in the field says of the keyboard and of the input method. */
export function keyFindings(event: KeyboardEvent): { readonly backslash: Finding<'backslash'>; readonly ime: Finding<'ime'> } | undefined {
  if (event.isComposing || event.key === 'Process' || event.key === '￥' || event.key === '＼')
    return { backslash: { finding: 'untried' }, ime: { finding: 'on' } };
  if (event.key.length !== 1 || (event.ctrlKey && !event.getModifierState('AltGraph')) || event.metaKey) return undefined;
  const ime: Finding<'ime'> = { finding: 'off' };
  if (event.key === '\\') return { backslash: { finding: 'typed', facts: { code: event.code } }, ime };
  return { backslash: event.key === '¥' ? { finding: 'yen' } : { finding: 'other', facts: { key: event.key } }, ime };
}
