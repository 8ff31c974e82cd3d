import { loadReferences, type References } from '../engine/index.ts';
import type { LabAction } from '../lab/action.ts';
import { asksReferences } from '../lab/session.ts';
import type { WorkerQuestion, WorkerReply } from './protocol.ts';
import { createDesk } from './desk.ts';

/** The module worker: one desk of labs behind postMessage. `inspect` waits for the queue, so that only the newest is answered. */
const desk = createDesk();
const newestInspect = new Map<string, number>();
/** kubectl's long texts: a chunk of their own, fetched for the first command that prints them. */
let references: References | undefined;
/** Questions that came while those texts were on their way wait here, in order. */
let turn: Promise<void> | undefined;

const reply = (message: WorkerReply): void => {
  postMessage(message);
};

const asks = (action: LabAction): boolean => action.kind === 'run' && asksReferences(action.line);
const wantsReferences = (question: WorkerQuestion): boolean =>
  references === undefined && (question.type === 'act' ? asks(question.action) : question.type === 'open' && question.actions.some(asks));

function take(data: WorkerQuestion): void {
  if (data.type !== 'inspect') {
    reply(desk(data, references));
    return;
  }
  newestInspect.set(data.lab, data.request);
  setTimeout(() => {
    reply(newestInspect.get(data.lab) === data.request ? desk(data) : { request: data.request, dropped: true });
  });
}

addEventListener('message', ({ data }: MessageEvent<WorkerQuestion>) => {
  if (turn === undefined && !wantsReferences(data)) {
    take(data);
    return;
  }
  turn = (turn ?? Promise.resolve()).then(async () => {
    // Without the texts the command itself says that they are missing.
    if (wantsReferences(data)) references = await loadReferences().catch(() => undefined);
    take(data);
  });
  const mine = turn;
  void mine.then(() => {
    if (turn === mine) turn = undefined;
  });
});

postMessage('awake');
