import { describe, expect, it } from 'vitest';
import { advanceTo, reconcileCount, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import type { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { apply, condition, container, draftOf, eventsOf, patch, pod } from './world.ts';

const of = (draft: ClusterDraft, name = 'p') => draft.get('pods', 'default', name);
const first = (draft: ClusterDraft, name = 'p') => of(draft, name)?.status?.containerStatuses?.[0];

/** Ends a container's process from outside, as its own exit would. */
function exit(draft: ClusterDraft, code: number, name = 'p'): void {
  const row = draft.get('containers', 'default', `${name}/web`);
  if (!row) throw new Error('no container');
  draft.set('containers', 'default', `${name}/web`, { ...row, listeners: [], exited: { at: draft.now, code } }, 'process');
}

describe('a Pod on its node', () => {
  it('runs a container that is called as what every object has', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ name: 'constructor' })] }));
    settleAndWait(draft);
    expect(first(draft)).toMatchObject({ name: 'constructor', ready: true });
  });

  it('that a finalizer holds is ended once, and goes with the finalizer', () => {
    const draft = draftOf();
    const held = pod('p', { app: 'web' });
    apply(draft, { ...held, metadata: { ...held.metadata, finalizers: ['example.com/held'] } });
    settleAndWait(draft);
    deleteObject(draft, 'pods', 'default', 'p', { by: 'kubectl' });
    settleAndWait(draft);
    advanceTo(draft, draft.now + 60_000);
    expect(of(draft)).toMatchObject({ metadata: { deletionGracePeriodSeconds: 0, finalizers: ['example.com/held'] }, status: { phase: 'Succeeded' } });
    patch(draft, 'pods', 'p', { metadata: { finalizers: null } });
    settleAndWait(draft);
    expect(of(draft)).toBeUndefined();
  });

  it('goes from ContainerCreating to Running, with the conditions in the order of the kubelet', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }));
    expect(of(draft)?.status?.phase).toBe('Pending');
    expect(first(draft)?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(condition(of(draft), 'PodReadyToStartContainers')).toBe('False | PodSandboxNotReady | no pod sandbox exists');
    expect(condition(of(draft), 'Ready')).toBe('False | ContainersNotReady | containers with unready status: [web]');
    expect(of(draft)?.status).not.toHaveProperty('podIP');
    settleAndWait(draft);
    expect(of(draft)?.status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.0.4',
      podIPs: [{ ip: '10.244.0.4' }],
      hostIP: '192.168.49.2',
      qosClass: 'BestEffort',
      observedGeneration: 1,
    });
    expect(of(draft)?.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(first(draft)?.imageID).toBe('registry.k8s.io/e2e-test-images/agnhost@sha256:4b9862a6d6200b9332157647d9919b4b5d937a9fcb082de156cac457c0814a19');
    expect(eventsOf(draft, 'Pod', 'p')).toEqual([
      'Scheduled: Successfully assigned default/p to node-a',
      'Pulled: Container image "registry.k8s.io/e2e-test-images/agnhost:2.53" already present on machine and can be accessed by the pod',
      'Created: Container created',
      'Started: Container started',
    ]);
  });

  it('is restarted at once the first time, then after 10 s, 20 s and 40 s', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }));
    settleAndWait(draft);
    const pauses: number[] = [];
    for (let i = 1; i <= 4; i += 1) {
      exit(draft, 1);
      const endedAt = draft.now;
      while (first(draft)?.restartCount !== i) advanceTo(draft, draft.now + 100);
      pauses.push(Math.round((draft.now - endedAt) / 1000));
      expect(first(draft)?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    }
    expect(pauses).toEqual([0, 10, 20, 40]);
    exit(draft, 1);
    advanceTo(draft, draft.now + 3000);
    const { uid } = of(draft)?.metadata ?? {};
    expect(first(draft)?.state).toEqual({
      waiting: { message: `back-off 1m20s restarting failed container=web pod=p_default(${uid})`, reason: 'CrashLoopBackOff' },
    });
    expect(of(draft)?.status?.phase).toBe('Running');
  });

  it.each([
    ['Always', 0, 'Running', 1],
    ['OnFailure', 1, 'Running', 1],
    ['OnFailure', 0, 'Succeeded', 0],
    ['Never', 0, 'Succeeded', 0],
    ['Never', 3, 'Failed', 0],
  ])('with restartPolicy %s and exit code %i is %s', (restartPolicy, code, phase, restarts) => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { restartPolicy }));
    settleAndWait(draft);
    exit(draft, code);
    settleAndWait(draft);
    expect([of(draft)?.status?.phase, first(draft)?.restartCount]).toEqual([phase, restarts]);
    if (phase === 'Succeeded') expect(condition(of(draft), 'Ready')).toBe('False | PodCompleted');
    if (phase === 'Failed') expect(condition(of(draft), 'Ready')).toBe('False | PodFailed');
  });

  it('waits longer and longer for an image that cannot be pulled', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ image: 'nginx:9' })] }));
    advanceTo(draft, draft.now + 1500);
    const why =
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9": failed to resolve reference "docker.io/library/nginx:9": docker.io/library/nginx:9: not found';
    expect(first(draft)?.state).toEqual({ waiting: { message: why, reason: 'ErrImagePull' } });
    advanceTo(draft, draft.now + 3000);
    expect(first(draft)?.state).toEqual({ waiting: { message: `Back-off pulling image "nginx:9": ErrImagePull: ${why}`, reason: 'ImagePullBackOff' } });
    advanceTo(draft, draft.now + 35_000);
    expect(eventsOf(draft, 'Pod', 'p')).toContain('Pulling: Pulling image "nginx:9" x3');
    expect(eventsOf(draft, 'Pod', 'p')).toContain('Failed: Error: ImagePullBackOff x3');
  });

  it('runs init containers one after the other', () => {
    const draft = draftOf();
    const init = (name: string) => ({ name, image: 'busybox:1.37', command: ['sh', '-c', 'exit 0'] });
    apply(draft, pod('p', { app: 'web' }, { initContainers: [init('one'), init('two')] }));
    expect(condition(of(draft), 'Initialized')).toBe('False | ContainersNotInitialized | containers with incomplete status: [one two]');
    expect(first(draft)?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    settleAndWait(draft);
    expect(of(draft)?.status?.initContainerStatuses?.map(({ state }) => state?.terminated?.reason)).toEqual(['Completed', 'Completed']);
    expect(condition(of(draft), 'Ready')).toBe('True');
  });

  it('is not ready while nothing listens where its probe asks, and says so', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ readinessProbe: { httpGet: { path: '/', port: 9999 }, periodSeconds: 1 } })] }));
    settleAndWait(draft);
    expect(first(draft)).toMatchObject({ ready: false, started: true, restartCount: 0 });
    expect(eventsOf(draft, 'Pod', 'p').at(-1)).toMatch(
      /^Unhealthy: Readiness probe failed: Get "http:\/\/10\.244\.0\.4:9999\/": dial tcp 10\.244\.0\.4:9999: connect: connection refused( x\d+)?$/,
    );
    expect(condition(of(draft), 'ContainersReady')).toBe('False | ContainersNotReady | containers with unready status: [web]');
  });

  it('is looked at once for each probe, whatever its program writes of it', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 2 } })] }));
    settleAndWait(draft);
    const lines = (): number => draft.get('containers', 'default', 'p/web')?.log.length ?? 0;
    const [before, looks, version] = [lines(), reconcileCount(draft), of(draft)?.metadata.resourceVersion];
    advanceTo(draft, draft.now + 20_000);
    expect([lines() - before, reconcileCount(draft) - looks, of(draft)?.metadata.resourceVersion]).toEqual([10, 10, version]);
  });

  it('is told its node’s new address, although it is as ready as before', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ readinessProbe: { httpGet: { path: '/', port: 8080 } } })] }));
    settleAndWait(draft);
    const node = draft.get('nodes', '', of(draft)?.spec.nodeName ?? '');
    if (!node) throw new Error('no node');
    draft.set('nodes', '', node.metadata.name, { ...node, status: { ...node.status, addresses: [{ type: 'InternalIP', address: '192.168.49.77' }] } }, 'test');
    advanceTo(draft, draft.now + 20_000);
    expect(of(draft)?.status).toMatchObject({ hostIP: '192.168.49.77', hostIPs: [{ ip: '192.168.49.77' }] });
  });

  it('is killed and started again when its liveness probe fails often enough', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ livenessProbe: { tcpSocket: { port: 81 }, periodSeconds: 2, failureThreshold: 2 } })] }));
    settleAndWait(draft);
    expect(first(draft)?.restartCount).toBe(0);
    while (first(draft)?.state?.running) advanceTo(draft, draft.now + 100);
    expect(first(draft)?.state?.terminated).toBeDefined();
    expect(eventsOf(draft, 'Pod', 'p')).toContain('Killing: Container web failed liveness probe, will be restarted');
    expect(eventsOf(draft, 'Pod', 'p')).toContain('Unhealthy: Liveness probe failed: dial tcp 10.244.0.4:81: connect: connection refused x2');
    advanceTo(draft, draft.now + 200);
    expect(first(draft)?.restartCount).toBe(1);
  });

  it.each(['readinessProbe', 'livenessProbe', 'startupProbe'])('is not judged by a %s at a port whose name its container does not have', (kind) => {
    const draft = draftOf();
    const probe = { httpGet: { path: '/', port: 'web' }, periodSeconds: 1, failureThreshold: 1 };
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ ports: [{ containerPort: 8080, name: 'http' }], [kind]: probe })] }));
    settleAndWait(draft);
    advanceTo(draft, draft.now + 5000);
    expect(first(draft)).toMatchObject({ restartCount: 0, ready: kind === 'livenessProbe' });
    const title = kind.slice(0, -'Probe'.length);
    const said = `Unhealthy: ${title.charAt(0).toUpperCase()}${title.slice(1)} probe errored and resulted in unknown state: port "web" not found`;
    expect(eventsOf(draft, 'Pod', 'p').filter((one) => one.includes('nhealthy') || one.includes('Killing'))).toEqual([expect.stringContaining(said)]);
  });

  it('whose program cannot be started has failed, where it is not to be started again', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { restartPolicy: 'Never', containers: [container({ command: ['/no/such'] })] }));
    settleAndWait(draft);
    advanceTo(draft, draft.now + 60_000);
    expect(of(draft)?.status?.phase).toBe('Failed');
    expect(first(draft)).toMatchObject({ restartCount: 0, lastState: {}, state: { terminated: { exitCode: 128, reason: 'StartError' } } });
  });

  // Twenty-five of one kind, then one in five minutes since the first: client-go tools/record (v0.37.1).
  it('is told of ever less often, and still counted', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ readinessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1 } })] }));
    settleAndWait(draft);
    const unhealthy = () => draft.list('events', 'default').find(({ reason }) => reason === 'Unhealthy');
    const begun = Date.parse(unhealthy()?.firstTimestamp ?? '');
    const after = () => [unhealthy()?.count, (Date.parse(unhealthy()?.lastTimestamp ?? '') - begun) / 1000];
    advanceTo(draft, draft.now + 240_000);
    expect(after()).toEqual([25, 24]);
    advanceTo(draft, draft.now + 100_000);
    expect(after()).toEqual([301, 300]);
  });

  it('asks for a volume that is not there after half a second, one, two, four …', () => {
    const draft = draftOf();
    const volumes = [{ name: 'v', configMap: { name: 'files' } }];
    apply(draft, pod('p', { app: 'web' }, { volumes, containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })] }));
    advanceTo(draft, draft.now + 40_000);
    expect(eventsOf(draft, 'Pod', 'p')).toContain('FailedMount: MountVolume.SetUp failed for volume "v" : configmap "files" not found x7');
    apply(draft, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files' }, data: {} } as never);
    advanceTo(draft, draft.now + 20_000);
    expect(first(draft)?.state?.running).toBeUndefined();
    advanceTo(draft, draft.now + 10_000);
    expect(first(draft)?.state?.running).toBeDefined();
  });

  it('waits for its readiness gates', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { readinessGates: [{ conditionType: 'example.com/ok' }] }));
    settleAndWait(draft);
    expect(condition(of(draft), 'Ready')).toBe(
      'False | ReadinessGatesNotReady | corresponding condition of pod readiness gate "example.com/ok" does not exist.',
    );
    expect(condition(of(draft), 'ContainersReady')).toBe('True');
  });

  it('is told to end, ends, and is gone', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }));
    settleAndWait(draft);
    deleteObject(draft, 'pods', 'default', 'p', { by: 'kubectl' });
    settleAndWait(draft);
    expect(of(draft)).toBeUndefined();
    expect(eventsOf(draft, 'Pod', 'p')).toContain('Killing: Stopping container web');
    expect(draft.names('containers', 'default')).toEqual(['client/client']);
    expect(draft.names('kubelet', 'default')).toEqual([]);
    expect(draft.names('scheduled', '').filter((name) => name.includes('default/p'))).toEqual([]);
  });

  it('fails when it is active for longer than it may be', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { activeDeadlineSeconds: 5 }));
    advanceTo(draft, draft.now + 6000);
    expect(of(draft)?.status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
  });

  it('waits for a ConfigMap it takes variables from', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ envFrom: [{ configMapRef: { name: 'settings' } }] })] }));
    settleAndWait(draft);
    expect(first(draft)?.state).toEqual({ waiting: { message: 'configmap "settings" not found', reason: 'CreateContainerConfigError' } });
    apply(draft, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { COLOR: 'blue' } } as never);
    advanceTo(draft, draft.now + 3000);
    expect(draft.get('containers', 'default', 'p/web')?.env['COLOR']).toBe('blue');
    expect(condition(of(draft), 'Ready')).toBe('True');
  });

  it.each([
    ['limits.cpu', {}, '2'],
    ['limits.memory', {}, String(8_151_396 * 1024)],
    ['requests.cpu', {}, '0'],
    ['limits.cpu', { limits: { cpu: '1100m' } }, '2'],
    ['limits.cpu', { limits: { cpu: '1100m' }, divisor: '1m' }, '1100'],
    ['requests.memory', { limits: { memory: '64Mi' }, divisor: '1Ki' }, '65536'],
  ])('is told its %s with %o: %s', (resource, { divisor, limits }: { divisor?: string; limits?: object }, told) => {
    const draft = draftOf();
    const env = [{ name: 'TOLD', valueFrom: { resourceFieldRef: { resource, ...(divisor && { divisor }) } } }];
    apply(draft, pod('p', { app: 'web' }, { containers: [container({ env, ...(limits && { resources: { limits } }) })] }));
    settleAndWait(draft);
    expect(draft.get('containers', 'default', 'p/web')?.env['TOLD']).toBe(told);
  });

  it('starts its container anew when the image changes', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { containers: [{ name: 'web', image: 'nginx:1.29' }] }));
    settleAndWait(draft);
    patch(draft, 'pods', 'p', { spec: { containers: [{ name: 'web', image: 'redis:8' }] } }, 'default', 'application/strategic-merge-patch+json');
    settleAndWait(draft);
    expect(first(draft)).toMatchObject({ image: 'docker.io/library/redis:8', restartCount: 1, ready: true });
    expect(eventsOf(draft, 'Pod', 'p')).toContain('Killing: Container web definition changed, will be restarted');
  });
});

describe('the scheduler', () => {
  it('says in its words why a Pod has no node, and looks again when a node changes', () => {
    const draft = draftOf();
    apply(draft, pod('p', { app: 'web' }, { nodeSelector: { disk: 'ssd' } }));
    const why =
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    expect(condition(of(draft), 'PodScheduled')).toBe(`False | Unschedulable | ${why}`);
    expect(eventsOf(draft, 'Pod', 'p')).toEqual([`FailedScheduling: ${why}`]);
    patch(draft, 'nodes', 'node-c', { metadata: { labels: { disk: 'ssd' } } }, '');
    expect(of(draft)?.spec.nodeName).toBe('node-c');
    expect(of(draft)?.metadata.labels).toEqual({ app: 'web', 'topology.kubernetes.io/region': 'region-1', 'topology.kubernetes.io/zone': 'zone-b' });
  });

  it('passes over cordoned and tainted nodes', () => {
    const draft = draftOf();
    patch(draft, 'nodes', 'node-a', { spec: { unschedulable: true } }, '');
    patch(draft, 'nodes', 'node-b', { spec: { taints: [{ key: 'team', value: 'core', effect: 'NoSchedule' }] } }, '');
    expect(draft.get('nodes', '', 'node-a')?.spec.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/unschedulable:NoSchedule',
    ]);
    apply(draft, pod('p', { app: 'web' }), pod('q', { app: 'web' }, { tolerations: [{ key: 'team', operator: 'Exists' }] }));
    expect([of(draft)?.spec.nodeName, of(draft, 'q')?.spec.nodeName]).toEqual(['node-c', 'node-b']);
  });

  it('gives a host port of a node to one Pod at a time', () => {
    const draft = draftOf();
    patch(draft, 'nodes', 'node-b', { spec: { unschedulable: true } }, '');
    const onHost = { hostNetwork: true, containers: [container()] };
    apply(draft, pod('p', {}, onHost), pod('q', {}, onHost), pod('r', {}, onHost));
    expect([of(draft)?.spec.nodeName, of(draft, 'q')?.spec.nodeName, of(draft, 'r')?.spec.nodeName]).toEqual(['node-a', 'node-c', undefined]);
    expect(condition(of(draft, 'r'), 'PodScheduled')).toContain(
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't have free ports for the requested pod ports. " +
        'preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
    );
    deleteObject(draft, 'pods', 'default', 'q', { by: 'kubectl', gracePeriodSeconds: 0 });
    settleAndWait(draft);
    expect(of(draft, 'r')?.spec.nodeName).toBe('node-c');
  });

  it('is not asked by a Pod that names its node: the kubelet turns it away where its port is taken, for good', () => {
    const draft = draftOf();
    const onHost = { hostNetwork: true, nodeName: 'node-a', containers: [container()] };
    apply(draft, pod('p', {}, onHost), pod('q', {}, onHost));
    settleAndWait(draft);
    expect([of(draft)?.status?.phase, of(draft, 'q')?.status?.phase]).toEqual(['Running', 'Failed']);
    expect(eventsOf(draft, 'Pod', 'q')).toEqual(["NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"]);
    deleteObject(draft, 'pods', 'default', 'p', { by: 'kubectl', gracePeriodSeconds: 0 });
    settleAndWait(draft);
    expect(of(draft, 'q')?.status?.phase).toBe('Failed');
  });

  it.each([
    ['NodeAffinity', { nodeName: 'node-a', nodeSelector: { disk: 'ssd' }, containers: [container()] }, 0],
    ['NodePorts', { nodeName: 'node-a', hostNetwork: true, containers: [container()] }, 1],
  ])(
    'a workload whose template names a node that does not take its Pods has them turned away one after the other, slower and slower: %s',
    (reason, spec, running) => {
      const draft = draftOf();
      const set = {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'web' },
        spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec } },
      };
      apply(draft, set);
      settleAndWait(draft);
      const failed = (): readonly unknown[] => draft.list('pods', 'default').filter(({ status }) => status?.phase === 'Failed' && status.reason === reason);
      const early = failed().length;
      advanceTo(draft, draft.now + 60_000);
      const later = failed().length;
      expect([early, later].map((count) => count > 0 && count < 25)).toEqual([true, true]);
      expect(later).toBeGreaterThan(early + 3);
      expect(draft.list('pods', 'default').filter(({ metadata, status }) => metadata.labels?.['app'] === 'web' && status?.phase === 'Running').length).toBe(
        running,
      );
    },
  );
});
