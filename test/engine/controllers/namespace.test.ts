import { describe, expect, it } from 'vitest';
import type { Namespace } from '../../../src/engine/api/core-v1.ts';
import { advanceTo } from '../../../src/engine/controllers/settle.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { intervene } from '../../../src/engine/terminal/intervene.ts';
import { apply, container, draftOf, patch, pod, service } from './world.ts';

const BY = { by: 'kubectl' };
const pass = (draft: ClusterDraft, seconds: number): void => advanceTo(draft, draft.now + seconds * 1000);

/** A namespace `shop` with these objects, asked to go. */
function going(...objects: { readonly metadata: { readonly name: string } }[]): ClusterDraft {
  const draft = draftOf();
  apply(draft, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as never);
  apply(draft, ...(objects.map((one) => ({ ...one, metadata: { ...one.metadata, namespace: 'shop' } })) as never[]));
  pass(draft, 3);
  deleteObject(draft, 'namespaces', '', 'shop', BY);
  return draft;
}

const told = (draft: ClusterDraft): readonly string[] | undefined =>
  draft
    .get('namespaces', '', 'shop')
    ?.status?.conditions?.filter(({ status }) => status === 'True')
    .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);

const held = (name: string, finalizers: readonly string[]) => ({ ...service(name), metadata: { name, finalizers } });

describe('a namespace that is to go', () => {
  it('says what is left and what holds it, and goes when that is gone', () => {
    const draft = going(held('a', ['example.com/b', 'example.com/a']), held('c', ['example.com/a']));
    pass(draft, 4);
    expect(told(draft)).toBeUndefined();
    pass(draft, 1);
    expect(draft.get('namespaces', '', 'shop')?.status?.conditions).toHaveLength(5);
    expect(told(draft)).toEqual([
      'NamespaceContentRemaining SomeResourcesRemain: Some resources are remaining: services. has 2 resource instances',
      'NamespaceFinalizersRemaining SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/a in 2 resource instances, example.com/b in 1 resource instances',
    ]);
    for (const name of ['a', 'c']) patch(draft, 'services', name, { metadata: { finalizers: null } }, 'shop');
    pass(draft, 8);
    expect(draft.get('namespaces', '', 'shop')).toBeUndefined();
  });

  it('ends its Pods first, and says nothing while they have their grace', () => {
    const stuck = pod('slow', {}, { terminationGracePeriodSeconds: 12, containers: [container({ args: ['netexec', '--delay-shutdown=60'] })] });
    const draft = going({ ...stuck, metadata: { name: 'slow' } } as never, held('a', []));
    pass(draft, 6);
    expect([told(draft), draft.names('services', 'shop')]).toEqual([[], ['a']]);
    pass(draft, 20);
    expect(draft.get('namespaces', '', 'shop')).toBeUndefined();
  });

  it('says so where its Pods take longer than their grace: their node is down', () => {
    const draft = draftOf();
    apply(draft, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as never);
    apply(draft, { ...pod('stuck', {}, { nodeName: 'node-c' }), metadata: { name: 'stuck', namespace: 'shop' } });
    pass(draft, 3);
    const down = new ClusterDraft(intervene(draft.commit(), { kind: 'node-down', node: 'node-c' }).cluster);
    deleteObject(down, 'namespaces', '', 'shop', BY);
    pass(down, 50);
    expect(told(down)).toEqual([
      'NamespaceDeletionContentFailure ContentDeletionFailed: Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: shop for gvr: /v1, Resource=pods',
    ]);
  });

  it('with a finalizer of its own is emptied and stays until that is taken away', () => {
    const draft = going(held('a', []));
    const { status, ...shop } = draft.get('namespaces', '', 'shop') as Namespace;
    draft.set('namespaces', '', 'shop', { ...shop, metadata: { ...shop.metadata, finalizers: ['example.com/own'] }, status } as Namespace, 'test');
    pass(draft, 10);
    expect([draft.names('services', 'shop'), draft.get('namespaces', '', 'shop')?.spec?.finalizers, told(draft)]).toEqual([[], [], []]);
    patch(draft, 'namespaces', 'shop', { metadata: { finalizers: null } }, '');
    expect(draft.get('namespaces', '', 'shop')).toBeUndefined();
  });
});
