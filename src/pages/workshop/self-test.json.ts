import { selfTest } from '../../layouts/workshop/self-test.ts';

/** What the pre-flight page has the simulator do, and what must come of it; the same in both languages. */
export function GET(): Response {
  return new Response(JSON.stringify(selfTest()), { headers: { 'content-type': 'application/json' } });
}
