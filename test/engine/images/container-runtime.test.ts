import { describe, expect, it } from 'vitest';
import type { Container, Pod } from '../../../src/engine/api/core-v1.ts';
import { execInContainer, imagePresence, startContainer, wakeContainer } from '../../../src/engine/images/container-runtime.ts';
import { signalContainer } from '../../../src/engine/images/container-signals.ts';
import { createCluster } from '../../../src/engine/index.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import type { ContainerRecord } from '../../../src/engine/store/tables.ts';

const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

function start(container: Omit<Container, 'name'>): {
  readonly draft: ClusterDraft;
  readonly outcome: ReturnType<typeof startContainer>;
  record(): ContainerRecord | undefined;
} {
  const draft = new ClusterDraft(createCluster('three-nodes'));
  const spec = { name: 'c', ...container };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', uid: 'u' },
    spec: { nodeName: 'node-a', containers: [spec] },
  } as unknown as Pod;
  draft.set('pods', 'default', 'p', pod, 'test');
  const outcome = startContainer(draft, pod, spec, { env: { MODE: 'test' }, files: {} });
  return { draft, outcome, record: () => draft.get('containers', 'default', 'p/c') };
}

const logOf = (record: ContainerRecord | undefined): string => record?.log.map(({ text }) => text).join('') ?? '';
const sh = (script: string): Omit<Container, 'name'> => ({ image: 'busybox:1.37', command: ['sh', '-c', script] });

describe('a main process', () => {
  it('that ends has its status at once', () => {
    expect(start(sh('echo hi; exit 3')).record()).toMatchObject({ exited: { code: 3 }, log: [{ stream: 'stdout', text: 'hi\n' }] });
  });

  it('sees its variables, its files and its host name', () => {
    expect(logOf(start(sh('echo $MODE $HOSTNAME; cat /etc/hostname')).record())).toBe('test p\np\n');
  });

  it('that waits goes on when it is woken, with what it did before', () => {
    const { draft, record } = start(sh('X=$(echo one); echo $X >> /tmp/log; sleep 5; echo $X >> /tmp/log; cat /tmp/log; sleep 2; exit 4'));
    expect(record()).toMatchObject({ files: { '/tmp/log': 'one\n' }, continuation: { wakeAt: draft.now + 5000 } });
    draft.now += 5000;
    wakeContainer(draft, 'default/p/c');
    expect(logOf(record())).toBe('one\none\n');
    draft.now += 2000;
    wakeContainer(draft, 'default/p/c');
    expect(record()?.exited).toEqual({ at: draft.now, code: 4 });
    expect(JSON.parse(JSON.stringify(record()))).toEqual(record());
  });

  it('goes on with its jobs, each at its own moments', () => {
    const { draft, record } = start(sh('(sleep 5; echo job; sleep 5; echo done) & sleep 8; echo main; exec sleep infinity'));
    const seen: string[] = [];
    for (const seconds of [5, 3, 2]) {
      draft.now += seconds * 1000;
      wakeContainer(draft, 'default/p/c');
      seen.push(logOf(record()));
    }
    expect(seen).toEqual(['job\n', 'job\nmain\n', 'job\nmain\ndone\n']);
    expect([record()?.exited, record()?.continuation?.wakeAt]).toEqual([undefined, undefined]);
  });

  it('listens once, and says so once, while its jobs come and go', () => {
    const { draft, record } = start({ image: AGNHOST, command: ['sh', '-c', '(sleep 3; touch /tmp/ready) & exec /agnhost netexec --udp-port=-1'] });
    const before = record();
    draft.now += 3000;
    wakeContainer(draft, 'default/p/c');
    expect(Object.keys(record()?.files ?? {})).toEqual(['/tmp/ready']);
    expect([record()?.listeners, logOf(record())]).toEqual([before?.listeners, logOf(before)]);
    expect(before?.listeners.map(({ port }) => port)).toEqual([8080]);
  });

  it('that is given words for numbers or files that are not there says so and ends', () => {
    const ended = (...args: string[]): readonly [number | undefined, string] => {
      const { record } = start({ image: AGNHOST, args: ['netexec', ...args] });
      return [record()?.exited?.code, logOf(record()).replace(/^I.*\] /gm, '')];
    };
    expect(ended('--http-port=tcp://10.96.0.9:80')).toEqual([
      1,
      'Error: invalid argument "tcp://10.96.0.9:80" for "--http-port" flag: strconv.ParseInt: parsing "tcp://10.96.0.9:80": invalid syntax\n',
    ]);
    expect(ended('--tls-cert-file=/nosuch.crt')).toEqual([1, 'Started HTTP server on port 8080\nopen /nosuch.crt: no such file or directory\n']);
  });

  it('that loops for ever keeps its log and sleeps in between', () => {
    const { draft, record } = start(sh('i=0; while true; do i=$((i+1)); echo $i; sleep 1; done'));
    for (let round = 0; round < 3; round++) {
      draft.now += 1000;
      wakeContainer(draft, 'default/p/c');
    }
    expect(logOf(record())).toBe('1\n2\n3\n4\n');
  });

  it('that serves has its sockets', () => {
    expect(start({ image: AGNHOST, args: ['netexec', '--http-port=8080', '--udp-port=-1'] }).record()?.listeners).toEqual([
      { protocol: 'TCP', port: 8080, server: 'netexec', options: {} },
    ]);
  });

  it('that is not there fails as runc says', () => {
    const { outcome, record } = start({ image: 'busybox:1.37', command: ['nosuch'] });
    expect(outcome).toEqual({
      kind: 'failed',
      message:
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nosuch": executable file not found in $PATH',
    });
    expect(record()).toBeUndefined();
  });
});

describe('SIGTERM', () => {
  it.each([
    ['a shell as pid 1 never gets it', sh('sleep infinity'), 'ignored'],
    ['a server ends at once', { image: AGNHOST, args: ['netexec'] }, 'exited'],
    ['a shell that became a server ends as the server', { image: AGNHOST, command: ['sh', '-c', 'touch /tmp/a; exec /agnhost netexec'] }, 'exited'],
    ['a server that delays its end goes on', { image: AGNHOST, args: ['netexec', '--delay-shutdown=20'] }, 'exiting'],
  ] as const)('%s', (_, container, kind) => {
    const { draft } = start(container);
    expect(signalContainer(draft, 'default', 'p', 'c', 'TERM').kind).toBe(kind);
  });
});

describe('a command in a container', () => {
  it('answers at this moment and says how long it would have waited', () => {
    const { draft } = start(sh('touch /tmp/ready; sleep infinity'));
    const { now } = draft;
    expect(execInContainer(draft, 'default', 'p', 'c', ['cat', '/tmp/ready'])).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(execInContainer(draft, 'default', 'p', 'c', ['sh', '-c', '! test -e /tmp/ready'])).toMatchObject({ exitCode: 1 });
    expect(execInContainer(draft, 'default', 'p', 'c', ['sleep', '5'])).toMatchObject({ exitCode: 0, elapsedMs: 5000 });
    expect(execInContainer(draft, 'default', 'p', 'c', ['sleep', '5'], 1000)).toEqual({ kind: 'timeout' });
    expect(draft.now).toBe(now);
  });
});

describe('images', () => {
  it.each([
    ['nginx:1.29', { kind: 'present', name: 'docker.io/library/nginx:1.29' }],
    ['nginx:9.99', { kind: 'absent', code: 'NotFound' }],
    ['registry.example.com/shop/web:v9', { kind: 'absent', code: 'Unknown' }],
    ['Nginx:1', { kind: 'invalid' }],
    ['nginx:1:2', { kind: 'invalid' }],
  ] as const)('%s', (image, expected) => {
    expect(imagePresence(createCluster('three-nodes').config, image)).toMatchObject(expected);
  });
});
