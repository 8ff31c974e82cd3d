import { describe, expect, it } from 'vitest';
import { lookAt } from '../../src/lab/looking.ts';
import { drawRoute } from '../../src/lab/drawing.ts';
import { openLab, takeAction } from '../../src/lab/session.ts';
import type { Drawing, Route } from '../../src/lab/drawing.ts';
import type { Look } from '../../src/lab/looking.ts';
import { chartEn } from '../../src/messages/chart.en.ts';
import { chartJa } from '../../src/messages/chart.ja.ts';
import type { Rect, Scene, SceneThing, ThingFacts } from '../../src/scene/scene.ts';
import { createDesk, DRAWING_PART } from '../../src/worker/desk.ts';
import type { WorkerRequest } from '../../src/worker/protocol.ts';
import { courseExercise } from '../lab/course-exercise.ts';
import { deployment, HAND_MADE, labWith, lastRoute, run, selecting, service, withNodeDown } from './hand-made.ts';

const WIDTHS = [300, 358, 528, 577, 900] as const;
const made = new Map<string, ReturnType<(typeof HAND_MADE)[keyof typeof HAND_MADE]>>();
const drawn = (name: keyof typeof HAND_MADE, width = 577) => {
  const known = made.get(name) ?? HAND_MADE[name]();
  made.set(name, known);
  return known(width);
};
const sceneOf = (name: keyof typeof HAND_MADE, width = 577): Scene => drawn(name, width).scene;
const thing = <K extends ThingFacts['kind']>(scene: Scene, id: string, kind: K): SceneThing & { kind: K } => {
  const found = scene.things.find((one) => one.id === id);
  if (found?.kind !== kind) throw new Error(`${id} is not a ${kind} of the drawing`);
  return found as SceneThing & { kind: K };
};
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const NAMES = Object.keys(HAND_MADE) as (keyof typeof HAND_MADE)[];

describe.each(NAMES)('the drawing of %s', (name) => {
  it('keeps everything that can be pressed inside, 24 px or more high, and apart from the rest', () => {
    for (const width of WIDTHS) {
      const { things, ...scene } = sceneOf(name, width);
      for (const one of things) {
        expect(one.x + one.width, `${one.id} at ${width}`).toBeLessThanOrEqual(scene.width + 4);
        expect(one.y + one.height, `${one.id} at ${width}`).toBeLessThanOrEqual(scene.height);
        expect(one.height, one.id).toBeGreaterThanOrEqual(24);
        for (const other of things) if (other !== one) expect(overlap(one, other), `${one.id} over ${other.id} at ${width}`).toBe(false);
      }
      const { gates, flags, groups, zones, quays, hosts, boats, pods } = scene;
      // What the page tells things apart by (ui/Chart.svelte).
      const told = {
        things: things.map(({ id }) => id),
        gates: gates.map(({ service: of, port }) => `${of} ${port}`),
        flags: flags.map(({ node, service: of }) => `${node} ${of}`),
        groups: groups.map(({ node, owner }) => `${node} ${owner}`),
        zones: zones.map(({ name: zone }) => zone),
        quays: quays.map(({ node }) => node),
        hosts: hosts.map(({ host }) => host),
        boats: boats.map(({ service: of }) => of),
        pods: pods.map(({ pod }) => pod),
        doors: pods.flatMap(({ pod, doors }) => doors.map(({ port, ghost }) => `${pod} ${port} ${ghost}`)),
      };
      for (const [kind, keys] of Object.entries(told)) expect(keys, `${kind} at ${width}`).toEqual([...new Set(keys)]);
    }
  });

  it('never draws a line through a Pod, a group or a balancer', () => {
    for (const width of WIDTHS) {
      const scene = sceneOf(name, width);
      for (const { points, number, style } of scene.legs) {
        if (style === 'dns') continue;
        points.slice(1).forEach((to, i) => {
          const from = points[i] as Rect;
          expect(from.x === to.x || from.y === to.y, `leg ${number} is slanted at ${width}`).toBe(true);
          const line = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x) || 0.5, height: Math.abs(to.y - from.y) || 0.5 };
          for (const box of [...scene.pods, ...scene.groups, ...scene.boats]) {
            const inner = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
            expect(overlap(line, inner), `leg ${number} through ${JSON.stringify(box)} at ${width}`).toBe(false);
          }
        });
      }
    }
  });

  it.each([
    ['ja', chartJa],
    ['en', chartEn],
  ] as const)('says in its twin (%s) everything that it shows', (_, words) => {
    const scene = sceneOf(name, 900);
    const lines = new Map(scene.things.map((one) => [one.id, words.thing(one)]));
    const says = (id: string, ...facts: readonly string[]): void => {
      for (const fact of facts) expect(lines.get(id), id).toContain(fact);
    };
    for (const pod of scene.pods) {
      const open = pod.doors.filter(({ ghost }) => !ghost).map(({ port }) => `:${port}`);
      says(`pod/${pod.pod}`, pod.pod.slice(5), pod.note, words.states[pod.state], ...(pod.node === '' ? [] : [pod.node]), ...open);
    }
    for (const { node, owner, counts } of scene.groups) says(`group/${node}/${owner}`, owner.slice(5), words.counts(counts));
    for (const { node, zone, ip } of scene.quays) says(`node/${node}`, node, zone, ip);
    for (const { service: key, address = '' } of scene.flags)
      says(`service/${key}`, key.slice(5), ...(/^[\d.:a-f[\]]+$/u.test(address) ? [address.replace(/^\[|\]?(:\d+…?)?$/gu, '')] : []));
    for (const { service: key, port } of scene.gates) says(`service/${key}`, `:${port}`);
    for (const { service: key, address } of scene.boats) says(`balancer/${key}`, address ?? '');
    for (const { host, ip } of scene.hosts) says(`host/${host}`, host, ip);
    says('dns', scene.light.ip);
  });
});

describe('what is drawn', () => {
  it('is each Pod with its address, each Pod with its name, or counts by owner and node', () => {
    expect(sceneOf('twelve-pods').pods).toHaveLength(12);
    expect(sceneOf('twelve-pods').pods.every(({ height }) => height === 43)).toBe(true);
    expect(sceneOf('sixty-pods').pods).toHaveLength(60);
    expect(sceneOf('sixty-pods').pods.every(({ height }) => height === 24)).toBe(true);
    const hundred = sceneOf('hundred-pods');
    const total = hundred.groups.reduce((sum, { counts }) => sum + counts.ready + counts.wait + counts.gone + counts.broken, 0);
    expect(total + hundred.pods.length).toBe(96);
    expect(new Set(hundred.groups.map(({ owner }) => owner))).toEqual(new Set(['shop/api', 'shop/web']));
    expect(hundred.pods.map(({ pod }) => pod)).toContain('shop/debug');
  });

  it('stays as dense as it is until clearly fewer or more Pods are there', () => {
    let lab = labWith(deployment('web', 14));
    const dense = () => lab.arrangement.density;
    expect(dense()).toBe('boxes');
    lab = run(lab, 'operator', 'kubectl scale deployment web --replicas=15');
    expect(dense()).toBe('small');
    lab = run(lab, 'operator', 'kubectl scale deployment web --replicas=13');
    expect(dense()).toBe('small');
    lab = run(lab, 'operator', 'kubectl scale deployment web --replicas=8');
    expect(dense()).toBe('boxes');
  });

  it('flies a headless Service’s flag at the light and on no mast', () => {
    const { flags } = sceneOf('headless');
    expect(flags.map(({ node, service: key, address }) => [node, key, address])).toEqual([['', 'shop/web', 'None']]);
    expect(thing(sceneOf('headless'), 'service/shop/web', 'service')).toMatchObject({ headless: true, addresses: [], listed: { ready: 3 } });
  });

  it('leads an ExternalName past the light and out to its name', () => {
    const { ties, hosts, breakwater } = sceneOf('external-name');
    expect(ties).toHaveLength(2);
    expect(hosts.map(({ host, ip }) => [host, ip])).toEqual([['db-old.example.net', '192.0.2.21']]);
    expect(ties[1]?.points.at(-1)?.y).toBeLessThan(breakwater);
    expect(thing(sceneOf('external-name'), 'host/db-old.example.net', 'host').named).toEqual(['shop/db']);
  });

  it('lets a NodePort in through its opening', () => {
    const { gates, legs } = sceneOf('node-port');
    expect(gates.map(({ port }) => port)).toEqual([30080]);
    const [gate] = gates;
    expect(legs[0]?.points.at(-1)?.x).toBe(gate?.x);
    expect(legs[1]?.points.some(({ x, y }) => x === gate?.x && y > gate.y)).toBe(true);
  });

  it('draws a balancer with its address, and one that waits for its own', () => {
    const { boats } = sceneOf('load-balancer');
    expect(boats.map(({ service: key, address }) => [key, address])).toEqual([
      ['shop/soon', undefined],
      ['shop/web', '192.0.2.80'],
    ]);
  });

  it('lists both families of a Service, slice by slice', () => {
    const entries = sceneOf('dual-stack').ledger[0]?.entries ?? [];
    expect(entries).toHaveLength(6);
    expect(new Set(entries.map(({ slice }) => slice)).size).toBe(2);
    expect(thing(sceneOf('dual-stack'), 'service/shop/web', 'service').addresses).toHaveLength(2);
  });

  it('shows a node that is down and its Pods as not ready', () => {
    const scene = sceneOf('node-down');
    expect(scene.quays.filter(({ down }) => down).map(({ node }) => node)).toEqual(['node-b']);
    expect(scene.pods.filter(({ node }) => node === 'node-b').every(({ state }) => state === 'wait')).toBe(true);
  });

  it('says of an address that ends whether it still serves', () => {
    const ending = sceneOf('terminating').ledger[0]?.entries.filter(({ terminating }) => terminating) ?? [];
    expect(ending.map(({ ready, serving, state }) => [ready, serving, state])).toEqual([[false, true, 'gone']]);
  });

  it('says why a Pod does not run', () => {
    expect(
      sceneOf('broken', 900)
        .pods.filter(({ state }) => state === 'broken')
        .map(({ note }) => note),
    ).toEqual(['ImagePullBackOff', 'ImagePullBackOff']);
  });

  it('moves nobody when others come and go, as long as it stays as dense', () => {
    const lab = labWith(deployment('web', 5) + deployment('api', 4) + service('web', selecting('web')));
    const places = (session: typeof lab) => new Map(drawRoute(session, undefined, 577).scene.pods.map(({ pod, x, node }) => [pod, `${node} ${x}`]));
    const before = places(lab);
    for (const line of [
      'kubectl scale deployment api --replicas=6',
      'kubectl scale deployment api --replicas=1',
      'kubectl delete service web',
      'kubectl run extra --image=nginx:1.27',
    ]) {
      const after = places(run(lab, 'operator', line));
      for (const [pod, place] of after) if (before.has(pod)) expect(place, `${pod} after ${line}`).toBe(before.get(pod));
    }
  });
});

describe('what is looked at', () => {
  const lab = labWith(
    deployment('web', 2) +
      service('web', selecting('web')) +
      service('nobody', selecting('none')) +
      service('db', 'type: ExternalName, externalName: db-old.example.net'),
  );
  const pod = Object.keys(lab.cluster.tables.pods?.['shop'] ?? {}).find((name) => name.startsWith('web')) ?? '';
  const relation = (id: string, kind: string) => lookAt(lab, id).relations.find((one) => one.kind === kind);

  it('of a Pod: who selects and lists it, what made it, where it runs, its Events', () => {
    const look = lookAt(lab, `pod/shop/${pod}`);
    expect(relation(`pod/shop/${pod}`, 'selected-by')).toMatchObject({ labels: expect.stringContaining('app=web') as string, things: ['service/shop/web'] });
    expect(relation(`pod/shop/${pod}`, 'made-by')?.things).toEqual(['owner/shop/web']);
    expect(look.slices.map(({ endpoints }) => endpoints.map(({ ready, serving, terminating }) => [ready, serving, terminating]))).toEqual([
      [[true, true, false]],
    ]);
    expect(look.events.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['Scheduled', 'Started']));
    expect(look.object).toEqual({ resource: 'pod', namespace: 'shop', name: pod });
  });

  it('of a Service: its selector with the Pods it selects, also where these are none', () => {
    expect(relation('service/shop/web', 'selects')).toMatchObject({ labels: 'app=web' });
    expect(relation('service/shop/web', 'selects')?.things).toHaveLength(2);
    expect(relation('service/shop/nobody', 'selects')).toEqual({ kind: 'selects', labels: 'app=none', things: [] });
    expect(relation('service/shop/db', 'leads-to')?.things).toEqual(['host/db-old.example.net']);
  });

  it('of the light: the Pods that answer; of a node: the Pods there; of what is gone: nothing', () => {
    expect(relation('dns', 'answers')?.things.every((id) => id.startsWith('pod/kube-system/coredns'))).toBe(true);
    expect(relation('node/node-a', 'runs')?.things).toContain('pod/shop/debug');
    expect(lookAt(lab, 'pod/shop/gone')).toEqual({ id: 'pod/shop/gone', relations: [], slices: [], events: [] });
    expect(lookAt(withNodeDown(lab, 'node-c'), 'node/node-c').events.map(({ reason }) => reason)).toContain('NodeNotReady');
  });
});

it('a voyage of one command is drawn for that command', () => {
  const lab = run(labWith(deployment('web', 1) + service('web', selecting('web'))), 'shop/debug', 'curl -sS http://web/');
  expect(drawRoute(lab, lastRoute(lab), 577).rows.at(-1)?.kind).toBe('reply');
});

it('the voyage of a check that makes a Service anew is drawn in the cluster that this made, and said to be a trial', async () => {
  const bundle = await courseExercise('L01-E3');
  const lab = takeAction(openLab(bundle), { kind: 'apply', texts: bundle.solutions[0]?.texts ?? {} });
  const drawn = (id: string) => {
    const { scene, rows, isTrial } = drawRoute(lab, { kind: 'check', id }, 577);
    const [answer = ''] = rows.flatMap((row) => (row.kind === 'dns' ? row.answers.flatMap(({ data }) => data) : [])).slice(-1);
    return { answer, flags: new Set(scene.flags.filter(({ service }) => service === 'shop/backend').map(({ address }) => address)), isTrial };
  };
  const [now, anew] = [drawn('front-answers'), drawn('survives-recreation')];
  expect(now).toEqual({ answer: expect.any(String), flags: new Set([`${now.answer}:80`]), isTrial: false });
  expect(anew).toEqual({ answer: expect.any(String), flags: new Set([`${anew.answer}:80`]), isTrial: true });
  expect(anew.answer).not.toBe(now.answer);
});

it('what is looked at in a drawing is as it is in the cluster that is drawn: a trial’s, or the one before the latest change', async () => {
  await DRAWING_PART.load();
  const bundle = await courseExercise('L01-E3');
  const desk = createDesk();
  const ask = (question: WorkerRequest) => {
    const reply = desk({ ...question, request: 1, lab: 'x' });
    if (!('answer' in reply)) throw new Error(JSON.stringify(reply));
    return reply.answer;
  };
  ask({ type: 'open', exercise: bundle, actions: [], judge: false });
  ask({ type: 'act', action: { kind: 'apply', texts: bundle.solutions[0]?.texts ?? {} } });
  const seen = (route?: Route) => {
    const { scene } = ask({ type: 'draw', width: 577, ...(route && { route }) }) as Drawing;
    const look = ask({ type: 'look', thing: 'service/shop/backend', ...(route && { route }) }) as Look;
    const shown = ask({ type: 'show', resource: 'service', namespace: 'shop', name: 'backend', ...(route && { route }) }) as { readonly text: string };
    return {
      flag: scene.flags.find(({ service }) => service === 'shop/backend')?.address?.replace(/:.*/u, ''),
      shown: /clusterIP: (.*)/u.exec(shown.text)?.[1],
      slice: look.slices[0]?.name,
    };
  };
  const now = seen();
  const route: Route = { kind: 'check', id: 'survives-recreation' };
  const trial = seen(route);
  expect(now.shown).toBe(now.flag);
  expect(trial.shown).toBe(trial.flag);
  expect(trial.shown).not.toBe(now.shown);
  expect(trial.slice).not.toBe(now.slice);
  ask({ type: 'act', action: { kind: 'run', terminal: 'operator', line: 'kubectl delete service backend -n shop', texts: {} } });
  expect(seen().shown).toBeUndefined();
  expect(seen({ kind: 'check', id: 'front-answers', earlier: true })).toEqual(now);
});
