import { spawn } from 'node:child_process';

export interface StartedServer {
  readonly origin: string;
  readonly pid: number;
  /** The instructor's board, in Japanese. */
  readonly board: string;
  /** Everything that is on the console so far. */
  readonly console: () => string;
  /** Ends it as Ctrl+C does, and waits until it has ended. */
  stop(): Promise<number | null>;
}

/** Starts a program of an unpacked ZIP and waits until the server says where it is. */
export function startServer(folder: string, [program, ...args]: readonly [string, ...string[]]): Promise<StartedServer> {
  const server = spawn(program, [...args], { cwd: folder, env: { ...process.env, MINATO_IN_TERMINAL: '1' } });
  let said = '';
  const ended = new Promise<number | null>((resolve) => server.on('exit', resolve));
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const origin = /http:\/\/localhost(?::\d+)?(?=\/\n)/u.exec(said)?.[0];
      const board = /\S+\/ja\/workshop\/status\/#\S+/u.exec(said)?.[0];
      if (origin === undefined || board === undefined || !said.includes('Ctrl+C')) return;
      resolve({
        origin,
        pid: server.pid ?? 0,
        board,
        console: () => said,
        stop: () => {
          server.kill('SIGINT');
          return ended;
        },
      });
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
}
