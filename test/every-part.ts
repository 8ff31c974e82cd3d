import { loadEveryPart } from '../src/engine/index.ts';

// Tests ask the engine as one function; test/worker shows how a page fetches its parts.
await loadEveryPart();
