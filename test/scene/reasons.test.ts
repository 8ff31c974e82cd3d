import { describe, expect, it } from 'vitest';
import { drawRoute, type Drawing, type Route } from '../../src/lab/drawing.ts';
import { hopLink, hopOf } from '../../src/ui/hop-link.ts';
import { serviceOf } from '../../src/scene/cluster-facts.ts';
import type { Reason } from '../../src/scene/reasons.ts';
import { deployment, labWith, lastRoute, run, selecting, service } from './hand-made.ts';

type Lab = ReturnType<typeof labWith>;
const drawn = (lab: Lab, route: Route = lastRoute(lab)): Drawing => drawRoute(lab, route, 577);
const reasonsAt = ({ rows, reasons }: Drawing, kind: string): readonly Reason[] => reasons[rows.findIndex((row) => row.kind === kind)]?.reasons ?? [];
const candidatesAt = ({ rows, reasons }: Drawing, kind: string) => reasons[rows.findIndex((row) => row.kind === kind)]?.candidates ?? [];
const curl = (lab: Lab, host: string): Lab => run(lab, 'shop/debug', `curl -sS -m 2 http://${host}/`);
const web = deployment('web', 3) + service('web', selecting('web'));

describe('why a name was asked', () => {
  it('says which suffix, how many dots, and from which record the answer is', () => {
    expect(reasonsAt(drawn(curl(labWith(web), 'web')), 'dns')).toEqual([
      { kind: 'suffix', suffix: 'shop.svc.cluster.local', dots: 0 },
      { kind: 'record-of-service', service: 'web', record: 'clusterIP' },
      { kind: 'single-family', family: 'IPv4' },
    ]);
  });

  it('says for every further question what the one before gave, and which Service there is not', () => {
    const { rows, reasons } = drawn(curl(labWith(web), 'wbe.shop'));
    expect(rows.filter(({ kind }) => kind === 'dns')).toHaveLength(4);
    expect(reasons[1]?.reasons).toEqual([
      { kind: 'next', before: 'wbe.shop.shop.svc.cluster.local.', outcome: 'NXDOMAIN' },
      { kind: 'suffix', suffix: 'svc.cluster.local', dots: 1 },
      { kind: 'no-such-service', service: 'wbe', namespace: 'shop', namespaceKnown: true },
    ]);
    expect(reasons[0]?.reasons.at(-1)).toEqual({ kind: 'no-such-service', service: 'shop', namespace: 'shop', namespaceKnown: true });
    expect(reasons[3]?.reasons.map(({ kind }) => kind)).toEqual(['next', 'last-as-typed', 'asked-outside']);
  });

  it('says of a headless Service and of another name what their answers are', () => {
    const headless = labWith(deployment('web', 1) + service('web', `clusterIP: None, ${selecting('web')}`));
    expect(reasonsAt(drawn(curl(headless, 'web:8080')), 'dns')).toContainEqual({ kind: 'record-of-service', service: 'web', record: 'headless' });
    const named = labWith(service('db', 'type: ExternalName, externalName: db-old.example.net'));
    expect(reasonsAt(drawn(run(named, 'shop/debug', 'nc -z -w 2 db 5432')), 'dns')).toContainEqual({
      kind: 'record-of-service',
      service: 'db',
      record: 'externalName',
    });
  });
});

describe('why a packet went where it went', () => {
  it('names rule and candidates with their shares, and the target port', () => {
    const made = drawn(curl(labWith(web), 'web'));
    expect(reasonsAt(made, 'translate')).toEqual([{ kind: 'rule', service: 'web', port: 'http', via: 'clusterIP', candidates: 3 }]);
    const candidates = candidatesAt(made, 'translate');
    expect(candidates.map(({ share }) => Math.round(share ?? 0))).toEqual([33, 33, 33]);
    expect(candidates.filter(({ picked }) => picked)).toHaveLength(1);
    const slice = (name: string): string => `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}, namespace: shop, labels: {kubernetes.io/service-name: twice}}
addressType: IPv4
ports: [{name: "", port: 8080}]
endpoints: [{addresses: [10.244.1.9]}]
`;
    const twice = drawn(curl(labWith(service('twice', 'ports: [{port: 80, targetPort: 8080}]') + slice('a') + slice('b')), 'twice'));
    expect(candidatesAt(twice, 'translate').map(({ address, share }) => [address, share])).toEqual([['10.244.1.9:8080', 100]]);
    expect(reasonsAt(made, 'arrive')).toEqual([{ kind: 'target-port', service: 'web', port: 80, target: '8080' }]);
    expect(reasonsAt(made, 'reply')[0]?.kind).toBe('restored');
    expect(reasonsAt(made, 'send')[0]?.kind).toBe('virtual');
  });

  it.each([
    ['a Pod', '{service.beta.kubernetes.io/aws-load-balancer-type: nlb-ip}', 'pod'],
    ['a node', '{service.beta.kubernetes.io/aws-load-balancer-type: nlb}', 'node'],
  ])('says that a balancer hands a connection to %s', (_, annotations, to) => {
    const published = service('web', `type: LoadBalancer, ${selecting('web')}`).replace('namespace: shop}', `namespace: shop, annotations: ${annotations}}`);
    const made = run(labWith(deployment('web', 3) + published, { site: 'aws' }, ['office']), 'operator', 'sleep 120');
    const name = serviceOf(made.cluster, 'shop/web')?.status?.loadBalancer?.ingress?.[0]?.hostname ?? 'none';
    const way = drawn(run(made, 'office', `curl -sS -m 2 http://${name}/`));
    expect(reasonsAt(way, 'forward')).toEqual([{ kind: 'balanced', to }]);
    expect(reasonsAt(way, 'arrive')).toEqual([{ kind: 'target-port', service: 'web', port: 80, target: '8080' }]);
  });

  it('says of every step whose address it goes to, where no Service is in between', () => {
    const headless = labWith(deployment('web', 1) + service('web', `clusterIP: None, ${selecting('web')}`));
    const made = drawn(curl(headless, 'web:8080'));
    const owner = { kind: 'owner', owner: 'pod', name: expect.stringMatching(/^web-/u), node: expect.stringMatching(/^node-/u) };
    expect(reasonsAt(made, 'send')).toEqual([expect.objectContaining(owner)]);
    expect(reasonsAt(made, 'arrive')).toEqual([{ kind: 'direct', port: 8080 }]);
    expect(reasonsAt(made, 'reply')).toEqual([{ kind: 'unchanged' }]);
    const outside = drawn(run(labWith(web), 'shop/debug', 'curl -sS -m 2 http://192.0.2.9/'));
    expect(reasonsAt(outside, 'send')).toEqual([{ kind: 'owner', ip: '192.0.2.9', owner: 'outside' }]);
    for (const { rows, reasons } of [made, drawn(curl(labWith(web), 'web'))])
      expect(rows.filter(({ state }, i) => state !== 'never' && reasons[i]?.reasons.length === 0)).toEqual([]);
  });

  it('says of every other address why it is no candidate', () => {
    const late = web
      .replace('port: 8080}, periodSeconds', 'port: 8081}, periodSeconds')
      .replace('metadata: {name: web, namespace: shop}\nspec:\n  replicas: 3', 'metadata: {name: web, namespace: shop}\nspec:\n  replicas: 2');
    const refused = drawn(curl(labWith(late), 'web'));
    expect(refused.rows.find(({ state }) => state === 'broken')).toMatchObject({ kind: 'refuse', rule: 'service-without-endpoints' });
    expect(reasonsAt(refused, 'refuse')).toEqual([{ kind: 'selected', service: 'web', selector: 'app=web', listed: 2 }]);
    expect(candidatesAt(refused, 'refuse').map(({ not, share }) => [not, share])).toEqual([
      ['not-ready', undefined],
      ['not-ready', undefined],
    ]);
    const dual = labWith(deployment('web', 1) + service('web', `ipFamilyPolicy: RequireDualStack, ${selecting('web')}`), { base: 'dual-stack' });
    expect(candidatesAt(drawn(run(dual, 'shop/debug', 'curl -4 -sS http://web/')), 'translate').map(({ not }) => not)).toEqual([undefined, 'other-family']);
  });

  it('says what Local leaves out, and why the source is rewritten', () => {
    const port = 'ports: [{port: 80, targetPort: 8080, nodePort: 30080}]';
    const cluster = labWith(deployment('web', 3) + service('web', `type: NodePort, selector: {app: web}, ${port}`), {}, ['outside']);
    const far = drawn(run(cluster, 'outside', 'curl -sS -m 2 http://192.168.49.3:30080/'));
    expect(reasonsAt(far, 'translate')[0]).toMatchObject({ kind: 'rule', via: 'nodePort', candidates: 3 });
    expect(reasonsAt(far, 'masquerade')).toEqual([{ kind: 'masquerade', because: 'from-outside' }]);
    const local = labWith(deployment('web', 3) + service('web', `type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ${port}`), {}, [
      'outside',
    ]);
    const near = drawn(run(local, 'outside', 'curl -sS -m 2 http://192.168.49.3:30080/'));
    expect(reasonsAt(near, 'translate')).toContainEqual({ kind: 'policy-local', node: 'node-b' });
    expect(candidatesAt(near, 'translate').map(({ not }) => not)).toEqual([undefined, 'other-node', 'other-node']);
  });

  it('says which ports there are where none fits', () => {
    expect(reasonsAt(drawn(curl(labWith(web), 'web:81')), 'refuse')).toEqual([{ kind: 'offers', service: 'web', ports: ['80/TCP'] }]);
  });
});

describe('the same request before the latest change', () => {
  const first = curl(labWith(web), 'web');
  const changed = run(first, 'operator', 'kubectl -n shop scale deployment web --replicas=0');
  const second = curl(changed, 'web');

  it('is there only if it was made and something changed since', () => {
    expect(drawn(first).hasEarlier).toBe(false);
    expect(drawn(curl(first, 'web')).hasEarlier).toBe(false);
    expect(drawn(second).hasEarlier).toBe(true);
  });

  it('is drawn with its own cluster, and the present one with its own', () => {
    const now = drawn(second);
    const before = drawn(second, { ...lastRoute(second), earlier: true });
    expect(now.rows.at(-1)?.kind).toBe('reply-never');
    expect(before.rows.at(-1)?.kind).toBe('reply');
    expect(before.scene.pods.length).toBe(now.scene.pods.length + 3);
    expect(before.hasEarlier).toBe(true);
    expect(before.rows).toEqual(drawn(first).rows);
  });

  it('keeps the reasons of a voyage that was made before the change', () => {
    const { reasons, rows } = drawn(changed, { kind: 'command', number: 1, index: 0 });
    expect(reasons[rows.findIndex(({ kind }) => kind === 'translate')]?.candidates).toHaveLength(3);
  });
});

describe('the address of a step', () => {
  it.each([
    [{ kind: 'check', id: 'a-answers' }, 4, '#lab-x/check/a-answers/4'],
    [{ kind: 'command', number: 12, index: 3, earlier: true }, 1, '#lab-x/command/12.3/before/1'],
  ] as const)('of %j and %i is %s, and leads back', (route, step, link) => {
    expect(hopLink({ id: 'lab-x', route }, step)).toBe(link);
    expect(hopOf('lab-x', link)).toEqual({ route, step });
  });

  it.each(['', '#', '#lab-y/check/a/1', '#lab-x/check/a', '#lab-x/check/a/1/2', '#lab-x/command/x.1/2', '#lab-x/check/<b>/1', '#lab-x/check/a/9999'])(
    '%s leads nowhere',
    (hash) => {
      expect(hopOf('lab-x', hash)).toBeUndefined();
    },
  );
});
