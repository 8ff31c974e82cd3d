import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Part, PartMissing } from '../../../src/engine/parts/part.ts';
import { EVERY_PART } from '../../../src/engine/terminal/every-part.ts';
import { DESCRIBING_VERBS_PART, partOf, READING_VERBS_PART, RUNNING_VERBS_PART, WRITING_VERBS_PART } from '../../../src/engine/terminal/kubectl/verbs.ts';
import {
  BYTE_TOOLS_PART,
  COMMAND_TOOLS_PART,
  NAME_TOOLS_PART,
  PACKET_TOOLS_PART,
  PART_PROGRAMS,
  PATTERN_TOOLS_PART,
  TRAFFIC_TOOLS_PART,
} from '../../../src/engine/tools/programs.ts';

describe('a part', () => {
  test('names itself where it is missing, and gives what it holds once it is loaded', async () => {
    const part = new Part('words', () => Promise.resolve(['one']));
    const missing = (() => {
      try {
        return part.content;
      } catch (problem) {
        return problem;
      }
    })();
    expect(missing).toBeInstanceOf(PartMissing);
    expect((missing as PartMissing).part).toBe(part);
    await part.load();
    expect(part.content).toEqual(['one']);
  });

  test('that could not be fetched can be tried again', async () => {
    let tries = 0;
    const part = new Part('words', () => (++tries === 1 ? Promise.reject(new Error('offline')) : Promise.resolve('here')));
    await expect(part.load()).rejects.toThrow('offline');
    await part.load();
    expect([part.content, tries]).toEqual(['here', 2]);
  });
});

describe('the parts of the engine', () => {
  const sources = readdirSync(join(process.cwd(), 'src/engine'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(process.cwd(), 'src/engine', file), 'utf8'));

  test('are all known to whoever loads every part', () => {
    const made = sources.flatMap((text) => [...text.matchAll(/new Part(?:<[^(]*>)?\(\s*'([^']+)'/g)].map(([, name]) => name));
    expect(made.length).toBeGreaterThan(5);
    expect(EVERY_PART.map(({ name }) => name).sort()).toEqual(made.sort());
  });

  test.each([
    ['command-tools', COMMAND_TOOLS_PART],
    ['pattern-tools', PATTERN_TOOLS_PART],
    ['byte-tools', BYTE_TOOLS_PART],
    ['name-tools', NAME_TOOLS_PART],
    ['traffic-tools', TRAFFIC_TOOLS_PART],
    ['packet-tools', PACKET_TOOLS_PART],
  ] as const)('%s holds exactly the programs that are looked for there', (name, part) => {
    expect(Object.keys(part.content).sort()).toEqual(PART_PROGRAMS[name].split(' ').sort());
  });

  test.each([READING_VERBS_PART, DESCRIBING_VERBS_PART, WRITING_VERBS_PART, RUNNING_VERBS_PART])(
    '$name holds the commands that are looked for there',
    (part) => {
      const paths = Object.keys(part.content);
      expect(paths.length).toBeGreaterThan(5);
      expect(paths.filter((path) => partOf(path) !== part)).toEqual([]);
    },
  );
});
