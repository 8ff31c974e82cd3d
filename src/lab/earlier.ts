import type { Route } from './drawing.ts';
import { judgeGiven, replay, type LabSession } from './session.ts';

/** How many actions were done when each command had run: command `n` at `n - 1`. */
function commandActions({ log, history }: LabSession): readonly number[] {
  const runs = log.flatMap(({ kind }, i) => (kind === 'apply' || kind === 'run' ? [i + 1] : []));
  // Commands that waited for predictions left no entry.
  return runs.slice(runs.length - history.length);
}

/** How many actions were done before the latest of the first `until` that changed the cluster, or `undefined`. */
function beforeLatestChange(session: LabSession, until: number): number | undefined {
  const commands = commandActions(session);
  for (let done = until; done > 0; done -= 1) {
    const kind = session.log[done - 1]?.kind;
    const entry = session.history[commands.indexOf(done)];
    if (
      kind === 'apply' || kind === 'run'
        ? (entry?.changes.length ?? 0) > 0
        : kind !== 'draw' && kind !== 'answer' && kind !== 'commit' && kind !== 'hint' && kind !== 'give-up'
    )
      return done - 1;
  }
  return undefined;
}

/** The same request before the latest change: how many actions were done then, and which route it was. */
export function earlierRun(session: LabSession, route: Route): { readonly actions: number; readonly route: Route } | undefined {
  if (route.kind === 'check') {
    const actions = session.verdict && beforeLatestChange(session, session.log.length);
    return actions === undefined ? undefined : { actions, route: { kind: 'check', id: route.id } };
  }
  const commands = commandActions(session);
  const asked = session.history[route.number - 1];
  const actions = beforeLatestChange(session, commands[route.number - 1] ?? 0);
  if (!asked || actions === undefined) return undefined;
  const same = session.history.findLast(
    ({ number, terminal, line, routes }) =>
      terminal === asked.terminal && line === asked.line && routes[route.index] && (commands[number - 1] ?? Infinity) <= actions,
  );
  const then = same && commands[same.number - 1];
  return then === undefined ? undefined : { actions: then, route: { kind: 'command', number: same?.number ?? route.number, index: route.index } };
}

/** The session as it was after its first actions, with a verdict on what there was. */
export function sessionAfter(session: LabSession, actions: number): LabSession {
  const then = replay(session.exercise, session.log.slice(0, actions));
  return then.verdict ? then : { ...then, verdict: judgeGiven(then) };
}

/** The session in which a route's packets were sent: the present one, unless something changed since. */
export function sessionOf(session: LabSession, route: Route | undefined): LabSession {
  if (route?.kind !== 'command') return session;
  const then = commandActions(session)[route.number - 1];
  const change = beforeLatestChange(session, session.log.length);
  return then === undefined || change === undefined || then > change ? session : replay(session.exercise, session.log.slice(0, then));
}
