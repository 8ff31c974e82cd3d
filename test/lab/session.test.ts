import { beforeAll, describe, expect, it } from 'vitest';
import type { LabAction } from '../../src/lab/action.ts';
import { drawRoute } from '../../src/lab/drawing.ts';
import { MOST_PODS, openLab, recordOf, replay, takeAction, type LabSession } from '../../src/lab/session.ts';
import type { ExerciseBundle } from '../../src/exercise/exercise.ts';
import { createDesk } from '../../src/worker/desk.ts';
import { courseExercise } from './course-exercise.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

let bundle: ExerciseBundle;
let begun: LabSession;

beforeAll(async () => {
  bundle = await courseExercise('L03-E2');
  begun = openLab(bundle);
});

const act = (...actions: readonly LabAction[]): LabSession => actions.reduce((session, action) => takeAction(session, action), begun);
const passedChecks = ({ verdict }: LabSession): readonly string[] => (verdict?.checks ?? []).filter(({ passed }) => passed).map(({ id }) => id);
const mended = (): LabAction => ({ kind: 'apply', texts: bundle.solutions[0]?.texts ?? {} });

describe('a learner’s session', () => {
  it('opens with the given cluster settled, the starter applied, both terminals and no verdict', () => {
    expect(Object.keys(begun.cluster.tables.services?.['shop'] ?? {})).toEqual(['a', 'b']);
    expect(Object.keys(begun.terminals)).toEqual(['shop/debug', 'operator']);
    expect(begun.verdict).toBeUndefined();
    expect(begun.attempts).toBe(0);
  });

  it('opens the cluster that the exercise asks for, and terminals on nodes and hosts', () => {
    const { definition } = bundle;
    const cluster = { namespace: 'shop', site: 'aws', zones: 'three', proxyMode: 'iptables', version: '1.36', hairpin: false } as const;
    const checks = [...definition.checks, { id: 'closed', kind: 'tcp', from: 'office', host: '192.168.49.2', port: 30080, outcome: 'closed' } as const];
    const opened = openLab({ ...bundle, definition: { ...definition, cluster, terminal: 'node:node-b', checks } });
    const { name, loadBalancer, proxyMode, version, nodes } = opened.cluster.config;
    expect([name, loadBalancer, proxyMode, version, nodes.map(({ zone }) => zone)]).toEqual([
      'three-nodes/aws',
      'aws',
      'iptables',
      '1.36',
      ['zone-a', 'zone-b', 'zone-c'],
    ]);
    expect(Object.entries(opened.terminals).map(([key, { place }]) => [key, place])).toEqual([
      ['node:node-b', { kind: 'node', node: 'node-b' }],
      ['operator', { kind: 'operator' }],
      ['shop/debug', { kind: 'pod', namespace: 'shop', pod: 'debug' }],
      ['office', { kind: 'host', host: 'office' }],
    ]);
    const said = takeAction(opened, { kind: 'run', terminal: 'office', line: 'ip -4 addr show', texts: {} }).history[0]?.output;
    expect(said?.map(({ text }) => text).join('')).toContain('203.0.113.40');
    expect(takeAction(opened, { kind: 'run', terminal: 'node:node-b', line: 'ip -4 addr show', texts: {} }).history[0]?.output[0]?.text).toContain(
      '192.168.49.3',
    );
  });

  it('applies every editable file with one kubectl line, as a terminal would', () => {
    const applied = act({ kind: 'apply', texts: {} });
    expect(applied.history[0]?.line).toBe('kubectl apply -f a.yaml -f b.yaml');
    expect(applied.history[0]?.output.map(({ text }) => text).join('')).toBe('service/a unchanged\nservice/b unchanged\n');
    const typed = act({ kind: 'run', terminal: 'operator', line: 'kubectl apply -f a.yaml -f b.yaml', texts: {} });
    expect(typed.verdict?.checks).toEqual(applied.verdict?.checks);
  });

  it('passes with the solution and the right answers, and not before', () => {
    const half = act(mended());
    expect(passedChecks(half)).toEqual(['a-answers', 'b-answers', 'deployments-untouched']);
    const whole = [
      { kind: 'answer', field: 'where-a', choice: 'pod' },
      { kind: 'answer', field: 'where-b', choice: 'vip' },
    ] as const;
    expect(whole.reduce((session, action) => takeAction(session, action), half).verdict?.passed).toBe(true);
  });

  it('names the misconception of a wrong answer', () => {
    const { verdict } = act({ kind: 'answer', field: 'where-a', choice: 'selector' });
    expect(verdict?.feedback).toContainEqual({ id: 'membership-is-fine', misconception: 'M03', explains: 'where-a' });
  });

  it('shows the editor what a tool wrote into an editable file', () => {
    const written = act({ kind: 'run', terminal: 'operator', line: 'echo "kind: Nothing" > a.yaml', texts: {} });
    expect(written.texts['a.yaml']).toBe('kind: Nothing\n');
    expect(written.texts['b.yaml']).toBe(bundle.starter['b.yaml']);
  });

  it('opens hints one after the other up to the last', () => {
    expect(act({ kind: 'hint', number: 2 }).hints).toBe(2);
    expect(act({ kind: 'hint', number: 99 }).hints).toBe(bundle.definition.hints);
    expect(act({ kind: 'hint', number: 2 }, { kind: 'hint', number: 1 }).hints).toBe(2);
  });

  it('is the same again after its actions are done again, and survives JSON', () => {
    const session = act(
      mended(),
      { kind: 'answer', field: 'where-a', choice: 'pod' },
      { kind: 'advance', ms: 5000 },
      { kind: 'run', terminal: 'operator', line: 'kubectl get pods', texts: {} },
    );
    const again = replay(bundle, JSON.parse(JSON.stringify(session.log)) as LabAction[]);
    expect(again).toEqual(session);
    expect(JSON.parse(JSON.stringify(session))).toEqual(session);
  });

  it('does not change a session in place', () => {
    const before = JSON.stringify(begun);
    act(mended());
    expect(JSON.stringify(begun)).toBe(before);
  });

  it.each(HOSTILE_TEXTS)('answers $what with a complaint, and keeps the text', ({ text }) => {
    const desk = createDesk();
    desk({ request: 1, lab: 'x', type: 'open', exercise: bundle, actions: [], judge: false });
    const reply = desk({ request: 2, lab: 'x', type: 'inspect', files: { 'a.yaml': text } });
    expect('answer' in reply && 'diagnostics' in reply.answer ? reply.answer.diagnostics.length : 0).toBeGreaterThan(0);
    const session = act({ kind: 'apply', texts: { 'a.yaml': text } });
    expect(session.history[0]?.exitCode).not.toBe(0);
    expect(session.texts['a.yaml']).toBe(text);
  });

  it('holds so many Pods and no more, and says so', () => {
    const scaled = act({ kind: 'run', terminal: 'operator', line: 'kubectl scale deployment a --replicas=1000', texts: {} });
    const pods = Object.values(scaled.cluster.tables.pods ?? {}).reduce((sum, rows) => sum + Object.keys(rows).length, 0);
    expect(pods).toBe(MOST_PODS);
    expect(scaled.history[0]?.notSimulated).toContainEqual({ id: 'pods-full', params: { most: String(MOST_PODS) } });
  });

  it('says where kubectl is when it is typed in a Pod that has none', () => {
    const typed = act({ kind: 'run', terminal: 'shop/debug', line: 'kubectl get pods', texts: {} });
    expect(typed.history[0]?.exitCode).toBe(127);
    expect(typed.history[0]?.notSimulated).toEqual([{ id: 'kubectl-elsewhere', params: {} }]);
  });

  it('keeps for grading in which Pod a line was typed, and of the operator only the line', () => {
    const there = act({ kind: 'run', terminal: 'shop/debug', line: 'env', texts: {} });
    const both = takeAction(there, { kind: 'run', terminal: 'operator', line: 'kubectl get pods', texts: {} });
    expect(recordOf(both).commands.map(({ line, pod }) => [line, pod])).toEqual([
      ['env', 'debug'],
      ['kubectl get pods', undefined],
    ]);
  });

  it('answers a bug of ours with a failure and keeps the session as it was', () => {
    const desk = createDesk();
    desk({ request: 1, lab: 'x', type: 'open', exercise: bundle, actions: [], judge: false });
    expect(desk({ request: 2, lab: 'nobody', type: 'draw', width: 500 })).toMatchObject({
      request: 2,
      failed: expect.stringContaining('nobody') as string,
    });
    expect(desk({ request: 3, lab: 'x', type: 'act', action: { kind: 'hint', number: 1 } })).toMatchObject({ answer: { hints: 1 } });
  });
});

describe('the drawing of a voyage', () => {
  it('is offered once for a request, with its look-up, and not for the queries behind it', () => {
    const asked = act({ kind: 'run', terminal: 'shop/debug', line: 'curl -sS http://a/', texts: {} });
    expect(asked.history[0]?.routes).toHaveLength(1);
    expect(drawRoute(asked, { kind: 'command', number: 1, index: 0 }, 600).rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['dns', 'send', 'translate', 'reset']),
    );
    const dug = act({ kind: 'run', terminal: 'shop/debug', line: 'dig +short a.shop.svc.cluster.local', texts: {} });
    expect(drawRoute(dug, { kind: 'command', number: 1, index: 0 }, 600).rows.map(({ kind }) => kind)).toEqual(['dns']);
  });

  it('ends at the Pod for a and at the node’s rules for b', () => {
    const applied = act({ kind: 'apply', texts: {} });
    const a = drawRoute(applied, { kind: 'check', id: 'a-answers' }, 600);
    const b = drawRoute(applied, { kind: 'check', id: 'b-answers' }, 600);
    expect(a.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['dns', 'send', 'translate', 'reset', 'reply-never']));
    expect(a.rows.find(({ state }) => state === 'broken')).toMatchObject({ kind: 'reset', packet: { destination: { port: 8081 } }, listening: [8080] });
    expect(b.rows.map(({ kind }) => kind)).toEqual(['dns', 'send', 'refuse', 'reply-never']);
    expect(b.rows[2]).toMatchObject({ rule: 'port-not-listed', state: 'broken' });
  });
});
