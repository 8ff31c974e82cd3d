import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { createCluster, inspect, openSession, runCommand } from '../../src/engine/index.ts';
import { bundleOfCustom, readCustomExercise } from '../../src/exercise/custom/custom-exercise.ts';
import { readExercises } from '../../src/exercise/load.ts';
import { replay } from '../../src/lab/session.ts';
import { readPlayground, type Playground } from '../../src/progress/playground.ts';
import { playground } from '../fixtures/playground.ts';
import { progressFile, readProgress } from '../../src/progress/progress-file.ts';
import { packPlayground, unpackPlayground } from '../../src/progress/share-link.ts';
import { readWork, type SavedWork } from '../../src/progress/work.ts';
import { bundleOf } from '../../src/ui/playground-lab.ts';
import { answersOf, exerciseOf } from '../content/exercise-answers.ts';
import type { seeded } from './command-lines.ts';
import { commandLine } from './command-lines.ts';
import { FuzzWorld } from './fuzz-world.ts';
import { mutateJSON, mutateText } from './mutations.ts';

type Draw = ReturnType<typeof seeded>;

/** One input and what takes it: whatever it is, there must be an answer. */
export interface Trial {
  readonly input: string;
  readonly take: () => unknown;
}

/** What is tried: trials of one kind follow from a seed. */
export type Subject = (draw: Draw) => (number: number) => Trial;

const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T;
const folders = readExercises();

const lines: Subject = (draw) => {
  const world = new FuzzWorld();
  return (number) => {
    const input = commandLine(draw);
    return { input, take: () => world.run(input, number) };
  };
};

/** Text of the editor: complained about, and applied as it is. */
const texts: Subject = (draw) => {
  const corpus = folders.flatMap(({ files }) =>
    Object.entries(files).flatMap(([path, text]) => (path.endsWith('.yaml') && path !== 'exercise.yaml' ? [text] : [])),
  );
  const cluster = createCluster('three-nodes', 7);
  return (number) => {
    const input = mutateText(pick(draw, corpus), pick(draw, corpus), draw);
    return {
      input,
      take: () => {
        if (number % 4 !== 0) return inspect({ 'f.yaml': input }, cluster);
        return runCommand({ cluster, session: openSession({ kind: 'operator' }, { 'f.yaml': input }) }, 'kubectl apply -f f.yaml');
      },
    };
  };
};

/** Work as it is saved and exported, of whoever tampered with it: read, and done again where it is accepted. */
const work: Subject = (draw) => {
  const corpus = folders.flatMap((folder) =>
    answersOf(folder, 'solution').map((answer): SavedWork => {
      const lines = answer.commands.map(({ terminal, line }) => ({ kind: 'run' as const, terminal, line, texts: {} }));
      const answers = Object.entries(answer.answers).map(([field, choice]) => ({ kind: 'answer' as const, field, choice }));
      const actions = [{ kind: 'apply' as const, texts: answer.texts }, { kind: 'advance' as const, ms: 1000 }, ...answers, ...lines];
      const { id } = folder.definition;
      return {
        format: 2,
        exercise: id,
        savedAt: 1,
        texts: answer.texts,
        actions,
        passed: false,
        gaveUp: false,
        explanation: '',
        passes: [1],
        ideas: { M01: 1 },
      };
    }),
  );
  return (number) => {
    const one = pick(draw, corpus);
    const folder = folders.find(({ definition }) => definition.id === one.exercise);
    const file = number % 3 === 0;
    const whole = file ? progressFile([one, pick(draw, corpus)], { L03: 'x' }, 5) : one;
    const input = draw(3) === 0 ? mutateText(JSON.stringify(whole), JSON.stringify(pick(draw, corpus)), draw) : JSON.stringify(mutateJSON(whole, draw));
    return {
      input,
      take: () => {
        if (file) return readProgress(input);
        const read = readWork(input, one.exercise);
        return read && folder && number % 10 === 1 ? replay(exerciseOf(folder), read.actions) : read;
      },
    };
  };
};

/** What passes time, too: links from elsewhere may ask for it. */
const PLAYGROUND: Playground = { ...playground, actions: [...playground.actions, { kind: 'advance', ms: 1000 }, { kind: 'wait', until: 'quiet' }] };

/** Links to a playground: their text changed, or made from a playground that was; opened where they are accepted. */
const links: Subject = (draw) => {
  const open = (read: Awaited<ReturnType<typeof unpackPlayground>>) => ('refused' in read ? read : replay(bundleOf(read, 'en'), read.actions));
  return (number) => {
    const changed = mutateJSON(PLAYGROUND, draw) as Playground;
    const input = JSON.stringify(changed);
    return {
      input,
      take: async () => {
        if (number % 5 === 0) return open(readPlayground(input));
        const packed = (await packPlayground(changed)) ?? '';
        return open(await unpackPlayground(number % 2 === 0 ? packed : mutateText(packed, packed, draw)));
      },
    };
  };
};

/** Custom exercises, of whoever wrote one: read, and opened where they are accepted. */
const custom: Subject = (draw) => {
  const good = readFileSync(new URL('../../content/custom/bakery-counter.yaml', import.meta.url), 'utf8');
  const value: unknown = parse(good);
  return (number) => {
    const input = draw(2) === 0 ? mutateText(good, pick(draw, folders).files['exercise.yaml'] ?? good, draw) : stringify(mutateJSON(value, draw));
    return {
      input,
      take: () => {
        const read = readCustomExercise(input);
        if ('complaints' in read) return read;
        const bundle = bundleOfCustom(read, number % 2 === 0 ? 'ja' : 'en');
        return number % 8 === 0 ? replay(bundle, []) : bundle;
      },
    };
  };
};

export const SUBJECTS: { readonly [name: string]: Subject } = { lines, texts, work, links, custom };
