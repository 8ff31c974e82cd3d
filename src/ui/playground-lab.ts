import type { ExerciseBundle } from '../exercise/exercise.ts';
import { readWork, workKey } from '../progress/work.ts';
import type { Language } from '../messages/language.ts';
import { playgroundWords } from '../messages/playground.ts';
import { TASKLESS } from '../exercise/taskless.ts';
import { PLAYGROUND_LIMIT, readPlayground, type Playground } from '../progress/playground.ts';
import type { LabStore } from './lab-store.svelte.ts';

const KEPT = 'minato:playground';
const BEFORE = `${KEPT}:before`;

/** The recorded clusters have a Pod `client` in `default` to call it from. */
const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
          readinessProbe:
            httpGet:
              path: /
              port: 8080
            periodSeconds: 5
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
`;

/** What a new playground may begin with. */
export const BEGINNINGS = { empty: { 'my.yaml': '' }, shop: { 'shop.yaml': SHOP, 'service.yaml': SERVICE } } as const;

/** A playground in which nothing was done yet. */
export function freshPlayground(
  cluster: Playground['cluster'],
  files: Playground['files'],
  given: Playground['given'] = {},
  namespace = 'default',
): Playground {
  return { format: 1, kind: 'minato-playground', cluster, namespace, seed: 1, given, files, texts: files, actions: [] };
}

/** A playground as the lab takes an exercise: nothing is asked and nothing checked. */
export function bundleOf({ cluster, namespace, seed, given, files }: Playground, language: Language): ExerciseBundle {
  const { title, lead } = playgroundWords(language);
  return {
    slug: 'playground',
    definition: {
      ...TASKLESS,
      id: 'PLAYGROUND',
      lesson: 'PLAYGROUND',
      seed,
      cluster: { ...cluster, namespace },
      editable: Object.keys(files),
    },
    words: { title, summary: lead, headings: {}, sections: {} },
    given,
    starter: files,
    solutions: [],
  };
}

/** A lab as a playground that can be kept and shared. */
export function playgroundOf(lab: LabStore, { cluster, namespace, seed, given, files }: Playground): Playground {
  const texts = Object.fromEntries(lab.editable.map((file) => [file, lab.textOf(file)]));
  return { format: 1, kind: 'minato-playground', cluster, namespace, seed, given, files, texts, actions: [...lab.actions] };
}

/** The cluster and files of an exercise, with what the learner has written in them on this device. */
export function playgroundFrom({ definition, given, starter }: ExerciseBundle): Playground {
  let texts = starter;
  try {
    const work = readWork(localStorage.getItem(workKey(definition.id)) ?? '', definition.id);
    texts = { ...starter, ...Object.fromEntries(Object.entries(work?.texts ?? {}).filter(([file]) => file in starter)) };
  } catch {
    // Blocked: the files are as the exercise gives them.
  }
  const { namespace, base, site, zones, proxyMode, hairpin, version, loadBalancer } = definition.cluster;
  const cluster = Object.fromEntries(
    Object.entries({ base, site, zones, proxyMode, hairpin, version, loadBalancer }).filter(([, value]) => value !== undefined),
  ) as Playground['cluster'];
  // What the exercise applies before the learner comes is there as well.
  const before = definition.applyStarter ? { ...given, ...starter } : given;
  const { actions, ...fresh } = freshPlayground(cluster, texts, before, namespace);
  return { ...fresh, seed: definition.seed, actions };
}

/** The playground of this device, or the one before it. */
export function keptPlayground(which: 'now' | 'before' = 'now'): Playground | undefined {
  try {
    const read = readPlayground(localStorage.getItem(which === 'now' ? KEPT : BEFORE) ?? '');
    return 'refused' in read ? undefined : read;
  } catch {
    return undefined;
  }
}

/** Keeps a playground on the device; `false` where there is no room, or it is too much. */
export function keepPlayground(state: Playground, which: 'now' | 'before' = 'now'): boolean {
  try {
    const text = JSON.stringify(state);
    if (text.length > PLAYGROUND_LIMIT.characters) return false;
    localStorage.setItem(which === 'now' ? KEPT : BEFORE, text);
    return true;
  } catch {
    return false;
  }
}
