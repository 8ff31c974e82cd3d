/**
 * Changes the page's language in place: the same page in the other language is fetched, and everything in it that holds
 * words is exchanged. What holds a learner's work stays as it is, with its text, cluster and history, and is told.
 *
 * Elements that stay carry `data-keep="<id>"`, the same id in both languages. They follow `minato:language`, whose `detail`
 * is the new language.
 */
import type { Language } from '../messages/language.ts';
// Declares the event.
import type {} from '../ui/language-change.ts';

/** Exchanges the children of `here` for those of `there`, except what holds an element that stays: that is entered instead. */
function exchange(here: Element, there: Element): void {
  const kept = new Map<string, Element>();
  for (const child of here.children) {
    const holder = child.matches('[data-keep]') ? child : child.querySelector('[data-keep]');
    const id = holder?.getAttribute('data-keep');
    if (id) kept.set(id, child);
  }
  let cursor: ChildNode | null = here.firstChild;
  const passed = new Set<ChildNode>();
  for (const next of [...there.childNodes]) {
    const holder = next instanceof Element ? (next.matches('[data-keep]') ? next : next.querySelector('[data-keep]')) : null;
    const stays = holder ? kept.get(holder.getAttribute('data-keep') ?? '') : undefined;
    if (stays === undefined) {
      const fresh = document.importNode(next, true);
      here.insertBefore(fresh, cursor);
      passed.add(fresh);
      continue;
    }
    // Everything before the one that stays belonged to the old language.
    while (cursor && cursor !== stays) {
      const old: ChildNode = cursor;
      cursor = cursor.nextSibling;
      if (!passed.has(old)) old.remove();
    }
    cursor = stays.nextSibling;
    passed.add(stays);
    if (!stays.matches('[data-keep]') && next instanceof Element) {
      copyAttributes(stays, next);
      exchange(stays, next);
    }
  }
  while (cursor) {
    const old: ChildNode = cursor;
    cursor = cursor.nextSibling;
    old.remove();
  }
}

function copyAttributes(here: Element, there: Element): void {
  for (const { name, value } of there.attributes) here.setAttribute(name, value);
}

function exchangeHead(there: Document): void {
  document.title = there.title;
  for (const selector of ['meta[name="description"]']) {
    const here = document.head.querySelector(selector);
    const other = there.head.querySelector(selector);
    if (here && other) copyAttributes(here, other);
  }
}

/** The first heading at or above the top of the window, to come back to after the words have changed. */
function readingPlace(): { readonly id: string; readonly top: number } | undefined {
  const headings = [...document.querySelectorAll<HTMLElement>('main [id]')].filter((element) => /^H[1-6]$/u.test(element.tagName));
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2).at(-1);
  return above && { id: above.id, top: above.getBoundingClientRect().top };
}

/** Which answers are chosen on the page: they are the reader's, not the language's. */
function chosenAnswers(): readonly string[] {
  return [...document.querySelectorAll<HTMLInputElement>('fieldset input:checked')].map(
    ({ name, value }) => `input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`,
  );
}

interface HTMLPolicy {
  createHTML(text: string): string;
}
const { trustedTypes } = self as { readonly trustedTypes?: { createPolicy(name: string, rules: HTMLPolicy): HTMLPolicy } };
/** A page of this site for the parser, where a browser has Trusted Types. It is parsed only: no script of it runs. */
const wholePages = trustedTypes?.createPolicy('minato-page', { createHTML: (text) => text });

async function fetchPage(address: URL, language: Language): Promise<Document> {
  const response = await fetch(address.pathname);
  if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`);
  const text = await response.text();
  const page = new DOMParser().parseFromString(wholePages?.createHTML(text) ?? text, 'text/html');
  if (page.documentElement.lang !== language) throw new Error(`${address.pathname}: another language came back`);
  return page;
}

/** Shows the page at `address`, which is this page in `language`. If it cannot be had, nothing changes; false then. */
export async function switchLanguage(address: string, language: Language): Promise<boolean> {
  const target = new URL(address);
  target.hash = location.hash;
  // What a room was opened with stays in the address.
  if (target.search === '') target.search = location.search;
  let there: Document;
  try {
    there = await fetchPage(target, language);
  } catch {
    return false;
  }
  const place = readingPlace();
  const answers = chosenAnswers();
  const focused = document.activeElement instanceof HTMLElement && document.activeElement.matches('a[data-language]');
  document.documentElement.lang = language;
  exchangeHead(there);
  for (const here of [...document.body.children]) {
    const other = here.matches('main') ? there.querySelector('main') : there.querySelector(`[data-swap="${here.getAttribute('data-swap') ?? ''}"]`);
    if (other) exchange(here, other);
  }
  for (const answer of answers) {
    const input = document.querySelector<HTMLInputElement>(answer);
    if (input) input.checked = true;
  }
  history.replaceState(history.state, '', target);
  document.dispatchEvent(new CustomEvent('minato:language', { detail: language }));
  if (place) {
    const now = document.getElementById(place.id)?.getBoundingClientRect().top;
    if (now !== undefined) scrollBy({ top: now - place.top, behavior: 'instant' });
  }
  if (focused) document.querySelector<HTMLElement>(`a[data-language="${CSS.escape(language)}"]`)?.focus();
  return true;
}
