import type { KubernetesObject } from '../api/kubernetes-object.ts';
import { isInCIDR } from '../api/ip-address.ts';
import { isPodReady } from '../api/pod-conditions.ts';
import { advanceTo } from '../controllers/settle.ts';
import type { Hop, Location, PacketTrace } from '../network/trace.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import type { Change, ClusterState } from '../store/cluster-state.ts';
import type { ContainerRecord, TableName } from '../store/tables.ts';
import type { Check, CheckFinding, CheckResult, ClusterEvent, FeedbackSignature, LearnerRecord, ObservedEvidence, PodSet, Verdict } from './check.ts';
import { containsJSON, equalJSON, isBetween, guardedNames, guardedPart } from './guards.ts';
import { happen, podsOf, recreateService } from './happen.ts';
import { along, askHTTP, expandAt, locationOfVantage, reachTCP, resolveFrom, type Asked, type Reach } from './reach.ts';

/** What grading compares and reads. */
export interface GradedWork {
  /** The cluster as the exercise gave it, settled. */
  readonly given: ClusterState;
  readonly cluster: ClusterState;
  readonly record: LearnerRecord;
  /** What `inspect` says of the learner's files: asked only where a check reads it. */
  readonly diagnostics: () => readonly { readonly file: string; readonly id: string }[];
}

/** The verdict on a learner's work. Nothing of it is changed: probes and events run on drafts that are thrown away. */
export function grade(checks: readonly Check[], signatures: readonly FeedbackSignature[], graded: GradedWork): Verdict {
  const work: Work = { ...graded, happened: new WeakMap(), bases: new WeakMap() };
  const said = (check: Check): CheckResult => (asksClusterOnly(check) ? keptIn(known, graded.cluster, check, () => judge(check, work)) : judge(check, work));
  const results = checks.map(said);
  const failed = new Set(results.filter(({ passed }) => !passed).map(({ id }) => id));
  const explained = new Set<string>();
  const feedback: { id: string; misconception?: string; explains: string }[] = [];
  for (const { id, misconception, explains, when } of signatures) {
    if (!failed.has(explains) || explained.has(explains) || !when.every((check) => said(check).passed)) continue;
    explained.add(explains);
    feedback.push({ id, ...(misconception ? { misconception } : {}), explains });
  }
  return { passed: failed.size === 0, checks: results, feedback };
}

/** What was found out about a cluster: it stays true of it, whatever is answered next, and is not found out again. */
const known: Kept<Check, CheckResult> = new WeakMap();

/** In which cluster a piece of evidence was found: the one that was judged, or what an event made of it. */
const foundIn = new WeakMap<CheckResult['evidence'], ClusterState>();

/** The cluster in which a check found what it shows; `undefined` of evidence that went through JSON. */
export const clusterOfEvidence = (evidence: CheckResult['evidence']): ClusterState | undefined => foundIn.get(evidence);

/** Whether a check's result follows from the cluster alone, and so does what it holds. */
const asksClusterOnly = (check: Check): boolean => !/"kind":"(unchanged|observed|answer|diagnosed)"/.test(JSON.stringify(check));

/** Within one verdict: what an event leads to is worked out once, however many checks begin with it. */
interface Work extends GradedWork {
  readonly happened: Kept<string, ClusterState>;
  /** Never written to: what one check has indexed of a state, the others find. */
  readonly bases: WeakMap<ClusterState, ClusterDraft>;
}

type Judgement = Omit<CheckResult, 'id' | 'kind' | 'passed' | 'params'> & { readonly params?: CheckResult['params'] };

function forkOf({ cluster, bases }: Work): ClusterDraft {
  const base = bases.get(cluster) ?? new ClusterDraft(cluster);
  bases.set(cluster, base);
  return base.fork();
}

/** A judgement without a finding is a pass. */
function judge(check: Check, work: Work): CheckResult {
  const judgement = judgeKind(check, work);
  if (!foundIn.has(judgement.evidence)) foundIn.set(judgement.evidence, work.cluster);
  return { id: check.id, kind: check.kind, passed: judgement.finding === undefined, ...judgement, params: judgement.params ?? {} };
}

function judgeKind(check: Check, work: Work): Judgement {
  const draft = forkOf(work);
  switch (check.kind) {
    case 'http':
      return judgeHTTP(draft, check);
    case 'tcp': {
      const from = locationOfVantage(draft, check.from);
      if (!from) return missing(check.from);
      const host = expandAt(draft, from, check.host);
      const reach = reachTCP(draft, from, host, check.port);
      const outcomes = reach.ways.length > 0 ? reach.ways.map(({ outcome }) => outcome) : [reach.outcome];
      const evidence = evidenceOf(reach);
      const expected = check.outcome === 'closed' ? ['refused', 'reset', 'timeout'] : [check.outcome];
      if (outcomes.every((outcome) => expected.includes(outcome))) {
        const ip = reach.packet?.packet.destination.ip ?? '';
        const elsewhere = check.network !== undefined && !isInCIDR(ip, check.network);
        return elsewhere
          ? { finding: 'addresses-differ', evidence: { ...evidence, expected: [check.network ?? ''], actual: [ip] }, params: { name: host } }
          : { evidence };
      }
      const finding = outcomes.every((outcome) => outcome === 'open') ? 'unexpectedly-open' : whyClosed(reach);
      return { finding, evidence: { ...evidence, expected, actual: outcomes }, params: { host, port: String(check.port) } };
    }
    case 'spread': {
      const from = locationOfVantage(draft, check.from);
      if (!from) return missing(check.from);
      const reach = reachTCP(draft, from, expandAt(draft, from, check.host), check.port);
      const expected = podsOf(draft, check.among)
        .filter((pod) => isPodReady(pod))
        .map(({ metadata }) => metadata.name);
      const actual = reach.ways.map(({ at, outcome }) => (at?.kind === 'pod' && outcome === 'open' ? at.pod : outcome)).sort();
      const evidence = { ...evidenceOf(reach), expected, actual };
      return equalJSON(expected, actual) && expected.length > 0
        ? { evidence }
        : { finding: actual.length === 0 || reach.outcome !== 'open' ? whyClosed(reach) : 'responders-differ', evidence, params: { host: check.host } };
    }
    case 'affinity': {
      const from = locationOfVantage(draft, check.from);
      if (!from) return missing(check.from);
      const first = reachTCP(draft, from, check.host, check.port);
      const params = { host: check.host, port: String(check.port), seconds: String(check.idleSeconds) };
      if (first.outcome !== 'open') return { finding: whyClosed(first), evidence: evidenceOf(first), params };
      advanceTo(draft, draft.now + check.idleSeconds * 1000);
      const again = reachTCP(draft, from, check.host, check.port);
      const evidence = evidenceOf(again);
      if (again.outcome !== 'open') return { finding: whyClosed(again), evidence, params };
      const kept = again.packet?.hops.some((hop) => hop.kind === 'translate' && hop.affinity) ?? false;
      return kept === (check.outcome === 'kept') ? { evidence } : { finding: kept ? 'affinity-kept' : 'affinity-lost', evidence, params };
    }
    case 'dns': {
      const from = locationOfVantage(draft, check.from);
      if (!from) return missing(check.from);
      const name = expandAt(draft, from, check.name);
      const dns = resolveFrom(draft, from, name);
      const queries = dns.exchanges.length;
      const params = { name, outcome: dns.outcome, queries: String(queries) };
      if (dns.outcome !== check.outcome)
        return {
          finding: check.outcome === 'answered' ? 'name-not-resolved' : 'other-outcome',
          evidence: { dns, expected: [check.outcome], actual: [dns.outcome] },
          params,
        };
      const expected = (check.addressesOf ? addressesOf(draft, check.addressesOf) : check.addresses && [...check.addresses])?.sort();
      const actual = [...dns.addresses].sort();
      if (expected && !equalJSON(expected, actual)) return { finding: 'addresses-differ', evidence: { dns, expected, actual }, params };
      return check.mostQueries !== undefined && queries > check.mostQueries
        ? { finding: 'too-many-queries', evidence: { dns, expected: [String(check.mostQueries)], actual: [String(queries)] }, params }
        : { evidence: { dns } };
    }
    case 'endpoints':
      return judgeEndpoints(draft, check);
    case 'pods': {
      const pods = podsOf(draft, check.pods);
      const ready = pods.filter((pod) => isPodReady(pod));
      const restarts = Math.max(0, ...pods.flatMap(({ status }) => (status?.containerStatuses ?? []).map(({ restartCount = 0 }) => restartCount)));
      const params = { ready: String(ready.length), wanted: String(check.ready), restarts: String(restarts) };
      if (ready.length !== check.ready) return { finding: 'pods-not-ready', evidence: {}, params };
      return restarts > (check.mostRestarts ?? Infinity) ? { finding: 'pods-restarted', evidence: {}, params } : { evidence: {} };
    }
    case 'unchanged': {
      const given = new ClusterDraft(work.given);
      const fields = check.fields ?? 'spec';
      for (const name of guardedNames(work.given, check.table, check.namespace, check.names)) {
        const before = given.get(check.table, check.namespace, name) as KubernetesObject | undefined;
        const after = draft.get(check.table, check.namespace, name) as KubernetesObject | undefined;
        if (!before || equalJSON(guardedPart(before, fields), guardedPart(after, fields))) continue;
        return {
          finding: after ? 'object-changed' : 'object-missing',
          evidence: { object: { table: check.table, namespace: check.namespace, name } },
          params: { name },
        };
      }
      return { evidence: {} };
    }
    case 'object': {
      const evidence = { object: { table: check.table, namespace: check.namespace, name: check.name } };
      const spaces = check.namespace === '*' ? draft.namespacesOf(check.table) : [check.namespace];
      const objects = spaces.flatMap((namespace) =>
        check.name === '*' ? draft.list(check.table, namespace) : (draft.get(check.table, namespace, check.name) ?? []),
      );
      if (objects.length === 0) return { finding: 'object-missing', evidence, params: { name: check.name } };
      const { has, between = {} } = check;
      return objects.some((one) => containsJSON(one, has) && Object.entries(between).every(([path, [least, most]]) => isBetween(one, path, least, most)))
        ? { evidence }
        : { finding: 'field-differs', evidence, params: { name: check.name } };
    }
    case 'observed':
      return hasObserved(draft, work.record, check.evidence) ? { evidence: {} } : { finding: 'not-observed', evidence: {} };
    case 'answer':
      return judgeAnswer(check, work);
    case 'diagnosed':
      return work.diagnostics().some(({ file, id }) => file === check.file && id === check.rule)
        ? { evidence: {} }
        : { finding: 'not-diagnosed', evidence: {} };
    case 'not': {
      const within = judge(check.hold, work);
      return within.passed ? { finding: 'holds-but-must-not', evidence: within.evidence, within: [within] } : { evidence: {}, within: [within] };
    }
    case 'after':
      return judgeWithin(check.hold, { ...work, cluster: afterEvent(work, check.event) });
    case 'throughout': {
      let worst = judgeWithin(check.hold, work);
      let read = 0;
      const look = (): void => {
        const felt = draft.changes.slice(read).some(isFelt);
        read = draft.changes.length;
        if (!felt) return;
        // The draft goes on with its indexes: what is judged borrows them.
        const cluster = { ...draft.commit() };
        work.bases.set(cluster, draft);
        worst = judgeWithin(check.hold, { ...work, cluster });
        if (worst.finding !== undefined) throw new SeenEnough();
      };
      if (worst.finding !== undefined) return worst;
      try {
        happen(draft, check.event, look);
        if (check.seconds !== undefined) advanceTo(draft, work.cluster.now + check.seconds * 1000, look);
      } catch (error) {
        if (!(error instanceof SeenEnough)) throw error;
      }
      return worst;
    }
    case 'in-cloud':
      return judgeWithin(check.hold, {
        ...work,
        cluster: keptIn(work.happened, work.cluster, `in-cloud ${check.cloud}`, () => movedTo(work.cluster, check.cloud)),
      });
    case 'in-proxy-mode':
      return judgeWithin(check.hold, { ...work, cluster: { ...work.cluster, config: { ...work.cluster.config, proxyMode: check.mode } } });
  }
}

/** What comes after the first fault makes no difference to a verdict. */
class SeenEnough extends Error {}

function judgeAnswer(check: Extract<Check, { kind: 'answer' }>, { record: { answers }, given: begun }: Work): Judgement {
  const { field, accepted, exactly, includes, inOrder = [], among, asGiven, atLeast } = check;
  const cells = check.cells ?? (asGiven && factsOf(begun, asGiven));
  if (cells) {
    const names = Object.keys(cells);
    const given = (cell: string): string => answers[`${field}/${cell}`] ?? '';
    const open = names.filter((cell) => given(cell) === '');
    const params = { field, all: String(names.length), open: String(open.length) };
    if (open.length > 0) return { finding: open.length === names.length ? 'not-answered' : 'answers-missing', evidence: {}, params };
    const wrong = names.filter((cell) => !cells[cell]?.includes(given(cell)));
    return names.length - wrong.length >= (atLeast ?? names.length)
      ? { evidence: {} }
      : { finding: 'answers-differ', evidence: { actual: wrong }, params: { ...params, wrong: String(wrong.length) } };
  }
  const given = answers[field] ?? '';
  if (given === '') return { finding: 'not-answered', evidence: {}, params: { field } };
  const words = given.split(' ');
  const fits = accepted
    ? accepted.includes(given)
    : exactly
      ? equalJSON([...exactly].sort(), [...words].sort())
      : includes
        ? includes.every((word) => words.includes(word))
        : among
          ? words.length >= (atLeast ?? 1) && words.every((word) => among.includes(word))
          : inOrder.every(([first, second]) => words.includes(first) && words.indexOf(first) < words.indexOf(second));
  return fits ? { evidence: {} } : { finding: 'answer-differs', evidence: { actual: [given] }, params: { field } };
}

/** What each cell of a table may be: the fact of its Service in a cluster. */
function factsOf(
  cluster: ClusterState,
  { fact, of }: NonNullable<Extract<Check, { kind: 'answer' }>['asGiven']>,
): { readonly [cell: string]: readonly string[] } {
  const draft = new ClusterDraft(cluster);
  return Object.fromEntries(
    Object.entries(of).map(([cell, service]) => {
      const [namespace = '', name = ''] = service.split('/');
      const spec = draft.get('services', namespace, name)?.spec;
      const type = spec?.clusterIP === 'None' ? 'headless' : (spec?.type ?? 'none').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
      return [cell, [fact === 'service-type' ? type : String(readyEndpoints(draft, namespace, name).length)]];
    }),
  );
}

const afterEvent = ({ happened, cluster }: Work, event: ClusterEvent): ClusterState =>
  keptIn(happened, cluster, JSON.stringify(event), () => happen(new ClusterDraft(cluster), event));

type Kept<Key, Value> = WeakMap<ClusterState, Map<Key, Value>>;

/** What belongs to a cluster under a key, worked out the first time it is asked for. */
function keptIn<Key, Value>(kept: Kept<Key, Value>, cluster: ClusterState, key: Key, workOut: () => Value): Value {
  const values = kept.get(cluster) ?? new Map<Key, Value>();
  kept.set(cluster, values);
  const value = values.get(key) ?? workOut();
  values.set(key, value);
  return value;
}

/** A cloud may take a minute for a balancer. */
const BALANCERS_HAVE_COME_MS = 120_000;

function movedTo(cluster: ClusterState, cloud: ClusterState['config']['loadBalancer']): ClusterState {
  const draft = new ClusterDraft({ ...cluster, config: { ...cluster.config, loadBalancer: cloud } });
  for (const { metadata, spec } of draft.list('services')) if (spec.type === 'LoadBalancer') recreateService(draft, metadata.namespace ?? '', metadata.name);
  advanceTo(draft, draft.now + BALANCERS_HAVE_COME_MS);
  return draft.commit();
}

function judgeWithin(hold: readonly Check[], work: Work): Judgement {
  const within = hold.map((check) => judge(check, work));
  const failed = within.find(({ passed }) => !passed);
  return { ...(failed ? { finding: 'fails-within' as const, params: failed.params } : {}), evidence: failed?.evidence ?? {}, within };
}

const missing = (pod: string): Judgement => ({ finding: 'object-missing', evidence: {}, params: { name: pod.split('/').at(-1) ?? '' } });

function judgeHTTP(draft: ClusterDraft, check: Extract<Check, { kind: 'http' }>): Judgement {
  const from = locationOfVantage(draft, check.from);
  if (!from) return missing(check.from);
  const url = expandAt(draft, from, check.url);
  const asked = splitURL(url);
  if (!asked) return { finding: 'url-not-usable', evidence: {}, params: { url } };
  const { host, port } = asked;
  const reach = reachTCP(draft, from, host, port);
  const params = { url, host, port: String(port) };
  const closed = reach.ways.find(({ outcome }) => outcome !== 'open');
  if (closed || !reach.packet) return { finding: whyClosed(reach), evidence: evidenceOf(along(draft, from, reach, closed)), params };
  const members = check.answeredBy && new Set(podsOf(draft, check.answeredBy).map(({ metadata }) => metadata.name));
  for (const way of reach.ways) {
    const evidence = (): CheckResult['evidence'] => evidenceOf(along(draft, from, reach, way));
    const answer = askHTTP(draft, reach.packet, way, { ...asked, ...(check.headers ? { headers: check.headers } : {}) });
    const status = String(answer?.status ?? 0);
    const http = { status: answer?.status ?? 0, body: answer?.body ?? '' };
    if (answer?.status !== check.status)
      return { finding: 'wrong-status', evidence: { ...evidence(), http, expected: [String(check.status)], actual: [status] }, params: { ...params, status } };
    if (members && !(way.at?.kind === 'pod' && members.has(way.at.pod))) {
      const responder = nameOf(way.at);
      return { finding: 'wrong-responder', evidence: { ...evidence(), http, actual: [responder] }, params: { ...params, responder } };
    }
  }
  const evidence = evidenceOf(reach);
  const source = reach.packet.sourceSeen ?? '';
  return check.sourceSeen === undefined || check.sourceSeen === source
    ? { evidence }
    : { finding: 'source-differs', evidence: { ...evidence, expected: [check.sourceSeen], actual: [source] }, params: { ...params, source } };
}

/** The endpoints of a Service that are ready, or of which nothing is said, with the ports they are listed with. */
function readyEndpoints(draft: ClusterDraft, namespace: string, service: string) {
  const slices = draft.list('endpointslices', namespace).filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service);
  return slices.flatMap(({ endpoints, ports }) =>
    (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).map((endpoint) => ({ endpoint, ports: (ports ?? []).map(({ port }) => port) })),
  );
}

function judgeEndpoints(draft: ClusterDraft, check: Extract<Check, { kind: 'endpoints' }>): Judgement {
  const ready = readyEndpoints(draft, check.namespace, check.service);
  const actual = [...new Set(ready.map(({ endpoint }) => endpoint.targetRef?.name ?? endpoint.addresses[0] ?? ''))].sort();
  const object = { table: 'services' as const, namespace: check.namespace, name: check.service, field: 'spec.selector' };
  const params = { service: check.service, count: String(actual.length) };
  if (!draft.get('services', check.namespace, check.service)) return { finding: 'object-missing', evidence: { object }, params: { name: check.service } };
  if (check.count !== undefined && actual.length !== check.count)
    return { finding: 'endpoints-differ', evidence: { object, expected: [String(check.count)], actual }, params };
  if (check.addresses) {
    const expected = [...check.addresses].sort();
    const addresses = [...new Set(ready.flatMap(({ endpoint }) => endpoint.addresses))].sort();
    if (!equalJSON(expected, addresses)) return { finding: 'endpoints-differ', evidence: { object, expected, actual: addresses }, params };
  }
  if (check.pods) {
    const expected = podsOf(draft, check.pods)
      .filter((pod) => isPodReady(pod))
      .map(({ metadata }) => metadata.name);
    if (expected.length === 0 || !equalJSON(expected, actual)) return { finding: 'endpoints-differ', evidence: { object, expected, actual }, params };
  }
  const elsewhere = check.port !== undefined && ready.some(({ ports }) => !ports.includes(check.port));
  return elsewhere
    ? { finding: 'endpoints-differ', evidence: { object: { ...object, field: 'spec.ports' }, actual }, params }
    : { evidence: { object, actual } };
}

const evidenceOf = ({ dns, packet }: Reach): CheckResult['evidence'] => ({ ...(dns ? { dns } : {}), ...(packet ? { packet } : {}) });

/** Names the first broken hop of a request that did not arrive. */
function whyClosed({ packet, outcome, ways }: Reach): CheckFinding {
  if (outcome === 'unresolved') return 'name-not-resolved';
  const broken = packet?.hops.find((hop): hop is Extract<Hop, { kind: 'refuse' | 'drop' }> => hop.kind === 'refuse' || hop.kind === 'drop');
  switch (broken?.rule) {
    case 'service-without-endpoints':
      return 'refused-no-endpoints';
    case 'port-not-listed':
      return broken.kind === 'refuse' ? 'refused-port-not-listed' : 'dropped-port-not-listed';
    case 'no-local-endpoint':
      return 'dropped-no-local-endpoint';
    case 'source-range':
      return 'dropped-source-range';
    case 'hairpin-off':
      return 'dropped-hairpin-off';
    default:
      return ways.some((way) => way.outcome === 'reset') ? 'reset-nothing-listens' : outcome === 'timeout' ? 'dropped-nobody' : 'other-outcome';
  }
}

const addressesOf = (draft: ClusterDraft, pods: PodSet): string[] => podsOf(draft, pods).map(({ status }) => status?.podIP ?? '');

const nameOf = (at: Location | undefined): string => (at?.kind === 'pod' ? at.pod : at?.kind === 'node' ? at.node : at?.kind === 'host' ? at.host : '');

function splitURL(url: string): Omit<Asked, 'headers'> | undefined {
  const [, scheme, host, port, path = '/'] = /^(https?):\/\/(\[[^\]]+\]|[^:/?#\s]+)(?::(\d{1,5}))?(\/\S*)?$/.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const tls = scheme === 'https';
  return { tls, host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? (tls ? 443 : 80)), path };
}

function hasObserved(draft: ClusterDraft, { commands }: LearnerRecord, evidence: ObservedEvidence): boolean {
  switch (evidence.kind) {
    case 'command': {
      const { prints, printsAddressesOf, lacks = [], exits = [0] } = evidence;
      const addresses = printsAddressesOf ? addressesOf(draft, printsAddressesOf) : [];
      return (
        commands.filter(({ line, pod, exitCode, output }) => {
          const words = `${pod === undefined ? '' : `kubectl exec ${pod} -- `}${line}`.split(/\s+/);
          const isIt = exits.includes(exitCode) && words.includes(evidence.program) && evidence.words.every((word) => words.some((one) => one.includes(word)));
          const isAsWanted = addresses.every((text) => output.includes(text)) && !lacks.some((text) => output.includes(text));
          return isIt && isAsWanted && (prints?.some((text) => output.includes(text)) ?? true);
        }).length >= (evidence.times ?? 1)
      );
    }
    case 'packet':
      return (
        commands
          .flatMap(({ packets }) => packets)
          .filter(
            (packet) => packet.packet.destination.port === evidence.port && packet.verdict === evidence.verdict && translatedOrNamed(packet, evidence.rule),
          ).length >= (evidence.times ?? 1)
      );
    case 'dns':
      return commands.some(({ dns }) => dns.some((trace) => trace.name === evidence.name && trace.outcome === evidence.outcome));
  }
}

/** A delivered packet counts as evidence only if a Service's rule rewrote it; a lost one, if this rule lost it. */
function translatedOrNamed({ hops, verdict }: PacketTrace, rule: string | undefined): boolean {
  if (rule !== undefined) return hops.some((hop) => (hop.kind === 'refuse' || hop.kind === 'drop') && hop.rule === rule);
  return verdict !== 'delivered' || hops.some(({ kind }) => kind === 'translate');
}

/** What a client or a resolver can notice a change of. */
const FELT: ReadonlySet<TableName> = new Set(['pods', 'services', 'endpointslices', 'nodes']);

/** Of a container its log, which every probe writes to, makes no difference to a client. */
function isFelt({ table, from, to }: Change): boolean {
  if (table !== 'containers') return FELT.has(table);
  const [before, after] = [from, to] as readonly (ContainerRecord | undefined)[];
  return before?.files !== after?.files || before?.listeners !== after?.listeners || before?.exited !== after?.exited || before?.stopping !== after?.stopping;
}
