import type { WorkerAnswers, WorkerQuestion, WorkerMessage, WorkerReply, WorkerRequest } from '../worker/protocol.ts';

/** Why a question got no answer: the worker was replaced, a newer question came, or the engine has a bug. */
export class Unanswered extends Error {
  readonly reason: 'restarted' | 'dropped' | 'unfetched' | 'failed';
  constructor(reason: 'restarted' | 'dropped' | 'unfetched' | 'failed', detail = '') {
    super(`${reason} ${detail}`);
    this.reason = reason;
  }
}

interface Pending {
  readonly type: WorkerRequest['type'];
  readonly resolve: (answer: WorkerAnswers[keyof WorkerAnswers]) => void;
  readonly reject: (reason: Unanswered) => void;
}

/** The worker that the page's head began (layouts/early-scripts.ts), with what it said meanwhile; gone where it failed. */
interface EarlyWorker {
  readonly worker: Worker;
  readonly heard: readonly WorkerMessage[];
}

/** It serves once: whoever comes after a restart begins another. */
function takeEarlyWorker(): EarlyWorker | undefined {
  const page: typeof globalThis & { earlyWorker?: EarlyWorker } = globalThis;
  const { earlyWorker } = page;
  delete page.earlyWorker;
  return earlyWorker;
}

/**
 * A silent worker is replaced after this long. What takes longest is a verdict on the capstone, a quarter of a second on a laptop: a phone
 * sixteen times slower is waited for, since who cuts it off loses what was asked. `open` may have a long history to repeat.
 */
const PATIENCE_MS = { open: 15_000, other: 6_000 } as const;

/**
 * The page's side of the worker: numbers every question, and watches. A worker that is busy for too long, was killed or
 * threw is terminated and made again, and every lab is told to open anew.
 */
export class LabHost {
  #worker: Worker | undefined;
  #awake = false;
  #next = 1;
  #watch: ReturnType<typeof setTimeout> | undefined;
  readonly #pending = new Map<number, Pending>();
  readonly #labs = new Map<string, () => void>();

  /** Introduces a lab; `reopen` is called after the worker was replaced. Returns how to leave. */
  join(lab: string, reopen: () => void): () => void {
    this.#labs.set(lab, reopen);
    return () => {
      if (this.#worker) void this.ask(lab, { type: 'close' }).catch(() => undefined);
      this.#labs.delete(lab);
    };
  }

  /** Whoever left gets no answer: what came late, a picture for example, would ask about a lab that is no more. */
  ask<T extends WorkerRequest['type']>(lab: string, request: Extract<WorkerRequest, { type: T }>): Promise<WorkerAnswers[T]> {
    if (!this.#labs.has(lab)) return Promise.reject(new Unanswered('dropped'));
    return new Promise((resolve, reject) => {
      const number = this.#next++;
      this.#pending.set(number, { type: request.type, resolve: resolve as Pending['resolve'], reject });
      const question: WorkerQuestion = { ...request, request: number, lab };
      this.#wake().postMessage(question);
      if (this.#pending.size === 1) this.#startWatch();
    });
  }

  #wake(): Worker {
    if (this.#worker) return this.#worker;
    const { worker, heard } = takeEarlyWorker() ?? {
      worker: new Worker(new URL('../worker/lab.worker.ts', import.meta.url), { type: 'module' }),
      heard: [],
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      this.#hear(data);
    };
    worker.onerror = () => {
      this.#restart();
    };
    this.#worker = worker;
    this.#awake = false;
    for (const message of heard) this.#hear(message);
    return worker;
  }

  #hear(message: WorkerMessage): void {
    // A worker that waits for the network is not watched, however slow that is.
    this.#awake = message !== 'fetching';
    if (message !== 'awake' && message !== 'fetching') this.#settle(message);
    this.#startWatch();
  }

  #settle(reply: WorkerReply): void {
    const pending = this.#pending.get(reply.request);
    this.#pending.delete(reply.request);
    if ('answer' in reply) pending?.resolve(reply.answer);
    else if ('dropped' in reply) pending?.reject(new Unanswered('dropped'));
    else if ('unfetched' in reply) pending?.reject(new Unanswered('unfetched', reply.unfetched));
    else pending?.reject(new Unanswered('failed', reply.failed));
  }

  /** The oldest question decides how long to wait. A worker that is still being loaded is given its time. */
  #startWatch(): void {
    clearTimeout(this.#watch);
    const [oldest] = this.#pending.values();
    if (!oldest || !this.#awake) return;
    this.#watch = setTimeout(
      () => {
        this.#restart();
      },
      oldest.type === 'open' ? PATIENCE_MS.open : PATIENCE_MS.other,
    );
  }

  #restart(): void {
    clearTimeout(this.#watch);
    this.#worker?.terminate();
    this.#worker = undefined;
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of lost) reject(new Unanswered('restarted'));
    for (const reopen of this.#labs.values()) reopen();
  }
}

let shared: LabHost | undefined;

/** The one host of a page: all its labs share a worker. */
export function labHost(): LabHost {
  shared ??= new LabHost();
  return shared;
}
