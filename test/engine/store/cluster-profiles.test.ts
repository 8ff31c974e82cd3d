import { describe, expect, it } from 'vitest';
import {
  clusterConfig,
  createCluster,
  openSession,
  runCommand,
  settleCluster,
  type ClusterProfile,
  type Place,
  type World,
} from '../../../src/engine/index.ts';
import { CLUSTER_KINDS } from '../../../src/engine/store/cluster-kinds.ts';

const GIVEN = `apiVersion: v1
kind: Namespace
metadata:
  name: test
---
apiVersion: v1
kind: Service
metadata:
  name: my-blog
  namespace: test
spec:
  type: ExternalName
  externalName: blog.sample.test
---
apiVersion: v1
kind: Pod
metadata:
  name: debug
  namespace: test
spec:
  containers:
    - name: debug
      image: debug-tools:1
`;
const WEB = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
      nodePort: 30080
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: registry.k8s.io/e2e-test-images/agnhost:2.53
      args: [netexec]
`;
const DEBUG: Place = { kind: 'pod', namespace: 'test', pod: 'debug' };

/** A shell of the Pod `debug` in a cluster of this profile with the article's alias. */
function debug(profile: ClusterProfile): World {
  const applied = runCommand(
    { cluster: createCluster(clusterConfig(profile)), session: openSession({ kind: 'operator' }, { 'given.yaml': GIVEN }) },
    'kubectl apply -f given.yaml',
  );
  expect(applied.stderr).toBe('');
  return { cluster: settleCluster(applied.world.cluster).cluster, session: openSession(DEBUG) };
}

const operator = (profile: ClusterProfile, line: string): string =>
  runCommand({ cluster: createCluster(clusterConfig(profile)), session: openSession({ kind: 'operator' }) }, line).stdout;

/** What tcpdump tells of a look-up, without the moving parts: `question > (bytes)` and `flags (bytes)`. */
function captured(world: World, command: string): string[] {
  const { stdout, stderr } = runCommand(world, `timeout 4 tcpdump -l -n -t -i eth0 port 53 2>/dev/null & sleep 1; ${command} >/dev/null; wait`);
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('IP'))
    .map((line) => line.replace(/^IP \S+ > \S+: \d+/, '').trim());
}

describe('the article on the wire, in the cluster it was written on (curriculum §1.4)', () => {
  const world = debug({ site: 'aws' });

  it('asks once for the alias', () => {
    const [question, reply, ...more] = captured(world, 'dig +search my-blog');
    expect([question, more]).toEqual(['+ [1au] A? my-blog.test.svc.cluster.local. (71)', []]);
    expect(reply).toMatch(/^\*- 3\/0\/1 CNAME blog\.sample\.test\., A 198\.51\.100\.\d+, A 198\.51\.100\.\d+ \(195\)$/);
  });

  it('asks five times for the outside name, in the order of the search list', () => {
    const lines = captured(world, 'dig +search blog.sample.test');
    expect(lines.slice(0, 9)).toEqual([
      '+ [1au] A? blog.sample.test.test.svc.cluster.local. (80)',
      'NXDomain*- 0/1/1 (173)',
      '+ [1au] A? blog.sample.test.svc.cluster.local. (75)',
      'NXDomain*- 0/1/1 (168)',
      '+ [1au] A? blog.sample.test.cluster.local. (71)',
      'NXDomain*- 0/1/1 (164)',
      '+ [1au] A? blog.sample.test.us-east-2.compute.internal. (84)',
      'NXDomain 0/1/1 (197)',
      '+ [1au] A? blog.sample.test. (57)',
    ]);
    expect(lines[9]).toMatch(/2\/0\/1 A 198\.51\.100\.\d+, A 198\.51\.100\.\d+ \(121\)$/);
    expect(lines).toHaveLength(10);
  });

  it('gives the alias five seconds, and the Corefile says no ttl', () => {
    expect(runCommand(world, 'dig +search +noall +answer my-blog').stdout).toMatch(
      /^my-blog\.test\.svc\.cluster\.local\.\t5 IN\tCNAME\tblog\.sample\.test\.$/m,
    );
    expect(operator({ site: 'aws' }, 'kubectl get configmap coredns -n kube-system -o yaml')).not.toContain('ttl');
    expect(operator({}, 'kubectl get configmap coredns -n kube-system -o yaml')).toContain('ttl 30');
  });

  it('is refused by the edge under its alias, and served under its name', () => {
    const status = (args: string): string => runCommand(world, `curl -s -o /dev/null -w '%{http_code}' ${args}`).stdout;
    expect([status('http://my-blog/'), status('http://blog.sample.test/'), status('-H "Host: blog.sample.test" http://my-blog/')]).toEqual([
      '403',
      '200',
      '200',
    ]);
    expect([
      status('https://my-blog/'),
      status('https://blog.sample.test/'),
      status('--connect-to blog.sample.test:443:my-blog:443 https://blog.sample.test/'),
    ]).toEqual(['000', '200', '200']);
  });
});

describe('a profile', () => {
  it('that says nothing is the recorded cluster with the hosts of the course', () => {
    const { outside, ...rest } = clusterConfig();
    const { outside: recorded, ...base } = CLUSTER_KINDS['three-nodes'];
    expect(rest).toEqual(base);
    expect(outside.hosts.slice(0, recorded.hosts.length)).toEqual(recorded.hosts);
    expect(clusterConfig({ outside: 'recorded' })).toEqual(CLUSTER_KINDS['three-nodes']);
  });

  it('has addresses of its own for every machine', () => {
    const { nodes, outside, controlPlane } = clusterConfig({ base: 'dual-stack', site: 'aws' });
    const ips = [...nodes.flatMap((node) => node.ips), ...controlPlane.ips, ...outside.hosts.flatMap((host) => host.ips)];
    expect(new Set(ips).size).toBe(ips.length);
  });

  it('puts nodes in three zones', () => {
    expect(operator({ zones: 'three' }, "kubectl get nodes -o jsonpath='{.items[*].metadata.labels.topology\\.kubernetes\\.io/zone}'")).toBe(
      'zone-a zone-b zone-c',
    );
  });

  it.each([
    ['1.34', 'v1.34.0'],
    ['1.36', 'v1.36.0'],
    ['1.37', 'v1.37.1'],
  ])('simulates version %s', (version, release) => {
    expect(operator({ version }, 'kubectl version')).toContain(`Server Version: ${release}\n`);
    expect(operator({ version }, "kubectl get node node-a -o jsonpath='{.status.nodeInfo.kubeletVersion}'")).toBe(release);
  });

  it('of a version too far from kubectl is warned about', () => {
    const said = (version: string): string =>
      runCommand({ cluster: createCluster(clusterConfig({ version })), session: openSession({ kind: 'operator' }) }, 'kubectl version').stderr;
    expect([said('1.35'), said('1.36')]).toEqual([
      'Warning: version difference between client (1.37) and server (1.35) exceeds the supported minor version skew of +/-1\n',
      '',
    ]);
  });

  it('chooses the proxy mode: a node port is open on loopback with iptables only', () => {
    const answer = (proxyMode: 'nftables' | 'iptables'): string => {
      const files = { 'web.yaml': WEB };
      const { world } = runCommand(
        { cluster: createCluster(clusterConfig({ proxyMode })), session: openSession({ kind: 'operator' }, files) },
        'kubectl apply -f web.yaml',
      );
      return runCommand(
        { cluster: settleCluster(world.cluster).cluster, session: openSession({ kind: 'node', node: 'node-a' }) },
        'nc -zv -w 2 127.0.0.1 30080',
      ).stderr;
    };
    expect(answer('nftables')).toContain('Connection refused');
    expect(answer('iptables')).toContain('succeeded!');
  });

  it('lets a Pod reach itself through its Service, unless its nodes do not hand packets back', () => {
    const answer = (profile: ClusterProfile): readonly [number, readonly string[]] => {
      const world = { cluster: createCluster(clusterConfig(profile)), session: openSession({ kind: 'operator' }, { 'web.yaml': WEB }) };
      const cluster = settleCluster(runCommand(world, 'kubectl apply -f web.yaml').world.cluster).cluster;
      const session = openSession({ kind: 'pod', namespace: 'default', pod: 'web' });
      const { exitCode, packets } = runCommand({ cluster, session }, 'curl -sS --max-time 2 -o /dev/null http://web.default/');
      const end = packets.at(-1)?.hops.at(-1);
      return [exitCode, end && 'rule' in end ? [end.kind, end.rule] : []];
    };
    expect(answer({})).toEqual([0, []]);
    expect(answer({ hairpin: false })).toEqual([28, ['drop', 'hairpin-off']]);
  });

  it('has images of its own: another one with words, variables and files of its own', () => {
    const image = {
      name: 'registry.example.com/shop/backend:1',
      from: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
      cmd: ['netexec', '--http-port=3000'],
      env: { COLOR: 'blue' },
      files: { '/etc/shop.conf': 'open=yes\n' },
    };
    const world = { cluster: createCluster(clusterConfig({ images: [image] })), session: openSession({ kind: 'operator' }) };
    const run = (line: string): World => {
      const { world: next } = runCommand(world, line);
      return { cluster: settleCluster(next.cluster).cluster, session: next.session };
    };
    const ready = run(`kubectl run backend --image=${image.name}`);
    expect(runCommand(ready, 'kubectl exec backend -- curl -s localhost:3000/envvar?var=COLOR').stdout).toBe('blue');
    expect(runCommand(ready, 'kubectl exec backend -- cat /etc/shop.conf').stdout).toBe('open=yes\n');
    expect(runCommand(ready, "kubectl get pod backend -o jsonpath='{.status.containerStatuses[0].imageID}'").stdout).toMatch(
      /^registry\.example\.com\/shop\/backend@sha256:[0-9a-f]{64}$/,
    );
    expect(runCommand(run('kubectl run other --image=registry.example.com/shop/backend:2'), 'kubectl describe pod other').stdout).toContain(
      'registry.example.com/shop/backend:2: not found',
    );
  });

  it('has the databases of the course', () => {
    const answer = runCommand(debug({}), 'nc -zv -w 2 db-old.example.net 5432');
    expect([answer.exitCode, answer.stderr]).toEqual([0, expect.stringContaining('succeeded!')]);
  });
});
