import type { Check, ClusterEvent, PodSet, Vantage } from '../engine/index.ts';
import { hasLabels, isAgnhost, type Workload } from './workloads.ts';

/** Why a check has no command line: a closed list; each has words in both languages. */
export type NoCommand =
  /** What was answered or seen stands in the page alone. */
  | 'answered-on-the-page'
  | 'seen-on-the-page'
  /** It must hold at every moment of a change, and a script looks only now and then. */
  | 'every-moment'
  /** It asks for the cluster in another mode of kube-proxy. */
  | 'other-proxy-mode'
  /** It asks for what a cloud's controller makes of a Service. */
  | 'a-cloud'
  /** The Pods' server does not tell its name, and the host is no Service whose endpoints could be read instead. */
  | 'server-without-name'
  /** A name or address beyond the cluster that only the simulated world has. */
  | 'outside-world'
  /** Somebody would have to wait for longer than anybody does. */
  | 'takes-too-long'
  /** An event that cannot be taken back by commands. */
  | 'no-way-back';

/** A check as one line of bash whose status tells, or why there is none. `destructive`: it changes the cluster and puts it back. */
export type CheckCommand = { readonly id: string; readonly line: string; readonly changes: boolean } | { readonly id: string; readonly reason: NoCommand };

/** What a command needs to know of its exercise. */
export interface CommandContext {
  readonly workloads: readonly Workload[];
  /** Below it the snapshots of the beginning are kept. */
  readonly snapshots: string;
  /** Where the world beyond the cluster is a simulated one: names of its own. */
  readonly isOutside: (host: string) => boolean;
}

/** Seconds that a check may wait at most. */
const LONGEST_WAIT = 120;

/** A line cannot be made for this reason. */
class Without extends Error {
  readonly reason: NoCommand;
  constructor(reason: NoCommand) {
    super(reason);
    this.reason = reason;
  }
}

/** The command line of a check, or why it has none. */
export function commandOf(check: Check, context: CommandContext): CheckCommand {
  try {
    return { id: check.id, line: lineOf(check, context), changes: changesCluster(check) };
  } catch (error) {
    if (error instanceof Without) return { id: check.id, reason: error.reason };
    throw error;
  }
}

/** The lines that keep what the checks `unchanged` compare with, run when everything that is given is there. */
export function snapshotLines(checks: readonly Check[], context: Pick<CommandContext, 'snapshots'>): readonly string[] {
  return checks.flatMap((check) =>
    check.kind === 'unchanged' ? [`${tableOf(check)} > ${context.snapshots}/${check.id}`] : 'hold' in check ? snapshotLines([check.hold].flat(), context) : [],
  );
}

const changesCluster = (check: Check): boolean =>
  ('hold' in check ? [check.hold].flat().some(changesCluster) : false) || (check.kind === 'after' && check.event.kind !== 'advance');

/** In single quotes, for a shell. */
const quoted = (text: string): string => (/^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const selector = (labels: PodSet['labels']): string =>
  quoted(
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  );

/** `$(NAME)` of a check is what the container has in that variable: its shell reads it. Node addresses are the script's variables. */
function inShell(text: string, from: Vantage): string {
  if (/\$\([\w-]+\//.test(text)) throw new Without('a-cloud');
  const local = isLocal(from);
  const addressed = text.replaceAll(/192\.168\.49\.([234])/g, (_, last: string) => `$ADDRESS_${'ABC'[Number(last) - 2] ?? ''}`);
  if (!local && addressed !== text) throw new Without('outside-world');
  return addressed.replaceAll(/\$\((\w+)\)/g, (_, name: string) => `$${name}`);
}

const isLocal = (from: Vantage): boolean => !from.includes('/') && !from.startsWith('node:');

/** A shell line, run where a vantage is: here, or by kubectl in a Pod. */
function at(from: Vantage, line: string): string {
  if (isLocal(from)) {
    if (from !== 'operator' && from !== 'outside') throw new Without('outside-world');
    return line;
  }
  const [namespace = '', ...pod] = from.split('/');
  if (from.startsWith('node:')) throw new Without('outside-world');
  return `kubectl -n ${namespace} exec ${pod.join('/')} -- sh -c '${line.replaceAll("'", `'\\''`)}'`;
}

/** A field of Pods that are ready, one in a line, sorted. */
const readyPods = ({ namespace, labels }: PodSet, field: '.metadata.name' | '.status.podIP'): string =>
  `kubectl -n ${namespace} get pods -l ${selector(labels)} -o jsonpath='{range .items[?(@.status.containerStatuses[0].ready==true)]}{${field}}{"\\n"}{end}' | sort`;

/** A field of all Pods of a set, one in a line, sorted. */
const allPods = ({ namespace, labels }: PodSet, field: '.metadata.name' | '.status.podIP'): string =>
  `kubectl -n ${namespace} get pods -l ${selector(labels)} -o jsonpath='{range .items[*]}{${field}}{"\\n"}{end}' | sort`;

/** What so many calls print, each thing once. Enough for every one of a few Pods to answer. */
const calls = (from: Vantage, count: number, call: string): string => at(from, `for i in $(seq ${count}); do ${call}; echo; done | sort -u | grep .`);

function tableOf({ table, namespace, names, fields = 'spec' }: Extract<Check, { kind: 'unchanged' }>): string {
  const columns = ['NAME:.metadata.name', 'UID:.metadata.uid', ...(fields === 'spec' ? ['LABELS:.metadata.labels', 'SPEC:.spec'] : [])].join(',');
  return `kubectl -n ${namespace} get ${table} ${names.includes('*') ? '' : `${names.join(' ')} `}--no-headers -o custom-columns=${columns}`;
}

/** The host of a URL or of a check where it is a Service's short or long name. */
function serviceOf(host: string, from: Vantage): { readonly namespace: string; readonly service: string } | undefined {
  const [service = '', namespace = from.split('/')[0] ?? '', svc] = host.split('.');
  return /^[a-z][a-z0-9-]*$/.test(service) && !isLocal(from) && (svc === undefined || svc === 'svc') ? { namespace, service } : undefined;
}

/** Addresses of a Service's endpoints that are ready, or of which nothing is said, each once. */
const endpointAddresses = (namespace: string, service: string): string =>
  `kubectl -n ${namespace} get endpointslices -l kubernetes.io/service-name=${service} -o jsonpath='{range .items[*].endpoints[*]}{.conditions.ready} {.addresses[0]}{"\\n"}{end}' | grep -v ^false | cut -d " " -f 2 | sort -u`;

/** Whether all Pods of a set are made to tell their name at /hostname. */
const tellsName = ({ workloads }: CommandContext, set: PodSet): boolean => {
  const own = workloads.filter((workload) => workload.namespace === set.namespace && hasLabels(workload.labels, set.labels));
  return own.length > 0 && own.every(isAgnhost);
};

const isEqual = (actual: string, expected: string): string => `test "$(${actual})" = "$(${expected})"`;

function lineOf(check: Check, context: CommandContext): string {
  switch (check.kind) {
    case 'http':
      return lineOfHTTP(check, context);
    case 'tcp': {
      if (context.isOutside(check.host)) throw new Without('outside-world');
      if (check.outcome === 'open') return at(check.from, `nc -z -w 5 "${inShell(check.host, check.from)}" ${check.port}`);
      const codes = { refused: '7', reset: '7', timeout: '28', unresolved: '6', closed: '7|28' }[check.outcome];
      return `${at(check.from, `curl -s -o /dev/null -m 5 "http://${inShell(check.host, check.from)}:${check.port}/"; case $? in ${codes}) exit 0 ;; *) exit 1 ;; esac`)}`;
    }
    case 'spread': {
      const someone = `test -n "$(${readyPods(check.among, '.metadata.name')})"`;
      if (!tellsName(context, check.among)) {
        const service = serviceOf(check.host, check.from);
        if (!service) throw new Without('server-without-name');
        return `${someone} && ${isEqual(endpointAddresses(service.namespace, service.service), readyPods(check.among, '.status.podIP'))}`;
      }
      // A connection that does not open has no name, and is no Pod's.
      const answers = calls(check.from, 40, `curl -s -m 5 http://${inShell(check.host, check.from)}:${check.port}/hostname || echo closed`);
      return `${someone} && ${isEqual(answers, readyPods(check.among, '.metadata.name'))}`;
    }
    case 'affinity': {
      if (check.idleSeconds > LONGEST_WAIT) throw new Without('takes-too-long');
      if (!context.workloads.some(isAgnhost)) throw new Without('server-without-name');
      const name = `curl -s -m 5 http://${inShell(check.host, check.from)}:${check.port}/hostname`;
      const first = check.idleSeconds === 0 ? '' : `${at(check.from, `${name} > /dev/null`)} && sleep ${check.idleSeconds} && `;
      return `${first}test "$(${calls(check.from, 12, name)} | grep -c .)" ${check.outcome === 'kept' ? '=' : '-gt'} 1`;
    }
    case 'dns':
      return lineOfDNS(check, context);
    case 'endpoints': {
      const { namespace, service, pods, addresses, count, port } = check;
      const slices = `kubectl -n ${namespace} get endpointslices -l kubernetes.io/service-name=${service}`;
      const parts = [`kubectl -n ${namespace} get service ${service} > /dev/null`];
      if (count !== undefined) parts.push(`test "$(${endpointAddresses(namespace, service)} | grep -c .)" = ${count}`);
      if (addresses) parts.push(isEqual(endpointAddresses(namespace, service), `printf '%s\\n' ${[...addresses].sort().join(' ')}`));
      if (pods) {
        const expected = readyPods(pods, '.status.podIP');
        parts.push(`test -n "$(${expected})"`, isEqual(endpointAddresses(namespace, service), expected));
      }
      if (port !== undefined) parts.push(`test "$(${slices} -o jsonpath='{range .items[*].ports[*]}{.port}{"\\n"}{end}' | sort -u)" = ${port}`);
      return parts.join(' && ');
    }
    case 'pods': {
      const pods = `kubectl -n ${check.pods.namespace} get pods -l ${selector(check.pods.labels)}`;
      const parts = [`test "$(${readyPods(check.pods, '.metadata.name')} | grep -c .)" = ${check.ready}`];
      if (check.mostRestarts !== undefined)
        parts.push(
          `test "$(${pods} -o jsonpath='{range .items[*].status.containerStatuses[*]}{.restartCount}{"\\n"}{end}' | sort -n | tail -1)" -le ${check.mostRestarts}`,
        );
      return parts.join(' && ');
    }
    case 'unchanged':
      return `! grep -vxF "$(${tableOf(check)})" ${context.snapshots}/${check.id}`;
    case 'object': {
      if (check.name === '*') return lineOfAny(check);
      const get = `kubectl -n ${check.namespace} get ${check.table} ${check.name}`;
      const parts = [`${get} > /dev/null`];
      for (const [path, value] of leavesOf(check.has)) parts.push(`test "$(${get} -o jsonpath='{${path}}')" = ${quoted(String(value))}`);
      for (const [path, [least, most]] of Object.entries(check.between ?? {})) {
        const value = `"$(${get} -o jsonpath='{.${path.replaceAll(/\.(\d+)/g, '[$1]')}}')"`;
        parts.push(`test ${value} -ge ${least}`, `test ${value} -le ${most}`);
      }
      return parts.join(' && ');
    }
    case 'not':
      return `! { ${lineOf(check.hold, context)}; }`;
    case 'after': {
      const { before, undo } = stepsOf(check.event, context);
      const held = check.hold.map((one) => lineOf(one, context)).join(' && ');
      return undo === undefined ? `${before} && ${held}` : `${before} && ${held}; status=$?; ${undo}; (exit $status)`;
    }
    case 'throughout':
      throw new Without('every-moment');
    case 'in-proxy-mode':
      throw new Without('other-proxy-mode');
    case 'in-cloud':
      throw new Without('a-cloud');
    case 'observed':
      throw new Without('seen-on-the-page');
    case 'answer':
    case 'diagnosed':
      throw new Without('answered-on-the-page');
  }
}

function lineOfHTTP({ from, url, status, answeredBy, headers = {}, sourceSeen }: Extract<Check, { kind: 'http' }>, context: CommandContext): string {
  const target = inShell(url, from);
  const [, origin = '', host = ''] = /^(https?:\/\/([^:/]+)(?::\d+)?)/.exec(target) ?? [];
  if (context.isOutside(host)) throw new Without('outside-world');
  const asked = Object.entries(headers).map(([name, value]) => ` -H "${name}: ${value}"`);
  const curl = `curl -sk -m 5${asked.join('')}`;
  const parts = [`test "$(${calls(from, 12, `${curl} -o /dev/null -w "%{http_code}" "${target}"`)})" = ${status}`];
  if (answeredBy) {
    const service = serviceOf(host, from);
    if (tellsName(context, answeredBy)) {
      // A URL that only the Pod knows: its own host, another path.
      const address = `${origin === '' ? `http://$(echo "${target}" | cut -d / -f 3)` : origin}/hostname`;
      parts.push(`test "$(${calls(from, 12, `${curl} "${address}"`)} | grep -cvxF "$(${allPods(answeredBy, '.metadata.name')})")" = 0`);
    } else if (service)
      parts.push(`test "$(${endpointAddresses(service.namespace, service.service)} | grep -cvxF "$(${allPods(answeredBy, '.status.podIP')})")" = 0`);
    else throw new Without('server-without-name');
  }
  if (sourceSeen !== undefined) {
    if (!isLocal(from)) throw new Without('outside-world');
    parts.push(`test "$(${calls(from, 12, `curl -s -m 5 "${target}" | sed "s/:[0-9]*$//"`)})" = "$CLIENT_ADDRESS"`);
  }
  return parts.join(' && ');
}

function lineOfDNS({ from, name, outcome, addresses, addressesOf, mostQueries }: Extract<Check, { kind: 'dns' }>, context: CommandContext): string {
  const asked = inShell(name, from);
  if (isLocal(from)) throw new Without('outside-world');
  if (addresses?.some((address) => context.isOutside(address))) throw new Without('outside-world');
  const parts: string[] = [];
  if (outcome === 'answered') {
    const found = at(from, `getent ahosts "${asked}" | cut -d " " -f 1 | sort -u`);
    if (addresses || addressesOf) parts.push(`test -n "$(${found})"`);
    parts.push(
      addressesOf
        ? isEqual(
            found,
            `kubectl -n ${addressesOf.namespace} get pods -l ${selector(addressesOf.labels)} -o jsonpath='{range .items[*]}{.status.podIP}{"\\n"}{end}' | sort -u`,
          )
        : addresses
          ? isEqual(found, `printf '%s\\n' ${[...addresses].sort().join(' ')}`)
          : `test -n "$(${found})"`,
    );
  } else parts.push(at(from, `dig +search "${asked}" | grep -q "status: ${outcome === 'NXDOMAIN' ? 'NXDOMAIN' : 'NOERROR'}"`));
  if (outcome === 'NODATA') parts.push(`test -z "$(${at(from, `dig +search +short "${asked}"`)})"`);
  if (mostQueries !== undefined)
    parts.push(
      `test "$(${at(from, `timeout 4 tcpdump -lnt dst port 53 2>/dev/null & sleep 1; getent ahosts "${asked}" >/dev/null; wait`)} | grep -c .)" -le ${mostQueries}`,
    );
  return parts.join(' && ');
}

/** Whether any object of a kind holds these fields: one line for each, compared as a whole. */
function lineOfAny({ table, namespace, has }: Extract<Check, { kind: 'object' }>): string {
  const leaves = leavesOf(has);
  const shown = leaves.map(([path]) => `{${path}}`).join('{" "}');
  const get = `kubectl get ${table} ${namespace === '*' ? '-A' : `-n ${namespace}`} -o jsonpath='{range .items[*]}${shown}{"\\n"}{end}'`;
  return `${get} | grep -qxF ${quoted(leaves.map(([, value]) => String(value)).join(' '))}`;
}

/** Paths and values of the leaves of what an object must hold. */
function leavesOf(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name.replaceAll('.', '\\.')}`));
}

const nodeVariable = (node: string): string => `"$NODE_${node.slice(-1).toUpperCase()}"`;

/** The commands of an event, and those that put back what it changed. */
function stepsOf(event: ClusterEvent, context: CommandContext): { readonly before: string; readonly undo?: string } {
  switch (event.kind) {
    case 'advance':
      return { before: `sleep ${event.seconds}` };
    case 'delete-each-pod': {
      const of = `-n ${event.pods.namespace}`;
      const pods = `pods -l ${selector(event.pods.labels)}`;
      return { before: `kubectl ${of} delete ${pods} > /dev/null && sleep 5 && kubectl ${of} wait --for=condition=Ready ${pods} --timeout=60s > /dev/null` };
    }
    case 'scale': {
      const scale = (replicas: string): string =>
        `kubectl -n ${event.namespace} scale deployment ${event.deployment} --replicas=${replicas} > /dev/null && kubectl -n ${event.namespace} rollout status deployment ${event.deployment} > /dev/null && sleep 2`;
      const was = `were_${event.deployment.replaceAll('-', '_')}_${event.replicas}`;
      return {
        before: `${was}=$(kubectl -n ${event.namespace} get deployment ${event.deployment} -o jsonpath='{.spec.replicas}') && ${scale(String(event.replicas))}`,
        undo: scale(`"$${was}"`),
      };
    }
    case 'patch': {
      if (event.table !== 'deployments') throw new Without('no-way-back');
      const rollout = `kubectl -n ${event.namespace} rollout`;
      return {
        before: `kubectl -n ${event.namespace} patch deployment ${event.name} --type=merge -p ${quoted(JSON.stringify(event.patch))} > /dev/null && ${rollout} status deployment ${event.name} > /dev/null && sleep 2`,
        undo: `${rollout} undo deployment ${event.name} > /dev/null; ${rollout} status deployment ${event.name} > /dev/null`,
      };
    }
    case 'recreate-service': {
      const kept = `${context.snapshots}/service-${event.name}.yaml`;
      return {
        before: `kubectl -n ${event.namespace} get service ${event.name} -o yaml | grep -vE '^ +(clusterIPs?: *[0-9]*.*|uid: .*|resourceVersion: .*|creationTimestamp: .*|- [0-9]+[.][0-9.]+)$' > ${kept} && kubectl -n ${event.namespace} delete service ${event.name} > /dev/null && kubectl create -f ${kept} > /dev/null && sleep 2`,
      };
    }
    case 'drain': {
      const node = nodeVariable(event.node);
      const leaving = `kubectl -n $of get pods --field-selector spec.nodeName=${node} -o jsonpath='{range .items[?(@.metadata.ownerReferences)]}{.metadata.name}{"\\n"}{end}'`;
      const namespaces = [...new Set(context.workloads.map(({ namespace }) => namespace))].join(' ');
      return {
        before: `kubectl cordon ${node} > /dev/null && for of in ${namespaces}; do for pod in $(${leaving}); do kubectl -n $of delete pod $pod > /dev/null; done; done && sleep 10`,
        undo: `kubectl uncordon ${node} > /dev/null`,
      };
    }
    case 'remove-file': {
      const of = `-n ${event.pods.namespace}`;
      const pods = `pods -l ${selector(event.pods.labels)}`;
      return {
        before: `broken=$(kubectl ${of} get ${pods} -o jsonpath='{.items[0].metadata.name}') && kubectl ${of} exec "$broken" -- rm ${quoted(event.path)}`,
        undo: `kubectl ${of} delete pod "$broken" > /dev/null; sleep 5; kubectl ${of} wait --for=condition=Ready ${pods} --timeout=60s > /dev/null`,
      };
    }
  }
}
