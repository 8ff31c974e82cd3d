import { describe, expect, test } from 'vitest';
import type { Namespace, Pod } from '../../../src/engine/api/core-v1.ts';
import type { Json, JsonObject, KubernetesObject } from '../../../src/engine/api/kubernetes-object.ts';
import { createObject, deleteObject, patchObject, updateStatus } from '../../../src/engine/store/api-server.ts';
import { combinePatches } from '../../../src/engine/store/strategic-merge.ts';
import { complaints, freshDraft, patch, post, put, stored, tweaked } from '../../support/api-requests.ts';

const SERVICE: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: {
    selector: { app: 'web' },
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ],
  },
};
const POD: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { nodeName: 'node-a', containers: [{ name: 'c', image: 'x:1', env: [{ name: 'A', value: '1' }] }] },
};
const BY = { by: 'kubectl' };

const withService = (): ReturnType<typeof freshDraft> => {
  const draft = freshDraft();
  post(draft, 'services', SERVICE);
  return draft;
};
const portNames = (object: { spec: { ports: { name: string }[] } }): string => object.spec.ports.map(({ name }) => name).join();

describe('refusals have the words of the server', () => {
  const draft = withService();
  test.each<[string, () => string[], string]>([
    ['the same name again', () => complaints(post(draft, 'services', SERVICE)), 'AlreadyExists: services "web" already exists'],
    ['a namespace that is not there', () => complaints(post(draft, 'services', SERVICE, 'nope')), 'NotFound: namespaces "nope" not found'],
    [
      'another namespace in the object',
      () => complaints(post(draft, 'services', tweaked(SERVICE, { 'metadata.namespace': 'shop' }))),
      'BadRequest: the namespace of the provided object does not match the namespace sent on the request',
    ],
    ['nothing of this name', () => complaints(patch(draft, 'deployments', 'web', {})), 'NotFound: deployments.apps "web" not found'],
    [
      'another name in the object',
      () => complaints(patch(draft, 'services', 'web', { metadata: { name: 'www' } })),
      'BadRequest: the name of the object (www) does not match the name on the URL (web)',
    ],
    [
      'an old version',
      () => complaints(patch(draft, 'services', 'web', { metadata: { resourceVersion: '1' } })),
      'Conflict: Operation cannot be fulfilled on services "web": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [
      'a namespace for life',
      () => complaints(deleteObject(draft, 'namespaces', '', 'kube-system', BY)),
      'Forbidden: namespaces "kube-system" is forbidden: this namespace may not be deleted',
    ],
    [
      'a patch that does not apply',
      () => complaints(patch(draft, 'services', 'web', [{ op: 'remove', path: '/spec/nope' }], 'application/json-patch+json')),
      'Invalid: the server rejected our request due to an error in our request',
    ],
    [
      'a patch that is no list',
      () => complaints(patch(draft, 'services', 'web', {}, 'application/json-patch+json')),
      'BadRequest: error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
  ])('%s', (_, answer, expected) => {
    expect(answer()).toEqual([expected]);
  });

  test('new objects are not let into a namespace that goes', () => {
    const cluster = freshDraft();
    post(cluster, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, '');
    expect(stored<Namespace>(deleteObject(cluster, 'namespaces', '', 'shop', BY)).status?.phase).toBe('Terminating');
    expect(complaints(post(cluster, 'services', SERVICE, 'shop'))).toEqual([
      'Forbidden: services "web" is forbidden: unable to create new content in namespace shop because it is being terminated',
    ]);
  });
});

describe('patches', () => {
  test.each<[string, Json, string]>([
    ['items merge by their key', { spec: { ports: [{ port: 81, name: 'c' }] } }, 'a,c'],
    ['an item goes by directive', { spec: { ports: [{ port: 80, $patch: 'delete' }] } }, 'b'],
    ['the whole list goes by directive', { spec: { ports: [{ port: 82, name: 'd' }, { $patch: 'replace' }] } }, 'd'],
    ['the order is set', { spec: { '$setElementOrder/ports': [{ port: 81 }, { port: 80 }] } }, 'b,a'],
    [
      'new items stand where the order says',
      { spec: { '$setElementOrder/ports': [{ port: 80 }, { port: 82 }, { port: 81 }], ports: [{ port: 82, name: 'd' }] } },
      'a,d,b',
    ],
  ])('strategic merge: %s', (_, change, names) => {
    expect(portNames(stored(patch(withService(), 'services', 'web', change)))).toBe(names);
  });

  test('JSON merge replaces lists and removes with null', () => {
    const object = stored<{ spec: { ports: { name: string }[]; selector?: object } }>(
      patch(withService(), 'services', 'web', { spec: { selector: null, ports: [{ name: 'x', port: 1 }] } }, 'application/merge-patch+json'),
    );
    expect(portNames(object)).toBe('x');
    expect(object.spec.selector).toBeUndefined();
  });

  test.each<[string, Json, string]>([
    [
      'adds before an index and at the end',
      [
        { op: 'add', path: '/spec/ports/0', value: { name: 'x', port: 1 } },
        { op: 'add', path: '/spec/ports/-', value: { name: 'y', port: 2 } },
      ],
      'x,a,b,y',
    ],
    ['moves', [{ op: 'move', from: '/spec/ports/0', path: '/spec/ports/1' }], 'b,a'],
    [
      'tests first',
      [
        { op: 'test', path: '/spec/ports/0/name', value: 'a' },
        { op: 'replace', path: '/spec/ports/0/name', value: 'z' },
      ],
      'z,b',
    ],
    [
      'reads ~1 as a slash',
      [
        { op: 'add', path: '/metadata/labels', value: {} },
        { op: 'add', path: '/metadata/labels/a~1b', value: 'c' },
        { op: 'remove', path: '/metadata/labels/a~1b' },
      ],
      'a,b',
    ],
  ])('JSON patch %s', (_, operations, names) => {
    expect(portNames(stored(patch(withService(), 'services', 'web', operations, 'application/json-patch+json')))).toBe(names);
  });

  test('deletions and additions of one item become one item', () => {
    const united = combinePatches(
      'Service',
      {
        spec: {
          '$setElementOrder/ports': [{ port: 80 }],
          ports: [
            { nodePort: null, port: 80 },
            { port: 9, $patch: 'delete' },
          ],
        },
      },
      { spec: { '$setElementOrder/ports': [{ port: 80 }], ports: [{ name: 'x', port: 80 }] } },
    );
    expect(united).toEqual({
      spec: {
        '$setElementOrder/ports': [{ port: 80 }],
        ports: [
          { name: 'x', nodePort: null, port: 80 },
          { port: 9, $patch: 'delete' },
        ],
      },
    });
  });

  test('the same again changes nothing, not even the version', () => {
    const draft = withService();
    const version = draft.resourceVersion;
    expect(patch(draft, 'services', 'web', { spec: { type: 'ClusterIP' } })).toMatchObject({ ok: true, changed: false });
    expect(put(draft, 'services', 'web', SERVICE)).toMatchObject({ ok: true, changed: false });
    expect(draft.resourceVersion).toBe(version);
  });

  test('the status is written apart', () => {
    const draft = freshDraft();
    post(draft, 'services', tweaked(SERVICE, { 'spec.type': 'LoadBalancer' }));
    const status = { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } };
    expect(patch(draft, 'services', 'web', status, 'application/merge-patch+json')).toMatchObject({ ok: true, changed: false });
    expect(patch(draft, 'services', 'web', status, 'application/merge-patch+json', { subresource: 'status' })).toMatchObject({
      ok: true,
      object: { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }] } } },
    });
  });
});

describe('admission of Pods', () => {
  test('adds account, token, priority and tolerations, once', () => {
    const draft = freshDraft();
    const pod = stored<Pod>(post(draft, 'pods', POD));
    const [volume] = pod.spec.volumes ?? [];
    expect(volume?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
    expect(pod.spec.containers[0]?.volumeMounts).toEqual([{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: volume?.name, readOnly: true }]);
    expect(pod.spec).toMatchObject({
      serviceAccount: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [{ key: 'node.kubernetes.io/not-ready' }, { key: 'node.kubernetes.io/unreachable' }],
    });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(patch(draft, 'pods', 'p', { metadata: { labels: { a: 'b' } } })).toMatchObject({ ok: true, object: { spec: { tolerations: { length: 2 } } } });
  });

  test('an account may refuse the token', () => {
    const draft = freshDraft();
    patch(draft, 'serviceaccounts', 'default', { automountServiceAccountToken: false });
    expect(stored<Pod>(post(draft, 'pods', POD)).spec.volumes).toBeUndefined();
  });
});

describe('deletion', () => {
  const gone = (draft: ReturnType<typeof freshDraft>, name = 'p'): boolean => draft.get('pods', 'default', name) === undefined;

  test('a Pod on a node has its grace period, which can only be shortened', () => {
    const draft = freshDraft();
    post(draft, 'pods', POD);
    expect(stored<Pod>(deleteObject(draft, 'pods', 'default', 'p', BY)).metadata).toMatchObject({
      deletionTimestamp: '2026-11-21T08:00:30Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    expect(stored<Pod>(deleteObject(draft, 'pods', 'default', 'p', { ...BY, gracePeriodSeconds: 60 })).metadata.deletionGracePeriodSeconds).toBe(30);
    expect(stored<Pod>(deleteObject(draft, 'pods', 'default', 'p', { ...BY, gracePeriodSeconds: 5 })).metadata).toMatchObject({
      deletionTimestamp: '2026-11-21T08:00:05Z',
      deletionGracePeriodSeconds: 5,
    });
    expect(gone(draft)).toBe(false);
    deleteObject(draft, 'pods', 'default', 'p', { ...BY, gracePeriodSeconds: 0 });
    expect(gone(draft)).toBe(true);
  });

  test.each([
    ['that waits for a node', { 'spec.nodeName': undefined }, {}],
    ['that has ended', {}, { phase: 'Succeeded' }],
  ])('a Pod %s is gone at once', (_, changes, status) => {
    const draft = freshDraft();
    const pod = stored<Pod>(post(draft, 'pods', tweaked(POD, changes)));
    if (Object.keys(status).length > 0) updateStatus(draft, 'pods', pod, status as NonNullable<Pod['status']>, 'kubelet');
    deleteObject(draft, 'pods', 'default', 'p', BY);
    expect(gone(draft)).toBe(true);
  });

  test('a finalizer holds an object until it is taken away, and its address as long', () => {
    const draft = freshDraft();
    post(draft, 'services', tweaked(SERVICE, { 'metadata.finalizers': ['example.com/wait'], 'spec.clusterIP': '10.96.7.7' }));
    expect(stored<KubernetesObject>(deleteObject(draft, 'services', 'default', 'web', BY)).metadata).toMatchObject({
      deletionGracePeriodSeconds: 0,
      deletionTimestamp: '2026-11-21T08:00:00Z',
    });
    expect(complaints(patch(draft, 'services', 'web', { metadata: { finalizers: ['example.com/more'] } }))).toEqual([
      'finalizer-added-while-deleting: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
    ]);
    expect(draft.get('ipaddresses', '', '10.96.7.7')).toBeDefined();
    patch(draft, 'services', 'web', { metadata: { finalizers: null } });
    expect(draft.get('services', 'default', 'web')).toBeUndefined();
    expect(draft.get('ipaddresses', '', '10.96.7.7')).toBeUndefined();
  });

  test('what is to happen to dependents is written as a finalizer', () => {
    const draft = withService();
    expect(stored<KubernetesObject>(deleteObject(draft, 'services', 'default', 'web', { ...BY, propagationPolicy: 'Foreground' })).metadata.finalizers).toEqual(
      ['foregroundDeletion'],
    );
  });
});

describe('server-side apply', () => {
  const apply = (draft: ReturnType<typeof freshDraft>, body: JsonObject, options: object = {}): ReturnType<typeof patchObject> =>
    patchObject(draft, 'services', 'default', 'web', body, 'application/apply-patch+yaml', { by: 'kubectl', fieldManager: 'kubectl', ...options });
  const only = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });

  test('removes what it no longer says, and leaves what others wrote', () => {
    const draft = freshDraft();
    apply(draft, only({ ports: [{ port: 80 }, { port: 81, name: 'b' }].map((port, i) => ({ name: `p${i}`, ...port })), externalName: 'a.b' }));
    patch(draft, 'services', 'web', { metadata: { labels: { mine: 'x' } } }, undefined, { fieldManager: 'kubectl-label' });
    const { metadata, spec } = stored<{ metadata: object; spec: { ports: unknown[] } }>(apply(draft, only({ ports: [{ port: 80, name: 'p0' }] })));
    expect(spec.ports).toHaveLength(1);
    expect(spec).not.toHaveProperty('externalName');
    expect(metadata).toMatchObject({ labels: { mine: 'x' } });
  });

  test('tells all conflicts by manager', () => {
    const draft = freshDraft();
    apply(draft, only({ ports: [{ port: 80, targetPort: 8080 }], selector: { app: 'web' } }));
    patch(draft, 'services', 'web', { spec: { ports: [{ port: 80, targetPort: 1 }], selector: { app: 'x' } } }, undefined, { fieldManager: 'kubectl-patch' });
    expect(complaints(apply(draft, only({ ports: [{ port: 80, targetPort: 8080 }], selector: { app: 'web' } })))).toEqual([
      'Conflict: Apply failed with 2 conflicts: conflicts with "kubectl-patch" using v1:\n- .spec.selector\n- .spec.ports[port=80,protocol="TCP"].targetPort',
    ]);
    expect(apply(draft, only({ ports: [{ port: 80, targetPort: 8080 }], selector: { app: 'web' } }), { force: true })).toMatchObject({
      ok: true,
      object: { metadata: { managedFields: { length: 1 } } },
    });
  });
});

describe('patches of a whole object', () => {
  const patched = (body: Json, type: 'json' | 'merge' | 'strategic-merge'): string[] => {
    const draft = withService();
    patch(draft, 'services', 'web', { metadata: { labels: { a: 'b' } } }, undefined, { fieldManager: 'kubectl-label' });
    const outcome = patch(draft, 'services', 'web', body, `application/${type}-patch+json`, { fieldManager: 'kubectl-patch' });
    return outcome.ok
      ? [String(outcome.changed), ...(draft.get('services', 'default', 'web')?.metadata.managedFields ?? []).map(({ manager }) => String(manager))]
      : complaints(outcome);
  };
  const root = (value: Json): Json => [{ op: 'replace', path: '', value }];

  test('the root is replaced by an object', () => {
    expect(patched(root(SERVICE), 'json')[0]).toBe('true');
    expect(patched(root('x'), 'json')).toEqual(['Invalid: the server rejected our request due to an error in our request']);
  });

  test('null is an empty strategic patch, and no merge patch', () => {
    expect(patched(null, 'strategic-merge')).toEqual(['false', 'kubectl-label']);
    expect(patched(null, 'merge')).toEqual(['BadRequest: Invalid JSON Patch']);
  });

  test('an object has to keep its name', () => {
    expect(patched({ metadata: null }, 'merge')).toEqual(['BadRequest: the name of the object (web based on URL) was undeterminable: name must be provided']);
  });

  test('who empties what the server fills again has changed nothing', () => {
    const draft = freshDraft();
    post(draft, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'park' } }, '');
    const emptied = { spec: { finalizers: [] } };
    expect(patchObject(draft, 'namespaces', '', 'park', emptied, 'application/merge-patch+json', { ...BY, fieldManager: 'kubectl-patch' })).toMatchObject({
      changed: false,
    });
  });

  test('an empty list of managers has them forgotten', () => {
    expect(patched({ metadata: { managedFields: [] } }, 'merge')).toEqual(['true']);
  });
});

test('a controller and a learner who write the same object are one after the other', () => {
  const draft = freshDraft();
  const pod = stored<Pod>(createObject(draft, 'pods', 'default', POD, { by: 'replicaset-controller' }));
  updateStatus(draft, 'pods', pod, { phase: 'Running' }, 'kubelet');
  patch(draft, 'pods', 'p', { metadata: { labels: { a: 'b' } } });
  expect(draft.get('pods', 'default', 'p')).toMatchObject({ metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } });
});
