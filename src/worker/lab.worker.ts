import { TERMINAL_PARTS, type Part } from '../engine/index.ts';
import { createDesk, DRAWING_PART } from './desk.ts';
import type { WorkerMessage, WorkerQuestion } from './protocol.ts';

/**
 * The module worker: one desk of labs behind postMessage. `inspect` waits for the queue, so that only the newest is answered. A
 * question that wants a part of the engine waits for it, and whatever comes after waits behind.
 */
const desk = createDesk();
const newestInspect = new Map<string, number>();
let turn: Promise<void> | undefined;

const send = (message: WorkerMessage): void => {
  postMessage(message);
};

/** A queue's turn: afterwards the question is answered. */
async function fetchAndTake(question: WorkerQuestion, wanted: Part<unknown>): Promise<void> {
  for (let wants: Part<unknown> | undefined = wanted; wants;) {
    try {
      send('fetching');
      await wants.load();
    } catch {
      send({ request: question.request, unfetched: wants.name });
      return;
    }
    send('awake');
    const answer = desk(question);
    wants = 'wants' in answer ? answer.wants : undefined;
    if (!('wants' in answer)) send(answer);
  }
  // Whoever typed one command will type another.
  if (question.type === 'act' && question.action.kind === 'run') for (const part of TERMINAL_PARTS) void part.load().catch(() => undefined);
}

function take(question: WorkerQuestion): Promise<void> | undefined {
  const answer = desk(question);
  if ('wants' in answer) return fetchAndTake(question, answer.wants);
  send(answer);
  return undefined;
}

function inTurn(step: () => Promise<void> | undefined): void {
  const mine = turn ? turn.then(step) : step();
  if (!mine) return;
  turn = mine;
  void mine.then(() => {
    if (turn === mine) turn = undefined;
  });
}

addEventListener('message', ({ data }: MessageEvent<WorkerQuestion>) => {
  if (data.type !== 'inspect') {
    inTurn(() => take(data));
    return;
  }
  newestInspect.set(data.lab, data.request);
  setTimeout(() => {
    inTurn(() => {
      if (newestInspect.get(data.lab) === data.request) return take(data);
      send({ request: data.request, dropped: true });
      return undefined;
    });
  });
});

send('awake');
// Every lab is drawn as soon as it is open.
void DRAWING_PART.load().catch(() => undefined);
