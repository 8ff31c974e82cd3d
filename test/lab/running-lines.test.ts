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

describe('a line that goes on', () => {
  const on = 'operator#2';
  const text = (session: LabSession, number: number): string => printed(session, number);
  const forwarded = (): LabSession => play(run('operator', 'kubectl get deploy'), run('operator', 'kubectl port-forward deploy/api 8080:8080'));

  test('forwards a port for the other shell, and says so there where it was typed', () => {
    const started = forwarded();
    expect(text(started, 2)).toBe('Forwarding from 127.0.0.1:8080 -> 8080\nForwarding from [::1]:8080 -> 8080\n');
    const asked = takeAction(started, run(on, 'curl -sS http://127.0.0.1:8080/hostname'));
    expect(text(asked, 3)).toMatch(/^api-/);
    expect(text(asked, 2)).toMatch(/\nHandling connection for 8080\n$/);
    const stopped = takeAction(asked, stop('operator'));
    expect(text(stopped, 2)).toMatch(/\^C\n$/);
    expect(stopped.running).toEqual([]);
    expect(takeAction(stopped, run(on, 'curl -sS http://127.0.0.1:8080/hostname')).history[3]?.exitCode).toBe(7);
  });

  test('a forwarded port is lost with the Pod, at the next connection', () => {
    const gone = [run(on, 'kubectl delete pod --all --now'), run(on, 'curl -sS http://127.0.0.1:8080/')].reduce(takeAction, forwarded());
    expect(text(gone, 4)).toBe('curl: (52) Empty reply from server\n');
    expect(text(gone, 2)).toMatch(
      /Handling connection for 8080\nE\d{4} .*portforward\.go:549\] "An error occurred forwarding" .*\nerror: lost connection to pod\n$/,
    );
    expect(gone.history[1]).toMatchObject({ exitCode: 1 });
    expect(gone.running).toEqual([]);
    expect(gone.cluster.tables.sockets ?? {}).toEqual({});
  });

  test('stands behind the shell with &, is a job there, and is killed by its number', () => {
    const begun = play(run('operator', 'kubectl get deploy'), run('operator', 'kubectl port-forward deploy/api 8080:8080 &'));
    expect(begun.history[1]).toMatchObject({ running: 'background', exitCode: 0 });
    const asked = takeAction(begun, run('operator', 'curl -sS http://127.0.0.1:8080/hostname; jobs'));
    expect(text(asked, 3)).toMatch(/^api-\S*\[1\]\+ {2}Running {17}kubectl port-forward deploy\/api 8080:8080 &\n$/);
    const killed = takeAction(asked, run('operator', 'kill %1; jobs'));
    expect(text(killed, 4)).toBe('');
    expect(killed.running).toEqual([]);
    expect(killed.history[1]?.running).toBeUndefined();
  });

  test('watches every write of what others do, and ends with the status of Ctrl-C', () => {
    const watched = play(run('operator', 'kubectl get deploy api -w --no-headers'), run(on, 'kubectl scale deploy api --replicas=1'));
    const rows = text(watched, 1)
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/).slice(1, 4).join(' '));
    expect(rows[0]).toBe('3/3 3 3');
    expect(rows).toContain('3/1 3 3');
    expect(rows.at(-1)).toBe('1/1 1 1');
    expect(takeAction(watched, stop('operator')).history[0]?.exitCode).toBe(1);
  });

  test('an edit waits for its editor, opens it again with what is wrong, and changes what was saved', () => {
    const save = (words: string): LabAction => ({ kind: 'save', terminal: 'operator', text: words });
    const open = play(run('operator', 'kubectl edit svc api'));
    const { text: file = '' } = open.history[0]?.editing ?? {};
    expect(file).toMatch(/^# Please edit the object below\. Lines beginning with a '#' will be ignored,\n/);
    const refused = takeAction(open, save(file.replace('port: 80\n', 'port: 99999\n')));
    expect(refused.history[0]?.editing?.text).toContain('# * spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive\n');
    // What others do meanwhile is not lost, and not in the way.
    const meanwhile = takeAction(refused, run(on, 'kubectl label svc api tier=front'));
    const saved = takeAction(meanwhile, save(file.replace('port: 80\n', 'port: 81\n')));
    expect(text(saved, 1)).toBe('error: services "api" is invalid\nservice/api edited\n');
    const asked = takeAction(saved, run('operator', "kubectl get svc api -o jsonpath='{.spec.ports[0].port} {.metadata.labels.tier}'"));
    expect(text(asked, 3)).toBe('81 front');
    const redone = replay(exercise, JSON.parse(JSON.stringify(asked.log)) as LabAction[]);
    expect(redone.history).toEqual(asked.history);
    expect(redone.cluster).toEqual(asked.cluster);
  });

  test('an edit that changes nothing says so', () => {
    const open = play(run('operator', 'kubectl edit svc api'));
    const left = takeAction(open, { kind: 'save', terminal: 'operator', text: open.history[0]?.editing?.text ?? '' });
    expect(left.history[0]).toMatchObject({ exitCode: 0, output: [{ stream: 'stderr', text: 'Edit cancelled, no changes made.\n' }] });
  });
});
