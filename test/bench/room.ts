import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { startServer } from '../support/started-server.ts';

/** Milliseconds; memory in MB, 0 where the system does not tell it. */
export interface RoomTimes {
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
  readonly memoryBefore: number;
  readonly memoryAfter: number;
}

const STATUSES = ['working', 'help', 'done'] as const;

/** What the system says a process holds. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The local server of `dist/` in a process of its own, and so many learners who each report once a second, for so many seconds. */
export async function measureRoom(learners: number, seconds: number): Promise<RoomTimes> {
  const server = await startServer(process.cwd(), [
    process.execPath,
    '--experimental-strip-types',
    '--no-warnings',
    'src/local-server/serve.ts',
    '--folder',
    'dist',
    '--port',
    '0',
    '--only-here',
  ]);
  const times: number[] = [];

  const report = (agent: Agent, learner: number, round: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const body = { person: learner.toString(16).padStart(16, '0'), nickname: `learner ${learner}`, status: STATUSES[round % 3], exercise: 'L02-E2' };
      request(
        `${server.origin}/.minato/board`,
        { agent, method: 'POST', headers: { origin: server.origin, 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          response.on('end', () => {
            times.push(performance.now() - began);
            if (response.statusCode === 204) resolve();
            else reject(new Error(`a report was answered with ${response.statusCode}`));
          });
        },
      )
        .on('error', reject)
        .end(JSON.stringify(body));
    });

  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const sit = async (learner: number, rounds: number): Promise<void> => {
    // A connection of its own, as a browser has, and a second that begins anywhere.
    const agent = new Agent({ keepAlive: true });
    await wait((learner * 1000) / learners);
    for (let round = 0; round < rounds; round += 1) {
      const next = wait(1000);
      await report(agent, learner, round);
      await next;
    }
    agent.destroy();
  };
  const room = (rounds: number): Promise<unknown> => Promise.all(Array.from({ length: learners }, (_, learner) => sit(learner, rounds)));
  try {
    await room(2);
    times.length = 0;
    const memoryBefore = memoryOf(server.pid);
    await room(seconds);
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return { median: at(0.5), p99: at(0.99), longest: at(1), memoryBefore, memoryAfter: memoryOf(server.pid) };
  } finally {
    await server.stop();
  }
}
