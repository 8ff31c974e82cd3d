import { Part } from '../parts/part.ts';

/** CoreDNS with another Corefile than the cluster's own, and what its log says. */
export const COREFILE_PART = new Part('corefile', () => import('./corefile-server.ts'));
