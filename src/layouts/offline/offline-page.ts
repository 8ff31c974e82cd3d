/** Says how much of the site is on the device, and has the service worker keep or delete it. */
import type { OfflineAnswer, OfflineRequest } from '../../offline/conversation.ts';
import type { OfflineWords } from '../../messages/offline.ts';

const page = (): HTMLElement | null => document.querySelector('[data-offline]');
const words = (): Pick<OfflineWords, 'states' | 'problems'> => JSON.parse(page()?.dataset['offline'] ?? '{}') as Pick<OfflineWords, 'states' | 'problems'>;
const buttons = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('[data-offline-ask]')];

function tell(sentence: string): void {
  const status = document.querySelector('[data-offline-state]');
  if (status) status.textContent = sentence;
}

const megabytes = (bytes: number): string => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / 1_000_000);

function show({ state, done, problem }: OfflineAnswer): void {
  const { states, problems } = words();
  const sentence = !done ? states.fetching : state.everything ? states.everything : states.some;
  tell([sentence.replace('{kept}', megabytes(state.keptBytes)).replace('{all}', megabytes(state.allBytes)), problem ? problems[problem] : ''].join(' ').trim());
  for (const button of buttons()) {
    button.hidden = button.dataset['offlineAsk'] === 'keep-everything' ? state.everything : state.keptBytes === 0;
    button.disabled = !done;
  }
}

/** Asks the worker that is in charge; every answer is shown as it comes. */
async function ask(request: OfflineRequest): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => {
    show(data);
    if (data.done) port1.close();
  };
  active?.postMessage(request, [port2]);
}

function begin(): void {
  if (!page()) return;
  const absent = document.querySelector<HTMLElement>('[data-offline-absent]');
  if (absent) absent.hidden = location.pathname.endsWith(`/${document.documentElement.lang}/offline/`);
  if (!('serviceWorker' in navigator)) {
    tell(words().states.impossible);
    return;
  }
  tell(words().states.unknown);
  void ask('state');
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>('[data-offline-ask]') : null;
  if (!button) return;
  // Without this a browser short of room may throw the pages away first.
  if (button.dataset['offlineAsk'] === 'keep-everything') void navigator.storage.persist();
  for (const one of buttons()) one.disabled = true;
  void ask(button.dataset['offlineAsk'] as OfflineRequest);
});
document.addEventListener('minato:language', begin);
begin();
