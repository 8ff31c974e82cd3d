import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { advance, createCluster, inspect, openSession, runCommand, settleCluster } from '../../src/engine/index.ts';
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

/** Of every directive that the simulator follows, one use that CoreDNS takes. */
const COREFILES = [
  `.:53 {
    errors
    health { lameduck 5s }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods verified
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    forward . /etc/resolv.conf 192.0.2.9 { policy sequential }
    cache 30 { disable denial cluster.local }
    loop
    reload 2s 1s
    loadbalance
}`,
  `(both) {
    errors
    log . "{type} {name} {rcode}" { class error denial }
}
example.test:53 example.com. {
    import both
    rewrite stop { name regex (.*)\\.example\\.test {1}.default.svc.cluster.local answer auto }
    rewrite continue name suffix .example.com .default.svc.cluster.local
    kubernetes cluster.local { endpoint_pod_names namespaces default }
}
.:53 {
    hosts { 192.0.2.7 db.example.net fallthrough }
    template IN A lab.test { match ^ip-(?P<a>[0-9]+)[.]lab[.]test[.]$
      answer "{{ .Name }} 60 IN A 10.0.0.{{ .Group.a }}" fallthrough }
    any
    minimal
    forward . tls://192.0.2.10 dns://10.96.0.10:53 { except cluster.local }
    whoami
    prometheus :9153
    reload 2s
}`,
];

/** A Corefile that is edited in a running cluster: read again by CoreDNS, and asked. */
const corefiles: Subject = (draw) => {
  const given = settleCluster(createCluster('three-nodes', 7)).cluster;
  return () => {
    const input = mutateText(pick(draw, COREFILES), pick(draw, COREFILES), draw);
    const name = pick(draw, ['kubernetes.default', 'ip-7.lab.test', 'db.example.net', 'kubernetes.example.test', 'kubernetes.example.com']);
    return {
      input,
      take: () => {
        const session = openSession({ kind: 'operator' }, { Corefile: input });
        const replace = 'kubectl create configmap coredns -n kube-system --from-file=Corefile --dry-run=client -o yaml | kubectl replace -f -';
        const { world } = runCommand({ cluster: given, session }, replace);
        const { cluster } = advance(world.cluster, 40_000);
        return runCommand({ cluster, session }, `kubectl exec client -- dig +search ${name}; kubectl logs -n kube-system deploy/coredns`);
      },
    };
  };
};

export const SUBJECTS: { readonly [name: string]: Subject } = { lines, texts, work, links, custom, corefiles };
