import { complete } from '../assist/complete.ts';
import { describeField } from '../assist/describe-field.ts';
import { outline } from '../assist/outline.ts';
import { inspect, runCommand, openSession, type References } from '../engine/index.ts';
import { drawRoute } from '../lab/drawing.ts';
import { judgeGiven, openLab, replay, takeAction, type LabSession } from '../lab/session.ts';
import type { LabView, WorkerAnswers, WorkerQuestion, WorkerReply } from './protocol.ts';

/** Holds the labs of one page and answers questions about them. Needs no worker: tests ask it directly. */
export function createDesk(): (question: WorkerQuestion, references?: References) => WorkerReply {
  const labs = new Map<string, LabSession>();

  const answer = (question: WorkerQuestion, references: References): WorkerAnswers[keyof WorkerAnswers] => {
    if (question.type === 'open') {
      const session = question.actions.length > 0 ? replay(question.exercise, question.actions, references) : openLab(question.exercise);
      const opened = question.judge && !session.verdict ? { ...session, verdict: judgeGiven(session) } : session;
      labs.set(question.lab, opened);
      return viewOf(opened, 0);
    }
    const session = labs.get(question.lab);
    if (!session) throw new Error(`no lab called ${question.lab}`);
    switch (question.type) {
      case 'act': {
        const next = takeAction(session, question.action, references);
        labs.set(question.lab, next);
        return viewOf(next, session.history.length);
      }
      case 'inspect':
        return { diagnostics: inspect(question.files, session.cluster).diagnostics, files: question.files };
      case 'complete':
        return complete(question.text, question.offset, session.cluster);
      case 'describe': {
        const facts = describeField(question.text, question.offset);
        return facts ? { facts } : {};
      }
      case 'outline':
        return { items: outline(question.text) };
      case 'draw':
        return drawRoute(session, question.route, question.width);
      case 'show': {
        const { resource, name, namespace } = question;
        const shown = runCommand({ cluster: session.cluster, session: openSession() }, `kubectl get ${resource} ${name} -n ${namespace || 'default'} -o yaml`);
        return { text: shown.stdout || shown.stderr };
      }
    }
  };

  return (question, references = {}) => {
    try {
      return { request: question.request, answer: answer(question, references) };
    } catch (problem) {
      return { request: question.request, failed: problem instanceof Error ? `${problem.message}\n${problem.stack ?? ''}` : String(problem) };
    }
  };
}

function viewOf(session: LabSession, historyFrom: number): LabView {
  const { history, terminals, texts, answers, predictions, hints, attempts, gaveUp, verdict, missed, log, cluster, given } = session;
  return {
    history: history.slice(historyFrom),
    historyFrom,
    terminals: Object.keys(terminals),
    texts,
    answers,
    ...(predictions ? { predictions } : {}),
    hints,
    attempts,
    gaveUp,
    ...(verdict ? { verdict } : {}),
    ...(missed ? { missed } : {}),
    done: log.length,
    now: cluster.now,
    began: given.now,
  };
}
