import { beforeAll, describe, expect, it } from 'vitest';
import type { ExerciseBundle } from '../../src/exercise/exercise.ts';
import { drawRoute } from '../../src/lab/drawing.ts';
import { openLab, takeAction, type LabSession } from '../../src/lab/session.ts';
import { arrange } from '../../src/scene/arrangement.ts';
import { fitName, flagLetters, LEAST_WIDTH, measuresFor, nameLines } from '../../src/scene/measures.ts';
import type { Point, Rect, Scene } from '../../src/scene/scene.ts';
import { courseExercise } from '../lab/course-exercise.ts';

let bundle: ExerciseBundle;
let failing: LabSession;

beforeAll(async () => {
  bundle = await courseExercise('L03-E2');
  failing = takeAction(openLab(bundle), { kind: 'apply', texts: {} });
});

const WIDTHS = [300, 358, 430, 528, 577, 600, 760] as const;
const sceneOf = (session: LabSession, width: number, id = 'a-answers'): Scene => drawRoute(session, { kind: 'check', id }, width).scene;
const run = (session: LabSession, line: string): LabSession => takeAction(session, { kind: 'run', terminal: 'operator', line, texts: {} });
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const passing = (): LabSession => takeAction(failing, { kind: 'apply', texts: bundle.solutions[0]?.texts ?? {} });

describe('a scene', () => {
  it('leads the reply back beside the request, level and upright to the client’s own edge', () => {
    for (const width of WIDTHS) {
      const scene = sceneOf(passing(), width);
      const reply = scene.legs.at(-1);
      const request = scene.legs.find(({ style }) => style === 'request');
      expect(reply?.style).toBe('reply');
      const points = reply?.points ?? [];
      expect(points.length).toBeGreaterThan(3);
      points.slice(1).forEach((to, i) => expect(points[i]?.x === to.x || points[i]?.y === to.y, `slanted at ${width}`).toBe(true));
      const [end, start] = [points.at(-1) as Point, request?.points[0] as Point];
      expect(Math.hypot(end.x - start.x, end.y - start.y)).toBeLessThan(10);
    }
  });

  it.each(WIDTHS)('of %i px keeps every box inside, on its own quay, and apart from the others', (width) => {
    const scene = sceneOf(failing, width);
    expect(scene.width).toBe(Math.max(LEAST_WIDTH, width));
    for (const pod of scene.pods) {
      const quay = scene.quays.find(({ node }) => node === pod.node) as Rect;
      expect(pod.x + pod.width, pod.pod).toBeLessThanOrEqual(quay.x + quay.width);
      expect(pod.y + pod.height, pod.pod).toBeLessThanOrEqual(quay.y + quay.height);
      for (const other of scene.pods) if (other !== pod) expect(overlap(pod, other), `${pod.pod} over ${other.pod}`).toBe(false);
      for (const flag of scene.flags) expect(overlap(pod, flag), `${pod.pod} over flag ${flag.service}`).toBe(false);
    }
  });

  it.each(WIDTHS)('of %i px draws level and upright lines that never cross a Pod’s box', (width) => {
    for (const id of ['a-answers', 'b-answers']) {
      const scene = sceneOf(failing, width, id);
      for (const { points, number } of scene.legs) {
        points.slice(1).forEach((to, i) => {
          const from = points[i] as Point;
          expect(from.x === to.x || from.y === to.y, `leg ${number} is slanted`).toBe(true);
          const line = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
          for (const pod of scene.pods) {
            const inner = { x: pod.x + 1, y: pod.y + 1, width: pod.width - 2, height: pod.height - 2 };
            expect(overlap({ ...line, width: line.width || 0.5, height: line.height || 0.5 }, inner), `leg ${number} crosses ${pod.pod} at ${width}`).toBe(
              false,
            );
          }
        });
      }
    }
  });

  it.each(WIDTHS)('of %i px has room for the answer of the DNS', (width) => {
    const resolved = sceneOf(failing, width).legs.find((leg) => leg.resolved)?.resolved;
    const length = ((resolved?.data.length ?? 99) + 2) * 6.6;
    if (resolved?.anchor === 'end') expect(resolved.x - length).toBeGreaterThan(0);
    else expect((resolved?.x ?? 0) + length).toBeLessThan(Math.max(LEAST_WIDTH, width));
  });

  it('has one leg for each row of the log, with the same numbers and states', () => {
    const { scene, rows } = drawRoute(failing, { kind: 'check', id: 'a-answers' }, 600);
    expect(scene.legs.map(({ number, state }) => [number, state])).toEqual(rows.map(({ number, state }) => [number, state]));
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
  });

  it('ends a’s voyage at a ghost door and b’s at the client’s mast', () => {
    const a = sceneOf(failing, 600);
    const ghost = a.pods.flatMap(({ doors }) => doors).filter(({ ghost: shut }) => shut);
    expect(ghost.map(({ port }) => port)).toEqual([8081]);
    expect(a.legs.find(({ end }) => end)?.end).toMatchObject({ kind: 'reset' });
    const b = sceneOf(failing, 600, 'b-answers');
    const client = b.pods.find(({ client: speaks }) => speaks);
    const quay = b.quays.find(({ node }) => node === client?.node);
    expect(b.legs.find(({ end }) => end)?.end).toEqual({ kind: 'refused', x: quay?.mastX, y: quay?.laneY });
  });

  it('flies every Service’s flag on every node and lists its endpoints once', () => {
    const scene = sceneOf(failing, 600);
    expect(scene.flags.map(({ node, service }) => `${node} ${service}`)).toEqual(
      ['node-a', 'node-b', 'node-c'].flatMap((node) => [`${node} shop/a`, `${node} shop/b`]),
    );
    expect(scene.ledger.map(({ service, entries }) => [service, entries.length])).toEqual([
      ['shop/a', 2],
      ['shop/b', 2],
    ]);
  });

  it('keeps everybody’s berth and flag when others come and go', () => {
    const before = sceneOf(failing, 600);
    const more = run(failing, 'kubectl scale deployment a --replicas=4');
    const after = sceneOf(more, 600);
    for (const pod of before.pods)
      expect(
        after.pods.find((one) => one.pod === pod.pod),
        pod.pod,
      ).toMatchObject({ x: pod.x, node: pod.node });
    const gone = run(more, 'kubectl delete service a');
    const patterns = (session: LabSession) => new Map(sceneOf(session, 600).flags.map(({ service, pattern }) => [service, pattern]));
    expect(patterns(gone).get('shop/b')).toEqual(patterns(more).get('shop/b'));
    expect(patterns(gone).has('shop/a')).toBe(false);
  });

  it('gives a free berth to the next who comes', () => {
    const focus = { namespace: 'shop', vantages: [] };
    const first = arrange({ density: 'boxes', services: [], berths: { 'node-a': ['shop/gone', 'shop/debug'] } }, failing.cluster, focus);
    expect(first.berths['node-a']?.[1]).toBe('shop/debug');
    expect(first.berths['node-a']?.[0]).not.toBe('shop/gone');
    expect(first.berths['node-a']?.[0]).not.toBeNull();
  });

  it.each([
    ['orders', 10, 'orders'],
    ['orders-7d4b9c8f6b-x2k8p', 12, 'orders…x2k8p'],
    ['abcdef', 3, 'a…f'],
  ])('fits the name %s into %i letters as %s', (name, room, fitted) => {
    expect(fitName(name, room)).toBe(fitted);
  });

  it.each([
    ['storefront', 390, ['store', 'front']],
    ['web-app-internal', 390, ['web-app-', 'internal']],
    ['external-database', 375, ['external-', 'database']],
    ['storefront', 360, ['store', 'front']],
    ['external-database', 345, ['externa', 'l…abase']],
    ['external-database', 320, ['external-', 'database']],
    ['payments.core', 360, ['payments', '.core']],
  ])('flies the name %s on a phone of %i px as %j', (name, width, lines) => {
    expect(nameLines(name, flagLetters(measuresFor(width)))).toEqual(lines);
  });
});
