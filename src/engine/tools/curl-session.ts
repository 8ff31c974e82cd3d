import type { Process } from '../machine/process.ts';
import type { Connection } from './connection.ts';
import type { Arguments } from './curl-arguments.ts';
import type { Location } from './http-exchange.ts';

/** A transfer's end: curl's exit code and the words behind it. */
export class Failed extends Error {
  readonly code: number;
  readonly words: string;
  constructor(code: number, words: string) {
    super(words);
    this.code = code;
    this.words = words;
  }
}

/** An open connection, and its number in what -v prints. */
export interface Open {
  readonly connection: Connection;
  readonly ip: string;
  readonly number: number;
}

/** One run of curl: its arguments, its open connections by scheme, host and port, and what -v writes to. */
export interface Session {
  readonly process: Process;
  readonly args: Arguments;
  readonly pool: Map<string, Open>;
  /** How many connections were opened. */
  readonly connections: { opened: number };
  readonly log: (text: string) => void;
}

/** The moment at which --max-time is over. */
export function maxTime({ args }: Session, startedAt: number): number | undefined {
  const seconds = args.values.get('m')?.at(-1);
  return seconds === undefined || Number(seconds) === 0 ? undefined : startedAt + Number(seconds) * 1000;
}

/** What a connection is kept under, to be used again. */
export const poolKey = ({ scheme, host, port }: Location): string => `${scheme}://${host.toLowerCase()}:${port}`;

/** A warning, broken behind a blank as curl breaks it at 79 columns; -s mutes it. */
export function warn({ process, args }: Session, text: string): void {
  if (args.flags.has('s')) return;
  for (let rest = text; rest !== '';) {
    const at = rest.length > 70 ? rest.slice(0, 70).lastIndexOf(' ') + 1 || 70 : rest.length;
    process.err(`Warning: ${rest.slice(0, at)}\n`);
    rest = rest.slice(at);
  }
}
