import { describe, expect, test } from 'vitest';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, replay, takeAction, type LabSession } from '../../src/lab/session.ts';
import { courseExercise } from './course-exercise.ts';

const exercise = await courseExercise('L02-E2');
const debug = 'shop/debug';
const again = 'shop/debug#2';

const run = (terminal: string, line: string): LabAction => ({ kind: 'run', terminal, line, texts: {} });
const stop = (terminal: string): LabAction => ({ kind: 'stop', terminal });
const play = (...actions: readonly LabAction[]): LabSession => actions.reduce(takeAction, openLab(exercise));
const printed = (session: LabSession, number: number): string => session.history[number - 1]!.output.map(({ text }) => text).join('');

describe('a capture in one terminal', () => {
  test('goes on while another terminal on the same Pod asks for a name, and ends with Ctrl-C', () => {
    const started = play(run(debug, 'tcpdump -ni eth0 udp port 53'));
    expect(started.history[0]?.running).toBe('foreground');
    expect(printed(started, 1)).toBe(
      'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\nlistening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n',
    );
    const asked = takeAction(started, run(again, 'dig +short api.shop.svc.cluster.local'));
    expect(
      printed(asked, 1)
        .split('\n')
        .filter((line) => line.includes('A? api.shop.svc.cluster.local.')),
    ).toHaveLength(1);
    expect(asked.history[0]?.running).toBe('foreground');
    const ended = takeAction(asked, stop(debug));
    expect(printed(ended, 1)).toMatch(/\^C\n2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n$/);
    expect(ended.history[0]?.running).toBeUndefined();
    expect(ended.history[0]?.exitCode).toBe(0);
    expect(ended.running).toEqual([]);
    // Nobody waited: only the look-up took time.
    expect(ended.cluster.now).toBe(asked.cluster.now);
  });

  test('hears nothing that was sent before it began or after it ended', () => {
    const session = play(run(again, 'dig +short a.'), run(debug, 'tcpdump -n udp'), stop(debug), run(again, 'dig +short b.'));
    expect(printed(session, 2)).toContain('^C\n0 packets captured\n');
  });

  test('ends by itself when it has counted enough, through a pipe as well', () => {
    const session = play(run(debug, 'tcpdump -c 1 -ni any udp port 53 | wc -l'), run(again, 'dig +short api.shop.svc.cluster.local'));
    expect(session.history[0]?.running).toBeUndefined();
    expect(printed(session, 1)).toContain('1 packet captured');
    expect(printed(session, 1)).toMatch(/^1$/m);
  });

  test('keeps its terminal busy: a line typed there is not taken', () => {
    const session = play(run(debug, 'tcpdump -n udp'), run(debug, 'echo no'));
    expect(session.history).toHaveLength(1);
  });

  test('is the same after it was saved and done again', () => {
    const session = play(run(debug, 'tcpdump -ni any tcp'), run('operator', 'kubectl get pods'), run(again, 'curl -sS http://api/ -m 2'), stop(debug));
    const redone = replay(exercise, JSON.parse(JSON.stringify(session.log)) as LabAction[]);
    expect(redone.history).toEqual(session.history);
    expect(redone.running).toEqual([]);
  });
});

describe('what stands behind a command', () => {
  test('is what was asked of the API server, and what changed by whom', () => {
    const { history } = play(run('operator', 'kubectl get service api'), run('operator', 'kubectl scale deploy api --replicas=5'));
    expect(history[0]?.requests).toEqual([{ verb: 'GET', resource: 'services', namespace: 'shop', name: 'api', code: 200 }]);
    expect(history[0]?.changes).toEqual([]);
    expect(history[1]?.requests.map(({ verb, resource }) => `${verb} ${resource}`)).toContain('PATCH deployments.apps');
    expect(history[1]?.changes[0]).toEqual({ by: 'kubectl', table: 'deployments', namespace: 'shop', name: 'api', did: 'changed' });
    expect(history[1]?.changes.some(({ by, table, did }) => by === 'replicaset-controller' && table === 'pods' && did === 'added')).toBe(true);
  });
});
