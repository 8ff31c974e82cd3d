import type { WorkerQuestion, WorkerReply } from './protocol.ts';
import { createDesk } from './desk.ts';

/** The module worker: one desk of labs behind postMessage. `inspect` waits for the queue, so that only the newest is answered. */
const desk = createDesk();
const newestInspect = new Map<string, number>();

const reply = (message: WorkerReply): void => {
  postMessage(message);
};

addEventListener('message', ({ data }: MessageEvent<WorkerQuestion>) => {
  if (data.type !== 'inspect') {
    reply(desk(data));
    return;
  }
  newestInspect.set(data.lab, data.request);
  setTimeout(() => {
    reply(newestInspect.get(data.lab) === data.request ? desk(data) : { request: data.request, dropped: true });
  });
});

postMessage('awake');
