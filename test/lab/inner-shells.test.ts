import { expect, test } from 'vitest';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, recordOf, replay, takeAction, type LabSession } from '../../src/lab/session.ts';
import { courseExercise } from './course-exercise.ts';

const exercise = await courseExercise('L02-E2');
const run = (line: string, terminal = 'operator'): LabAction => ({ kind: 'run', terminal, line, texts: {} });
const play = (...lines: readonly string[]): LabSession => lines.map((line) => run(line)).reduce(takeAction, openLab(exercise));
const printed = ({ history }: LabSession, at = -1): string =>
  history
    .at(at)!
    .output.map(({ text }) => text)
    .join('');
const pod = (session: LabSession, name: string) => session.cluster.tables.pods?.['shop']?.[name];

test('kubectl exec -it of a shell leads into the Pod, and exit back with its status', () => {
  const inside = play('kubectl exec -it debug -- sh', 'x=5; cd /tmp', 'hostname; pwd; echo $x', 'kubectl get pods');
  expect(inside.history.map(({ inside, then }) => [inside, then])).toEqual([
    [undefined, 'shop/debug'],
    ['shop/debug', 'shop/debug'],
    ['shop/debug', 'shop/debug'],
    ['shop/debug', 'shop/debug'],
  ]);
  expect(printed(inside, -2)).toBe('debug\n/tmp\n5\n');
  expect(printed(inside)).toBe('sh: 1: kubectl: not found\n');
  expect(inside.history.at(-1)?.notSimulated).toEqual([{ id: 'kubectl-elsewhere', params: {} }]);
  expect(recordOf(inside).commands.map((command) => command.pod)).toEqual([undefined, 'debug', 'debug', 'debug']);
  const back = takeAction(takeAction(inside, run('exit 3')), run('echo $?; kubectl get pods -o name'));
  expect(printed(back, -2)).toBe('command terminated with exit code 3\n');
  expect(back.history.at(-2)?.then).toBeUndefined();
  expect(printed(back)).toMatch(/^3\npod\//);
});

test('what a person types has a terminal; what is piped in has none', () => {
  expect(printed(play('kubectl exec -it debug -- hostname'))).toBe('debug\n');
  const piped = play('echo hostname | kubectl exec -it debug -- sh');
  expect(printed(piped)).toBe('Unable to use a TTY - input is not a terminal or the right kind of file\ndebug\n');
  expect(piped.history[0]?.then).toBeUndefined();
});

test('the Pod of run -it --rm stays as long as somebody is in its shell', () => {
  const inside = play('kubectl run -it --rm tmp --image=busybox:1.37 --restart=Never -- sh', 'hostname');
  expect(printed(inside)).toBe('tmp\n');
  expect(pod(inside, 'tmp')?.status).toMatchObject({ phase: 'Running' });
  const left = takeAction(inside, run('exit'));
  expect(printed(left)).toBe('pod "tmp" deleted from shop namespace\n');
  expect(pod(left, 'tmp')).toBeUndefined();
});

test('Apply is the operator’s even while a shell of a Pod is open in front, and a Pod that goes takes its shell along', () => {
  const applied = takeAction(play('kubectl exec -it debug -- sh'), { kind: 'apply', texts: {} });
  expect(applied.history.at(-1)).toMatchObject({ exitCode: 0, then: 'shop/debug' });
  expect(applied.history.at(-1)?.inside).toBeUndefined();
  const gone = [run('kubectl delete pod debug --force', 'operator#2'), run('hostname')].reduce(takeAction, applied);
  expect(printed(gone)).toBe('command terminated with exit code 137\n');
  expect(gone.history.at(-1)?.then).toBeUndefined();
  expect(replay(exercise, gone.log).history).toEqual(gone.history);
});
