import { beforeAll, describe, expect, test } from 'vitest';
import { advanceTo, settle, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import { makeQuery } from '../../../src/engine/dns/message.ts';
import { exchangeDNS } from '../../../src/engine/servers/exchange-dns.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import type { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { COREDNS_LISTENERS, COREFILE_PATH, stockCorefile } from '../../../src/engine/store/coredns-addon.ts';
import type { ContainerRecord } from '../../../src/engine/store/tables.ts';
import { loadEveryPart } from '../../../src/engine/terminal/every-part.ts';
import { apply, container, draftOf, patch, pod } from './world.ts';

beforeAll(loadEveryPart);

const later = (draft: ClusterDraft, seconds: number): void => advanceTo(draft, draft.now + seconds * 1000);

const coredns = (draft: ClusterDraft): ContainerRecord =>
  draft.get('containers', 'kube-system', draft.names('containers', 'kube-system')[0] as string) as ContainerRecord;
const logOf = (draft: ClusterDraft): readonly string[] => coredns(draft).log.map(({ text }) => text.trimEnd());
const edit = (draft: ClusterDraft, text: string): void => patch(draft, 'configmaps', 'coredns', { data: { Corefile: text } }, 'kube-system');

const OWN = '.:53 {\n hosts {\n  10.0.0.9 db.test\n }\n health :8081\n ready\n reload\n}\n';
const ask = (draft: ClusterDraft, qname: string): string => {
  const { reply } = exchangeDNS(draft, { kind: 'pod', namespace: 'default', pod: 'client', node: 'node-a' }, '10.96.0.10', makeQuery(draft, qname, 'A'));
  return typeof reply === 'string' ? reply : [reply.rcode, ...reply.answer.map(({ rdata }) => rdata)].join(' ');
};

describe('files of a ConfigMap', () => {
  const files = (draft: ClusterDraft): ContainerRecord['files'] => (draft.get('containers', 'default', 'p/web') as ContainerRecord).files;
  const world = (mount: object): ClusterDraft => {
    const draft = draftOf();
    apply(draft, { kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1', b: '2' } } as never);
    apply(
      draft,
      pod('p', {}, { containers: [container({ volumeMounts: [{ name: 'v', ...mount }] })], volumes: [{ name: 'v', configMap: { name: 'settings' } }] }),
    );
    settleAndWait(draft);
    return draft;
  };

  test('come to a running Pod a second after they were changed; what was taken away goes', () => {
    const draft = world({ mountPath: '/etc/settings' });
    patch(draft, 'configmaps', 'settings', { data: { a: '3', b: null, c: '4' } });
    expect(files(draft)['/etc/settings/a']).toBe('1');
    later(draft, 1);
    expect(Object.entries(files(draft)).filter(([path]) => path.startsWith('/etc/settings/'))).toEqual([
      ['/etc/settings/', ''],
      ['/etc/settings/a', '3'],
      ['/etc/settings/c', '4'],
    ]);
  });

  test.each([
    ['configMap', { name: 'settings' }, 'configmap references non-existent config key: size'],
    ['secret', { secretName: 'keys' }, 'references non-existent secret key: size'],
  ])('of a %s that has not a key that is named keep a Pod from its start, unless they are optional', (kind, source, message) => {
    const draft = draftOf();
    apply(draft, { kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } } as never);
    apply(draft, { kind: 'Secret', metadata: { name: 'keys' }, data: { a: 'MQ==' } } as never);
    for (const optional of [true, false]) {
      const volume = { name: 'v', [kind]: { ...source, optional, items: [{ key: 'size', path: 's' }] } };
      apply(draft, pod(optional ? 'free' : 'held', {}, { containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/etc/v' }] })], volumes: [volume] }));
    }
    settleAndWait(draft);
    expect(draft.names('containers', 'default')).toContain('free/web');
    expect(draft.names('containers', 'default')).not.toContain('held/web');
    expect(
      draft
        .list('events', 'default')
        .filter(({ reason }) => reason === 'FailedMount')
        .map((event) => event.message),
    ).toEqual([`MountVolume.SetUp failed for volume "v" : ${message}`]);
  });

  test('of an optional ConfigMap come once there is one', () => {
    const draft = draftOf();
    const volumes = [{ name: 'v', configMap: { name: 'late', optional: true } }];
    apply(draft, pod('p', {}, { containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/etc/v' }] })], volumes }));
    settleAndWait(draft);
    apply(draft, { kind: 'ConfigMap', metadata: { name: 'late' }, data: { a: '1' } } as never);
    settle(draft);
    later(draft, 1);
    expect(files(draft)['/etc/v/a']).toBe('1');
  });

  test('never come to a `subPath`', () => {
    const draft = world({ mountPath: '/etc/a', subPath: 'a' });
    patch(draft, 'configmaps', 'settings', { data: { a: '3' } });
    later(draft, 5);
    expect(files(draft)['/etc/a']).toBe('1');
  });

  test('stay while there is no such ConfigMap, and follow one that is made again', () => {
    const draft = world({ mountPath: '/etc/settings' });
    deleteObject(draft, 'configmaps', 'default', 'settings', { by: 'kubectl' });
    settle(draft);
    later(draft, 5);
    expect(files(draft)['/etc/settings/a']).toBe('1');
    apply(draft, { kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '5' } } as never);
    later(draft, 3);
    expect(files(draft)['/etc/settings/a']).toBe('5');
  });
});

describe('an edited Corefile', () => {
  test('counts from the next look of plugin/reload on, and the old one serves until then', () => {
    const draft = draftOf();
    later(draft, 5);
    edit(draft, OWN);
    later(draft, 10);
    expect(ask(draft, 'db.test')).toBe('NXDOMAIN');
    later(draft, 20);
    expect(ask(draft, 'db.test')).toBe('NOERROR 10.0.0.9');
    expect(
      logOf(draft)
        .slice(-3)
        .map((line) => line.slice(0, 40)),
    ).toEqual(['[INFO] Reloading', '[INFO] plugin/reload: Running configurat', '[INFO] Reloading complete']);
    expect(coredns(draft).listeners.map(({ protocol, port }) => `${port}/${protocol}`)).toEqual(['53/UDP', '53/TCP', '8081/TCP', '8181/TCP']);
  });

  test('with a mistake is complained about once, and the old one goes on', () => {
    const draft = draftOf();
    edit(draft, '. {\n healthy\n}\n');
    later(draft, 100);
    expect(logOf(draft).filter((line) => line.startsWith('[ERROR]'))).toEqual([
      "[ERROR] Restart failed: /etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'healthy'",
      "[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: /etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'healthy'",
    ]);
    expect(ask(draft, 'kubernetes.default.svc.cluster.local')).toBe('NOERROR 10.96.0.1');
  });

  test('that is not even braces is complained about at every look', () => {
    const draft = draftOf();
    edit(draft, '. {\n errors {\n');
    later(draft, 90);
    expect(
      logOf(draft).filter((line) => line === '[WARNING] plugin/reload: Corefile parse failed: /etc/coredns/Corefile:2 - Error during parsing: Unexpected EOF')
        .length,
    ).toBe(3);
  });

  test('without `reload` is the last one that is seen', () => {
    const draft = draftOf();
    edit(draft, '. {\n whoami\n}\n');
    later(draft, 40);
    edit(draft, OWN);
    later(draft, 100);
    expect(ask(draft, 'db.test')).toBe('NOERROR');
  });

  test('taken back leaves CoreDNS as it was', () => {
    const draft = draftOf();
    edit(draft, OWN);
    later(draft, 40);
    edit(draft, stockCorefile(draft.config));
    later(draft, 40);
    expect(coredns(draft).listeners).toBe(COREDNS_LISTENERS);
    expect(coredns(draft).files[COREFILE_PATH]).toBe(stockCorefile(draft.config));
    expect(ask(draft, 'api.example.net')).toBe('NOERROR 203.0.113.81');
  });

  test('keeps a Pod that starts with it from running, if it is wrong', () => {
    const draft = draftOf();
    edit(draft, '. {\n healthy\n}\n');
    patch(draft, 'deployments', 'coredns', { spec: { template: { metadata: { annotations: { again: '1' } } } } }, 'kube-system');
    settleAndWait(draft);
    later(draft, 10);
    const [known] = draft.list('pods', 'kube-system').filter(({ metadata }) => !metadata.deletionTimestamp);
    expect(known?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(ask(draft, 'kubernetes.default.svc.cluster.local')).toBe('refused');
  });

  test('reads the files that it names when it starts, and goes on with what it read', () => {
    const draft = draftOf();
    const data = {
      Corefile: '. {\n health :8080\n ready\n forward . /etc/coredns/upstreams\n reload\n}\n',
      upstreams: `nameserver ${draft.config.nodeNameservers[0]}\n`,
    };
    const items = Object.keys(data).map((key) => ({ key, path: key }));
    patch(draft, 'configmaps', 'coredns', { data }, 'kube-system');
    patch(
      draft,
      'deployments',
      'coredns',
      { spec: { template: { spec: { volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items } }] } } } },
      'kube-system',
    );
    settleAndWait(draft);
    later(draft, 20);
    expect(ask(draft, 'api.example.net')).toBe('NOERROR 203.0.113.81');
    patch(draft, 'configmaps', 'coredns', { data: { upstreams: 'nothing' } }, 'kube-system');
    later(draft, 40);
    expect(coredns(draft).files['/etc/coredns/upstreams']).toBe('nothing');
    expect(ask(draft, 'api.example.net')).toBe('NOERROR 203.0.113.81');
  });

  test('two that forward to each other come to an end', () => {
    const draft = draftOf();
    edit(draft, '. {\n forward . 10.96.0.10\n reload\n}\n');
    later(draft, 40);
    expect(ask(draft, 'www.example.com')).toBe('REFUSED');
  });
});
