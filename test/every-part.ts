import { loadEveryPart } from '../src/engine/index.ts';
import { DRAWN_RUN_PART } from '../src/lab/session.ts';

// Tests ask engine and lab as one function; test/worker shows how a page fetches their parts.
await Promise.all([loadEveryPart(), DRAWN_RUN_PART.load()]);
