import { loadEveryPart } from '../../engine/index.ts';
import { TASKLESS } from '../../exercise/taskless.ts';
import type { LabAction } from '../../lab/action.ts';
import { openLab, takeAction, type LabExercise } from '../../lab/session.ts';

await loadEveryPart();

const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  nodeName: node-a
  containers:
    - name: shell
      image: debug-tools:1
`;

/** A shop of three Pods behind a Service, without a task. */
const exercise: LabExercise = {
  slug: 'self-test',
  definition: {
    ...TASKLESS,
    id: 'SELF-TEST',
    lesson: 'SELF-TEST',
    seed: 20,
    cluster: { base: 'three-nodes', namespace: 'default' },
    editable: [],
  },
  given: { 'shop.yaml': SHOP },
  starter: {},
};

/** Twenty lines that between them use every part of the engine: kubectl's verbs, names, packets, the shell, controllers, time. */
const LINES = [
  'kubectl get services',
  'kubectl get pods -o wide',
  'kubectl get endpointslices',
  'kubectl describe service web',
  'kubectl explain service.spec.selector',
  "kubectl get service web -o jsonpath='{.spec.clusterIP}'",
  'kubectl create service clusterip Web --tcp=80:8080',
  'kubectl exec client -- cat /etc/resolv.conf',
  'kubectl exec client -- dig +noall +answer web.default.svc.cluster.local',
  'kubectl exec client -- nslookup web',
  'kubectl exec client -- getent hosts web',
  'kubectl exec client -- curl -sS http://web/hostname',
  'kubectl exec client -- curl -sS http://wed/',
  'kubectl exec client -- curl -sS http://web:81/',
  "kubectl exec client -- sh -c 'for i in 1 2 3; do echo $((i * i)); done | sort -r'",
  'kubectl scale deployment web --replicas=0',
  'kubectl exec client -- curl -sS http://web/',
  'kubectl rollout status deployment web',
  'kubectl delete service web',
  'kubectl exec client -- dig +noall +answer web.default.svc.cluster.local',
] as const;

/** What a browser is given to do, and what must come of each line. */
export interface SelfTest {
  readonly exercise: LabExercise;
  readonly probes: readonly { readonly action: LabAction; readonly line: string; readonly prints: string }[];
}

let known: SelfTest | undefined;

/** The self-test, with what each line printed when the site was built: another machine must print the very same. */
export function selfTest(): SelfTest {
  if (known) return known;
  let session = openLab(exercise);
  const probes = LINES.map((line) => {
    const action: LabAction = { kind: 'run', terminal: 'operator', line, texts: {} };
    session = takeAction(session, action);
    return {
      action,
      line,
      prints:
        session.history
          .at(-1)
          ?.output.map(({ text }) => text)
          .join('') ?? '',
    };
  });
  known = { exercise, probes };
  return known;
}
