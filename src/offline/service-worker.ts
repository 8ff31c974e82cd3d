// Keeps the site on the device, one version at a time. What is kept of a version is complete in itself: a page comes from
// the cache of the version whose worker is in charge, and a file that the server meanwhile has in another version is
// passed on to the page that asked but never kept. A new version is fetched beside the old one and takes over when no page
// of the old one is open any more.
import { addressOf, fileOf } from './file-of.ts';
import type { BuiltSite, OfflineAnswer, OfflineRequest, OfflineState } from './conversation.ts';

declare const self: ServiceWorkerGlobalScope & { readonly builtSite: BuiltSite };

const { version, files } = self.builtSite;
const { scope } = self.registration;
const PREFIX = `minato ${scope} `;
const CACHE = `${PREFIX}${version}`;
/** Kept beside the files when the reader asked for all of them. */
const EVERYTHING = `${scope}kept-everything`;
/** What is shown instead of a page that is not there. */
const FALLBACKS = ['ja/offline/index.html', 'en/offline/index.html'];
const AT_A_TIME = 6;

class NewerVersion extends Error {}

const hasHashInName = (file: string): boolean => files[file]?.[1] === undefined;

/** Whether a response is the file of this version. */
async function isOfThisVersion(file: string, response: Response): Promise<boolean> {
  const digest = files[file]?.[1];
  if (digest === undefined) return true;
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
  return [...bytes.subarray(0, digest.length / 2)].map((byte) => byte.toString(16).padStart(2, '0')).join('') === digest;
}

async function fetchInto(cache: Cache, file: string): Promise<void> {
  const address = addressOf(file, scope);
  if (await cache.match(address)) return;
  const ask = (): Promise<Response> => fetch(address, { cache: hasHashInName(file) ? 'default' : 'no-cache' });
  // One connection that breaks does not undo hundreds that held.
  const response = await ask().catch(ask);
  if (!response.ok || response.redirected || !(await isOfThisVersion(file, response.clone()))) throw new NewerVersion(file);
  await cache.put(address, response);
}

/** All of these files are kept afterwards, or it throws at the first that cannot be. */
async function keep(wanted: readonly string[], afterEach: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const cache = await caches.open(CACHE);
  const left = [...wanted];
  const take = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      await fetchInto(cache, file);
      await afterEach();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, take));
}

const isThere = async (name: string, address: string): Promise<boolean> => (await (await caches.open(name)).match(address)) !== undefined;

/** Names of caches of this site's other versions. */
const otherVersions = async (): Promise<string[]> => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);

const savesData = (): boolean => (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

/** A new version begins with what the old one had: its pages anew, and of the rest whatever did not change. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const older = await otherVersions();
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = new Set([...FALLBACKS, ...open.flatMap(({ url }) => fileOf(url, scope) ?? [])]);
  let everything = false;
  for (const name of older) {
    const old = await caches.open(name);
    everything ||= await isThere(name, EVERYTHING);
    for (const { url } of await old.keys()) {
      const file = fileOf(url, scope);
      if (file === undefined || !(file in files)) continue;
      if (!hasHashInName(file)) pages.add(file);
      else await cache.put(url, (await old.match(url)) as Response);
    }
  }
  const all = Object.keys(files);
  await keep(everything ? all : [...pages, ...(savesData() ? [] : all.filter(hasHashInName))].filter((file) => file in files));
  if (everything) await cache.put(EVERYTHING, new Response());
}

async function activate(): Promise<void> {
  for (const name of await otherVersions()) await caches.delete(name);
  await self.clients.claim();
}

/** Without a network: a page that is not kept comes with the next one; an address that this version has no page for never does. */
const fallback = async (file: string | undefined): Promise<Response> => {
  const cache = await caches.open(CACHE);
  const nowhere = file !== undefined && file in files ? undefined : await cache.match(addressOf('404.html', scope));
  const page = nowhere ?? (await cache.match(addressOf(`${file?.startsWith('en/') ? 'en' : 'ja'}/offline/index.html`, scope)));
  return page ? new Response(page.body, { status: nowhere ? 404 : 503, headers: page.headers }) : Response.error();
};

/** From the cache; else from the network, kept if it is of this version. */
async function answer(event: FetchEvent, file: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(addressOf(file, scope));
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && !response.redirected && response.type === 'basic') event.waitUntil(keepCopy(cache, file, response.clone()));
  return response;
}

async function keepCopy(cache: Cache, file: string, response: Response): Promise<void> {
  if (!(await isOfThisVersion(file, response.clone()))) await self.registration.update();
  // A device without room shows the page all the same.
  else await cache.put(addressOf(file, scope), response).catch(() => undefined);
}

/**
 * Stands where the page will be while the next version takes over, and comes again when it has, or after three seconds if it
 * has not. A version takes over when this one has nothing to do: whoever came again to look would keep it from that, and a
 * single request is lost on a browser (Chromium 156) that is just then ending this worker.
 */
async function turnPage(): Promise<Response> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(TURN));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const policy = `default-src 'none'; img-src data:; script-src 'sha256-${hash}'`;
  return new Response(`<!doctype html><link rel="icon" href="data:,"><script>${TURN}</script>`, {
    headers: { 'content-type': 'text/html', 'content-security-policy': policy },
  });
}

const TURN = `
let left = 12;
const again = () => {
  clearInterval(asking);
  location.reload();
};
const ask = async () => {
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting;
  if (waiting && left-- > 0) waiting.postMessage('${'take-over' satisfies OfflineRequest}');
  else again();
};
const asking = setInterval(ask, 250);
navigator.serviceWorker.addEventListener('controllerchange', again, { once: true });
ask();
`;
let hasAskedForTheNext = false;

/** Somebody goes to a page. With no other page open, a version that waits takes over first; it is asked once. */
async function visit(event: FetchEvent, file: string | undefined): Promise<Response> {
  if (self.registration.waiting && !hasAskedForTheNext && (await self.clients.matchAll({ type: 'window' })).length < 2) {
    hasAskedForTheNext = true;
    return turnPage();
  }
  try {
    return await (file !== undefined && file in files ? answer(event, file) : fetch(event.request));
  } catch {
    return fallback(file);
  }
}

async function readState(): Promise<OfflineState> {
  const kept = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => fileOf(url, scope)));
  let [keptBytes, allBytes] = [0, 0];
  for (const [file, [bytes]] of Object.entries(files)) {
    allBytes += bytes;
    if (kept.has(file)) keptBytes += bytes;
  }
  return { keptBytes, allBytes, everything: keptBytes === allBytes && (await isThere(CACHE, EVERYTHING)) };
}

function problemOf(error: unknown): NonNullable<OfflineAnswer['problem']> {
  if (error instanceof NewerVersion) return 'newer-version';
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'no-room' : 'no-network';
}

async function keepEverything(say: (answer: OfflineAnswer) => void): Promise<void> {
  let fetched = 0;
  try {
    await keep(Object.keys(files), async () => {
      if (++fetched % 25 === 0) say({ state: await readState(), done: false });
    });
    await (await caches.open(CACHE)).put(EVERYTHING, new Response());
    say({ state: await readState(), done: true });
  } catch (error) {
    if (error instanceof NewerVersion) await self.registration.update().catch(() => undefined);
    say({ state: await readState(), done: true, problem: problemOf(error) });
  }
}

/** Only what explains an absent page stays, where it can still be had. */
async function forgetEverything(): Promise<void> {
  await caches.delete(CACHE);
  await keep(FALLBACKS).catch(() => undefined);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const file = event.request.method === 'GET' ? fileOf(event.request.url, scope) : undefined;
  if (event.request.mode === 'navigate') event.respondWith(visit(event, file));
  else if (file !== undefined && file in files) event.respondWith(answer(event, file));
});

self.addEventListener('message', (event) => {
  const asked = event.data as OfflineRequest;
  const say = (words: OfflineAnswer): void => event.ports[0]?.postMessage(words);
  const sayState = async (): Promise<void> => say({ state: await readState(), done: true });
  if (asked === 'take-over') event.waitUntil(self.skipWaiting());
  if (asked === 'state') event.waitUntil(sayState());
  if (asked === 'keep-everything') event.waitUntil(keepEverything(say));
  if (asked === 'forget-everything') event.waitUntil(forgetEverything().then(sayState));
});
