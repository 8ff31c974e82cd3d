import { inspect, runCommand, openSession, Part, PartMissing, wantsMore } from '../engine/index.ts';
import { judgeGiven, openLab, runOf, shellOf, replay, takeAction, type LabSession } from '../lab/session.ts';
import type { LabView, Seen, WorkerAnswers, WorkerQuestion, WorkerReply } from './protocol.ts';

/** Completion, hover and outline: for the rich editor, which comes later. */
export const ASSIST_PART = new Part('assist', () => import('../assist/assist.ts'));

/** What fits in a command line. */
export const COMMAND_LINES_PART = new Part('command-lines', () => import('../assist/complete-command.ts'));

/** The drawing and what is looked at in it: no verdict waits for it. */
export const DRAWING_PART = new Part('drawing', () => import('../lab/drawing-part.ts'));

/** The question needs code that is not here yet. Load the part and ask again. */
export interface Wanting {
  readonly wants: Part<unknown>;
}

/** Holds the labs of one page and answers questions about them. Needs no worker: tests ask it directly. */
export function createDesk(): (question: WorkerQuestion) => WorkerReply | Wanting {
  const labs = new Map<string, LabSession>();

  const answer = (question: WorkerQuestion): WorkerAnswers[keyof WorkerAnswers] => {
    if (question.type === 'open') {
      const session = question.actions.length > 0 ? replay(question.exercise, question.actions) : openLab(question.exercise);
      const opened = question.judge && !session.verdict ? { ...session, verdict: judgeGiven(session) } : session;
      labs.set(question.lab, opened);
      return viewOf(opened, 0);
    }
    if (question.type === 'close') return { closed: labs.delete(question.lab) };
    const session = labs.get(question.lab);
    if (!session) throw new Error(`no lab called ${question.lab}`);
    switch (question.type) {
      case 'act': {
        const next = takeAction(session, question.action);
        labs.set(question.lab, next);
        return viewOf(next, firstOther(session.history, next.history));
      }
      case 'inspect':
        return { diagnostics: inspect(question.files, session.cluster, session.exercise.definition.cluster.namespace).diagnostics, files: question.files };
      case 'complete':
        return ASSIST_PART.content.complete(question.text, question.offset, session.cluster);
      case 'complete-command': {
        const { line, caret, terminal } = question;
        return COMMAND_LINES_PART.content.completeCommand(line, caret, session.cluster, shellOf(session, terminal));
      }
      case 'wants-more':
        return { wants: wantsMore(shellOf(session, question.terminal), question.lines) };
      case 'describe': {
        const facts = ASSIST_PART.content.describeField(question.text, question.offset);
        return facts ? { facts } : {};
      }
      case 'outline':
        return { items: ASSIST_PART.content.outline(question.text) };
      case 'draw':
        return DRAWING_PART.content.drawRoute(atMoment(session, question), question.moments === undefined ? question.route : undefined, question.width);
      case 'look':
        return DRAWING_PART.content.lookAt(seenBy(session, question), question.thing);
      case 'faults':
        return DRAWING_PART.content.faultsOf(session.cluster, session.given);
      case 'compare': {
        const beside = DRAWING_PART.content.nearestSolution(question.texts, question.solutions);
        return beside ? { beside } : {};
      }
      case 'show': {
        const { resource, name, namespace } = question;
        const shown = runCommand({ cluster: seenBy(session, question).cluster, session: openSession() }, [
          'kubectl',
          'get',
          resource,
          name,
          '-n',
          namespace || 'default',
          '-o',
          'yaml',
        ]);
        return { text: shown.stdout || shown.stderr };
      }
    }
  };

  return (question) => {
    try {
      return { request: question.request, answer: answer(question) };
    } catch (problem) {
      if (problem instanceof PartMissing) return { wants: problem.part };
      return { request: question.request, failed: problem instanceof Error ? `${problem.message}\n${problem.stack ?? ''}` : String(problem) };
    }
  };
}

/** The session itself, or as it was after so many moments. */
function atMoment(session: LabSession, { moments }: Seen): LabSession {
  return moments === undefined ? session : DRAWING_PART.content.sessionAtMoment(session, moments);
}

/** The session with the cluster that is seen. */
function seenBy(session: LabSession, seen: Seen): LabSession {
  return seen.moments === undefined && seen.route ? DRAWING_PART.content.sessionDrawn(session, seen.route) : atMoment(session, seen);
}

/** Where a history first differs from the one before: a running line's entry may stand anywhere in it. */
function firstOther(before: readonly unknown[], after: readonly unknown[]): number {
  const at = before.findIndex((entry, i) => entry !== after[i]);
  return at < 0 ? before.length : at;
}

function viewOf(session: LabSession, historyFrom: number): LabView {
  const { history, terminals, texts, answers, predictions, hints, attempts, gaveUp, phase, handedIn, verdict, missed, moments, log, cluster, given } = session;
  const run = runOf(session);
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
    phase,
    handedIn,
    ...(run ? { run } : {}),
    ...(verdict ? { verdict } : {}),
    ...(missed ? { missed } : {}),
    moments: moments.map(({ at, happenings }) => ({ at, happenings })),
    done: log.length,
    now: cluster.now,
    began: given.now,
  };
}
