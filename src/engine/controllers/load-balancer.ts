import type { Service } from '../api/core-v1.ts';
import { Part } from '../parts/part.ts';
import type { Controller } from './controller.ts';

/** Who makes balancers: needed only where a cluster of a cloud has a Service of type LoadBalancer. */
export const BALANCERS_PART = new Part('balancers', async () => (await import('./cloud-controller.ts')).cloudController);

const isBalanced = (service: unknown): boolean =>
  service !== undefined && ((service as Service).spec.type === 'LoadBalancer' || (service as Service).metadata.finalizers !== undefined);

/** Status of `type: LoadBalancer` is written as the cluster's cloud would; without a cloud nobody writes it. */
export const loadBalancer: Controller = {
  name: 'service-controller',
  watches: ['services', 'nodes'],
  keysOf(change, draft, key) {
    if (draft.config.loadBalancer === 'none') return [];
    const concerned = change.table === 'nodes' ? draft.names('facts', 'load-balancer').length > 0 : isBalanced(change.from) || isBalanced(change.to);
    return concerned ? BALANCERS_PART.content.keysOf(change, draft, key) : [];
  },
  reconcile: (key, draft) => BALANCERS_PART.content.reconcile(key, draft),
};
