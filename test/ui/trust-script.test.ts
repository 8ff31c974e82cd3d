import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { trustScript } from '../../src/layouts/early-scripts.ts';

interface Policy {
  readonly createHTML: (text: string) => string | null;
  readonly createScriptURL: (address: string) => string | null;
}

/** The policy that the script in every page makes, in a page at this address. */
function policyAt(href: string): Policy {
  const made: [string, Policy][] = [];
  const location = new URL(href);
  const trustedTypes = { createPolicy: (name: string, policy: Policy) => made.push([name, policy]) };
  runInNewContext(trustScript, { self: { trustedTypes }, location, URL });
  expect(made.map(([name]) => name)).toEqual(['default']);
  return made[0]![1];
}

const { createHTML, createScriptURL } = policyAt('https://minato.example/ja/lessons/03/');

describe('what may become elements', () => {
  it.each([
    '<p>A <code>Service</code> with <b>no</b> endpoints</p>',
    'once = twice',
    '<td>on = off</td>',
    '<a href="/ja/reference/selector-nearly-matches/">セレクター</a>',
    '<p>&lt;script&gt;</p>',
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
  ])('%s may', (text) => expect(createHTML(text)).toBe(text));
  it.each([
    '<script>alert(1)</script>',
    '<SCRIPT src=x>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<p title="a"onclick="b()">',
    '<iframe srcdoc=x>',
    '<a href="JavaScript:alert(1)">x</a>',
    '<base href="https://elsewhere.example/">',
    '<form action=x>',
  ])('%s may not', (text) => expect(createHTML(text)).toBeNull());
});

describe('what may become a worker', () => {
  it.each(['/_astro/lab.worker-x.js', '../../service-worker.js', 'https://minato.example/_astro/x.js'])('%s may', (address) =>
    expect(createScriptURL(address)).toBe(address),
  );
  it.each(['https://elsewhere.example/x.js', '//elsewhere.example/x.js', 'data:text/javascript,1', 'blob:https://elsewhere.example/1'])(
    '%s may not',
    (address) => expect(createScriptURL(address)).toBeNull(),
  );
});

it('is nothing where there are no Trusted Types', () => {
  expect(() => runInNewContext(trustScript, { self: {} })).not.toThrow();
});
