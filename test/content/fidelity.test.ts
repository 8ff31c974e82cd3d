import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { differences, readFigures } from '../../src/layouts/about/recorded-sessions.ts';
import { casesUnder, runFile } from '../conformance/run.ts';
import { readNotYet } from '../conformance/ratchet.ts';

const cases = new URL('../conformance/cases', import.meta.url).pathname;

test('the page about fidelity counts every recorded session', () => {
  const figures = readFigures();
  expect(figures.map(({ area }) => area).sort()).toEqual(readdirSync(cases).sort());
  expect(figures.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(casesUnder(cases).length);
});

test('it counts the commands of a session as the tests that play it do', () => {
  const played = casesUnder(`${cases}/service-types`).map(runFile);
  const row = readFigures().find(({ area }) => area === 'service-types');
  expect(row?.commands).toBe(played.reduce((sum, { commands }) => sum + commands.length, 0));
  expect(row?.same).toBe(played.reduce((sum, { commands }) => sum + commands.filter(({ ok }) => ok).length, 0));
});

test('it names what differs from the list that the tests hold', () => {
  expect(differences).toEqual(readNotYet());
});
