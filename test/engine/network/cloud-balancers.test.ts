import { describe, expect, it } from 'vitest';
import { advanceTo } from '../../../src/engine/controllers/settle.ts';
import { loadEveryPart, openSession, runCommand } from '../../../src/engine/index.ts';
import { connect } from '../../../src/engine/network/connect.ts';
import { answerOutside } from '../../../src/engine/dns/answer.ts';
import { makeQuery } from '../../../src/engine/dns/message.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import { namedBalancers } from '../../../src/engine/store/balancers.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { clusterConfig, type ClusterSite } from '../../../src/engine/store/cluster-profiles.ts';
import { createCluster } from '../../../src/engine/store/new-cluster.ts';
import { apply, deployment, eventsOf, patch, service } from '../controllers/world.ts';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const AZURE = 'service.beta.kubernetes.io/azure-load-balancer-internal';
const GOOGLE = 'networking.gke.io/load-balancer-type';

type Asked = { readonly annotations?: { readonly [name: string]: string }; readonly spec?: object };

const pass = (draft: ClusterDraft, seconds: number): void => advanceTo(draft, draft.now + seconds * 1000);

/** A cluster of a cloud with three Pods behind the Service `web`, after its balancer was made. */
function cloud(site: ClusterSite, { annotations = {}, spec = {} }: Asked = {}): ClusterDraft {
  const draft = new ClusterDraft(createCluster(clusterConfig({ site })));
  apply(draft, deployment(3), service('web', { type: 'LoadBalancer', ...spec }, { annotations }));
  pass(draft, 60);
  return draft;
}

const web = (draft: ClusterDraft) => draft.get('services', 'default', 'web');
const ingress = (draft: ClusterDraft) => web(draft)?.status?.loadBalancer?.ingress?.[0];

/** The address a client calls: the name's, where there is one. */
function addressOf(draft: ClusterDraft): string {
  const { ip, hostname } = ingress(draft) ?? {};
  if (hostname === undefined) return ip ?? 'none';
  return answerOutside(draft, makeQuery(draft, `${hostname}.`, 'A')).answer[0]?.rdata ?? 'unknown name';
}

/** `public 192.0.2.1`, and how a call from the office and one from the internet end. */
function told(draft: ClusterDraft): string {
  const ip = addressOf(draft);
  if (ip === 'none') return ip;
  const from = (host: string): string => {
    const { verdict, sourceSeen } = connect(draft, { kind: 'host', host }, { protocol: 'TCP', ip, port: 80 });
    return verdict === 'delivered' ? `seen ${sourceSeen?.startsWith('192.168.49.') || sourceSeen?.startsWith('10.244.') ? 'a node' : sourceSeen}` : verdict;
  };
  return `${ip}, office ${from('office')}, internet ${from('internet')}`;
}

const PUBLIC = '192.0.2.1, office seen a node, internet seen a node';
const INTERNAL = '10.0.8.1, office seen a node, internet DROP';

describe('who may call a balancer', () => {
  it('of a Local Service, a balancer with a name sends to nodes with a Pod alone, whichever is drawn', () => {
    const draft = new ClusterDraft(createCluster(clusterConfig({ site: 'aws' })));
    apply(draft, deployment(1), service('web', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }));
    pass(draft, 60);
    const ip = addressOf(draft);
    const verdicts = Array.from({ length: 20 }, () => connect(draft, { kind: 'host', host: 'internet' }, { protocol: 'TCP', ip, port: 80 }).verdict);
    expect(new Set(verdicts)).toEqual(new Set(['delivered']));
  });

  it.each<[string, ClusterSite, Asked, string]>([
    ['gcp', 'gcp', {}, PUBLIC],
    ['gcp internal', 'gcp', { annotations: { [GOOGLE]: 'Internal' } }, INTERNAL],
    ['gcp internal by the older key', 'gcp', { annotations: { 'cloud.google.com/load-balancer-type': 'Internal' } }, INTERNAL],
    ['gcp internal in small letters', 'gcp', { annotations: { [GOOGLE]: 'internal' } }, INTERNAL],
    ['gcp with the key of Azure', 'gcp', { annotations: { [AZURE]: 'true' } }, PUBLIC],
    ['gcp by class, internal', 'gcp', { spec: { loadBalancerClass: 'networking.gke.io/l4-regional-internal' } }, INTERNAL],
    ['gcp by class, external', 'gcp', { spec: { loadBalancerClass: 'networking.gke.io/l4-regional-external' } }, PUBLIC],
    ['gcp with the class of somebody else', 'gcp', { spec: { loadBalancerClass: 'service.k8s.aws/nlb' } }, 'none'],
    ['azure', 'azure', {}, PUBLIC],
    ['azure internal', 'azure', { annotations: { [AZURE]: 'true' } }, INTERNAL],
    ['azure with another value', 'azure', { annotations: { [AZURE]: 'True' } }, PUBLIC],
    ['azure with the key of Google', 'azure', { annotations: { [GOOGLE]: 'Internal' } }, PUBLIC],
    ['azure that keeps the source', 'azure', { spec: { externalTrafficPolicy: 'Local' } }, '192.0.2.1, office seen 203.0.113.40, internet seen 203.0.113.50'],
    ['aws', 'aws', {}, PUBLIC],
    ['aws internal', 'aws', { annotations: { [`${AWS}internal`]: 'true' } }, INTERNAL],
    ['aws internal "false"', 'aws', { annotations: { [`${AWS}internal`]: 'false' } }, PUBLIC],
    ['aws, a scheme its older code does not read', 'aws', { annotations: { [`${AWS}scheme`]: 'internal' } }, PUBLIC],
    ['aws by class', 'aws', { spec: { loadBalancerClass: 'service.k8s.aws/nlb' } }, INTERNAL],
    ['aws by class, internal "false"', 'aws', { annotations: { [`${AWS}internal`]: 'false' }, spec: { loadBalancerClass: 'service.k8s.aws/nlb' } }, PUBLIC],
    [
      'aws by class, facing the internet',
      'aws',
      { annotations: { [`${AWS}scheme`]: 'internet-facing' }, spec: { loadBalancerClass: 'service.k8s.aws/nlb' } },
      PUBLIC,
    ],
    ['aws by annotation', 'aws', { annotations: { [`${AWS}type`]: 'external', [`${AWS}nlb-target-type`]: 'instance' } }, INTERNAL],
    ['aws by half of the annotation', 'aws', { annotations: { [`${AWS}type`]: 'external' } }, 'none'],
    ['aws by class, an unknown scheme', 'aws', { annotations: { [`${AWS}scheme`]: 'public' }, spec: { loadBalancerClass: 'service.k8s.aws/nlb' } }, 'none'],
    // A Network balancer passes the client's address on; a Classic one calls for itself.
    [
      'aws network, source kept',
      'aws',
      { annotations: { [`${AWS}type`]: 'nlb' }, spec: { externalTrafficPolicy: 'Local' } },
      '192.0.2.1, office seen 203.0.113.40, internet seen 203.0.113.50',
    ],
    ['aws classic, source kept by nodes only', 'aws', { spec: { externalTrafficPolicy: 'Local' } }, '192.0.2.1, office seen 10.0.8.1, internet seen 10.0.8.1'],
    ['aws, ranges', 'aws', { spec: { loadBalancerSourceRanges: ['203.0.113.40/32'] } }, '192.0.2.1, office seen a node, internet DROP'],
    [
      'aws straight to Pods, without node ports',
      'aws',
      {
        annotations: { [`${AWS}scheme`]: 'internet-facing', [`${AWS}nlb-target-type`]: 'ip' },
        spec: { loadBalancerClass: 'service.k8s.aws/nlb', allocateLoadBalancerNodePorts: false },
      },
      '192.0.2.1, office seen 10.0.8.1, internet seen 10.0.8.1',
    ],
    ['bare metal', 'bare-metal', {}, 'none'],
  ])('%s', (_, site, asked, expected) => {
    expect(told(cloud(site, asked))).toBe(expected);
  });
});

describe("Amazon's names", () => {
  const uid = (draft: ClusterDraft): string => `a${web(draft)?.metadata.uid?.replaceAll('-', '')}`.slice(0, 32);

  it.each<[Asked, (id: string) => RegExp]>([
    [{}, (id) => new RegExp(`^${id}-\\d{10}\\.us-east-2\\.elb\\.amazonaws\\.com$`)],
    [{ annotations: { [`${AWS}internal`]: 'true' } }, (id) => new RegExp(`^internal-${id}-\\d{10}\\.us-east-2\\.elb\\.amazonaws\\.com$`)],
    [{ annotations: { [`${AWS}type`]: 'nlb' } }, (id) => new RegExp(`^${id}-[0-9a-f]{16}\\.elb\\.us-east-2\\.amazonaws\\.com$`)],
    [{ spec: { loadBalancerClass: 'service.k8s.aws/nlb' } }, () => /^k8s-default-web-[0-9a-f]{10}-[0-9a-f]{16}\.elb\.us-east-2\.amazonaws\.com$/],
  ])('%j', (asked, pattern) => {
    const draft = cloud('aws', asked);
    expect(ingress(draft)).toEqual({ hostname: expect.stringMatching(pattern(uid(draft))) });
  });

  it('lead from any host to a Pod, and from a Pod as well', async () => {
    await loadEveryPart();
    const draft = cloud('aws', { annotations: { [`${AWS}type`]: 'nlb' } });
    const url = `http://${ingress(draft)?.hostname}/hostname`;
    const cluster = draft.commit();
    const names = draft.list('pods', 'default').map(({ metadata }) => metadata.name);
    for (const place of [
      { kind: 'host', host: 'internet' },
      { kind: 'pod', namespace: 'default', pod: 'client' },
    ] as const) {
      const { stdout, exitCode } = runCommand({ cluster, session: openSession(place) }, `curl -s ${url}`);
      expect([exitCode, names.includes(stdout)]).toEqual([0, true]);
    }
  });

  it('are told as a step of the way, with the target as the destination', () => {
    const draft = cloud('aws', { annotations: { [`${AWS}type`]: 'nlb' } });
    const { hops } = connect(draft, { kind: 'host', host: 'internet' }, { protocol: 'TCP', ip: addressOf(draft), port: 80 });
    const nodePort = web(draft)?.spec.ports?.[0]?.nodePort;
    expect(hops[1]).toMatchObject({
      kind: 'forward',
      to: { kind: 'node' },
      packet: { destination: { port: nodePort } },
      balancer: { hostname: ingress(draft)?.hostname, service: 'default/web', before: { destination: { port: 80 } } },
    });
  });

  it('go with their Service', () => {
    const draft = cloud('aws');
    deleteObject(draft, 'services', 'default', 'web', { by: 'kubectl' });
    pass(draft, 5);
    expect([web(draft), namedBalancers(draft)]).toEqual([undefined, []]);
  });
});

describe('a balancer that is to be another', () => {
  it('is made anew by the controller of Amazon, and the old name goes', () => {
    const draft = cloud('aws', { spec: { loadBalancerClass: 'service.k8s.aws/nlb' } });
    const before = ingress(draft)?.hostname;
    patch(draft, 'services', 'web', { metadata: { annotations: { [`${AWS}scheme`]: 'internet-facing' } } });
    pass(draft, 10);
    expect([told(draft), ingress(draft)?.hostname === before, namedBalancers(draft).length]).toEqual([PUBLIC, false, 1]);
    expect([web(draft)?.metadata.finalizers, eventsOf(draft, 'Service', 'web')]).toEqual([
      ['service.k8s.aws/resources'],
      ['SuccessfullyReconciled: Successfully reconciled x2'],
    ]);
  });

  it("stays as it was made by Amazon's older code", () => {
    const draft = cloud('aws');
    patch(draft, 'services', 'web', { metadata: { annotations: { [`${AWS}internal`]: 'true' } } });
    pass(draft, 10);
    expect(told(draft)).toBe(PUBLIC);
  });

  it('gets another address from Azure', () => {
    const draft = cloud('azure');
    patch(draft, 'services', 'web', { metadata: { annotations: { [AZURE]: 'true' } } });
    pass(draft, 30);
    expect(told(draft)).toBe(INTERNAL);
  });

  it('is left behind where the older code hands its Service over', () => {
    const draft = cloud('aws');
    const before = ingress(draft)?.hostname;
    patch(draft, 'services', 'web', { metadata: { annotations: { [`${AWS}type`]: 'external', [`${AWS}nlb-target-type`]: 'instance' } } });
    pass(draft, 10);
    expect([told(draft), namedBalancers(draft).some(({ hostname }) => hostname === before)]).toEqual(['10.0.8.2, office seen a node, internet DROP', true]);
    expect(web(draft)?.metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup', 'service.k8s.aws/resources']);
  });
});

it('what a controller cannot make it says again and again', () => {
  const draft = cloud('aws', { annotations: { [`${AWS}scheme`]: 'public' }, spec: { loadBalancerClass: 'service.k8s.aws/nlb' } });
  expect(eventsOf(draft, 'Service', 'web')[0]).toMatch(/^FailedBuildModel: Failed build model due to unknown scheme: public x\d$/);
});
