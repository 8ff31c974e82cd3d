import { insertAPIService } from '../store/new-cluster.ts';
import type { Controller } from './controller.ts';

const NAME = 'kubernetes';

/** The API server keeps its own Service: whoever deletes it finds it again. Really within ten seconds, here at once (case cluster-ips-by-hand). */
export const apiService: Controller = {
  name: 'kubernetes-service-controller',
  watches: ['services', 'endpoints', 'endpointslices'],
  keysOf: ({ namespace, name, to }) => (to === undefined && namespace === 'default' && name === NAME ? [NAME] : []),
  reconcile(_, draft) {
    insertAPIService(draft);
  },
};
