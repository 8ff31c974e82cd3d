import { Part } from '../../parts/part.ts';

/** `get --raw`: paths of the API server, which few ask for. */
export const GET_RAW_PART = new Part('kubectl-get-raw', async () => (await import('./get-raw.ts')).getRaw);
