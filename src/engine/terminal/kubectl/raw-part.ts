import { Part } from '../../parts/part.ts';

/** Paths of the API server (`get --raw`) and scales (`--subresource=scale`), which few ask for. */
export const GET_RAW_PART = new Part('kubectl-get-raw', () => import('./get-raw.ts'));
