import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeCommand, type CommandCompletions } from '../../src/assist/complete-command.ts';
import { commandAt } from '../../src/assist/command-words.ts';
import { createCluster, openSession, runCommand, settleCluster, type ClusterState, type TerminalSession } from '../../src/engine/index.ts';
import { commandLine, seeded } from '../fuzz/command-lines.ts';

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, tier: front } }
    spec:
      containers:
        - { name: main, image: registry.k8s.io/e2e-test-images/agnhost:2.53, args: [netexec, --http-port=8080], ports: [{ containerPort: 8080 }] }
        - { name: side, image: registry.k8s.io/e2e-test-images/agnhost:2.53, args: [netexec, --http-port=9090, --udp-port=9091] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web-canary, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: debug, namespace: shop }
spec: { containers: [{ name: main, image: registry.k8s.io/e2e-test-images/agnhost:2.53, args: [pause] }] }
`;

const files = { 'service.yaml': MANIFEST, 'stock list.yaml': '' };
const cluster: ClusterState = (() => {
  const bare = settleCluster(createCluster('three-nodes', 5)).cluster;
  const { world } = runCommand(
    { cluster: bare, session: openSession({ kind: 'operator' }, files) },
    'kubectl create namespace shop && kubectl apply -f service.yaml',
  );
  return settleCluster(world.cluster).cluster;
})();
const pod = Object.keys(cluster.tables.pods?.['shop'] ?? {}).find((name) => name.startsWith('web-'))!;
const operator: TerminalSession = { ...openSession({ kind: 'operator' }, files), namespace: 'shop', aliases: { k: 'kubectl', kg: 'kubectl get' } };
const debug = openSession({ kind: 'pod', namespace: 'shop', pod: 'debug' });

/** Completes where the bar stands. */
function at(line: string, session = operator): CommandCompletions {
  const caret = line.includes('▏') ? line.indexOf('▏') : line.length;
  return completeCommand(line.replace('▏', ''), caret, cluster, session);
}
const texts = (line: string, session = operator): readonly string[] => at(line, session).items.map(({ text }) => text);

describe('the command that the caret stands in', () => {
  test.each([
    ['kubectl get po', ['kubectl', 'get'], 'po'],
    ['kubectl get ', ['kubectl', 'get'], ''],
    ['a; b && kubectl get | grep x', ['grep'], 'x'],
    ['X=1 kubectl g', ['kubectl'], 'g'],
    ['while true; do kubectl g', ['kubectl'], 'g'],
    ['echo "$(kubectl get p', ['kubectl', 'get'], 'p'],
    ['echo "$(kubectl get pods)" w', ['echo', ''], 'w'],
    ["kubectl get 'two words", ['kubectl', 'get'], 'two words'],
    ['cat stock\\ li', ['cat'], 'stock li'],
    ['kubectl get pods 2>&1 | he', [], 'he'],
    ['curl web & di', [], 'di'],
  ])('%s', (line, before, current) => {
    const found = commandAt(line, line.length);
    expect([found.before, found.current.text]).toEqual([before, current]);
  });

  test('a redirection wants a file, a comment wants nothing', () => {
    expect(commandAt('kubectl get svc > se', 20).redirected).toBe(true);
    expect(commandAt('ls # kub', 8).comment).toBe(true);
  });
});

// Asked of the real kubectl v1.37.1: `kubectl __complete …`.
describe('kubectl completes what the real one does', () => {
  test.each([
    ['kubectl rollout ', 'history pause restart resume status undo'],
    ['kubectl rollout r', 'restart resume'],
    ['kubectl create service ', 'clusterip externalname loadbalancer nodeport'],
    [
      'kubectl create ',
      'clusterrole clusterrolebinding configmap cronjob deployment ingress job namespace poddisruptionbudget priorityclass quota role rolebinding secret service serviceaccount token',
    ],
    [
      'kubectl config ',
      'current-context delete-cluster delete-context delete-user get-clusters get-contexts get-users rename-context set set-cluster set-context set-credentials unset use-context view',
    ],
    ['kubectl get --sh', '--show-kind --show-labels --show-managed-fields'],
    ['kubectl scale ', '--replicas deployment replicaset replicationcontroller statefulset'],
    ['kubectl expose ', 'deployment pod replicaset replicationcontroller service'],
    ['kubectl rollout restart ', 'daemonset deployment statefulset'],
    ['kubectl taint ', 'node'],
    ['kubectl create deployment ', '--image'],
    ['kubectl logs d', 'daemonsets/ debug deployments/'],
    ['kubectl get dep', 'deployments.apps'],
    ['kubectl config use-context ', 'minato'],
    [
      'kubectl ',
      'annotate api-resources api-versions apply attach auth autoscale certificate cluster-info completion config cordon cp create debug delete describe diff drain edit events exec explain expose get help kuberc kustomize label logs options patch plugin port-forward proxy replace rollout run scale set taint top uncordon version wait',
    ],
    [
      'kubectl get -o ',
      'custom-columns custom-columns-file go-template go-template-file json jsonpath jsonpath-as-json jsonpath-file kyaml name template templatefile wide yaml',
    ],
  ])('%s', (line, expected) => {
    expect([...texts(line)].sort()).toEqual(expected.split(' ').sort());
  });

  test('the flags of get are those of the real one', () => {
    const recorded =
      '--as --as-group --as-uid --as-user-extra --cache-dir --certificate-authority --client-certificate --client-key --cluster --context --disable-compression --insecure-skip-tls-verify --kubeconfig --kuberc --log-flush-frequency --match-server-version --namespace --password --profile --profile-output --proxy-url --request-timeout --server --tls-server-name --token --user --username --v --vmodule --warnings-as-errors --all-namespaces --allow-missing-template-keys --chunk-size --field-selector --filename --help --ignore-not-found --kustomize --label-columns --no-headers --output --output-watch-events --raw --recursive --selector --server-print --show-kind --show-labels --show-managed-fields --sort-by --subresource --template --watch --watch-only';
    expect([...texts('kubectl get --')].sort()).toEqual(recorded.split(' ').sort());
  });
});

describe('what exists in the cluster is offered', () => {
  test.each([
    ['kubectl get pods ', [pod, 'debug']],
    ['kubectl get po/', [`po/${pod}`, 'po/debug']],
    ['kubectl get svc web', ['web', 'web-canary']],
    ['kubectl describe service web-', ['web-canary']],
    ['kubectl get svc web web', ['web-canary']],
    ['kubectl -n kube-system get svc ', ['kube-dns']],
    ['kubectl get svc -n ku', ['kube-node-lease', 'kube-public', 'kube-system']],
    ['kubectl get svc --namespace=sh', ['--namespace=shop']],
    [`kubectl logs ${pod} -c `, ['main', 'side']],
    ['kubectl drain node-', ['node-a', 'node-b', 'node-c']],
    ['kubectl get pods -l ', ['app=', 'tier=']],
    ['kubectl get pods -l app=', ['app=web']],
    ['kubectl apply -f ser', ['service.yaml']],
    ['kubectl get svc,dep', ['svc,deployments.apps']],
    ['kubectl port-forward svc/web 8', ['80']],
    ['kubectl explain service.spec.external', ['service.spec.externalIPs', 'service.spec.externalName', 'service.spec.externalTrafficPolicy']],
    ['k get svc web-', ['web-canary']],
    ['kg svc web-', ['web-canary']],
    ['watch -n 1 kubectl get svc web-', ['web-canary']],
    ['kubectl exec debug -- digx', []],
  ])('%s', (line, expected) => {
    expect([...texts(line)].sort()).toEqual([...expected].sort());
  });

  test('a command behind exec is one of the Pod, and its names are those the Pod resolves', () => {
    expect(texts('kubectl exec debug -- kubec')).toEqual([]);
    expect(texts('kubectl exec -it debug -- curl http://web-')).toEqual(['http://web-canary']);
  });

  test('a shell in a Pod knows its programs, files and Services', () => {
    expect(texts('kubec', debug)).toEqual([]);
    expect(texts('cat /etc/resolv', debug)).toEqual(['/etc/resolv.conf']);
    expect(texts('curl http://we', debug)).toEqual(['http://web', 'http://web-canary']);
    expect(texts('dig +sh', debug)).toEqual(['+short']);
    expect(texts('dig web.sh', debug)).toEqual(['web.shop']);
    expect(texts('dig kube-dns.kube-system.svc.c', debug)).toEqual(['kube-dns.kube-system.svc.cluster.local']);
    expect(texts('echo $HOSTN', debug)).toEqual(['$HOSTNAME']);
  });
});

describe('what is put into the line', () => {
  test('the shared beginning of several, and a whole word with its blank for one', () => {
    const several = at('kubectl get svc w');
    expect([several.common, several.typed]).toEqual(['web', ['web ', 'web-canary ']]);
    const one = at('kubectl des▏ svc web');
    expect([one.span, one.typed]).toEqual([{ start: 8, end: 11 }, ['describe ']]);
  });

  test('a name with a blank is escaped, or stays in the quotes it was begun with', () => {
    expect(at('cat sto').typed).toEqual(['stock\\ list.yaml ']);
    expect(at("cat 'sto").typed).toEqual(["'stock list.yaml' "]);
  });

  test('a beginning that nothing has stays as it is', () => {
    const nothing = at('kubectl get svc zzz');
    expect([nothing.items, nothing.common]).toEqual([[], 'zzz']);
  });
});

test('any line is completed without an exception, within the line', () => {
  const draw = seeded(11);
  for (let i = 0; i < 400; i++) {
    const line = commandLine(draw);
    const caret = draw(line.length + 1);
    const { span } = completeCommand(line, caret, cluster, i % 2 === 0 ? operator : debug);
    expect(span.start >= 0 && span.start <= span.end && span.end === caret, line).toBe(true);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (line) => {
      expect(completeCommand(line, line.length, cluster, operator).items.length).toBeLessThanOrEqual(200);
    }),
    { seed: 3, numRuns: 300 },
  );
});
