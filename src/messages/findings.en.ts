import type { TraceRow } from '../scene/trace-rows.ts';
import type { FindingWords, OutcomeWords, TraceWords } from './talk.ts';

/** What became of a query or a connection. */
export const outcomesEn: OutcomeWords = {
  answered: 'answered',
  NODATA: 'NODATA',
  NXDOMAIN: 'NXDOMAIN',
  SERVFAIL: 'SERVFAIL',
  REFUSED: 'REFUSED',
  timeout: 'no reply',
  open: 'open',
  refused: 'refused',
  reset: 'reset (RST)',
  unresolved: 'name not resolved',
  closed: 'closed',
};

const sayOutcome = (value: string): string => (Object.hasOwn(outcomesEn, value) ? outcomesEn[value as keyof OutcomeWords] : value);

/** What a failed check found. */
export const findingsEn: FindingWords = {
  'name-not-resolved': ({ host, name, outcome }) =>
    `The name \`${host ?? name ?? ''}\` is not resolved${outcome === undefined ? '' : ` (${sayOutcome(outcome)})`}. No packet was sent.`,
  'refused-no-endpoints': ({ host, port }) =>
    `The name is resolved, but no ready Pod is on the list of \`${host ?? ''}\`. The rules on the node refuse connections to port ${port ?? ''} at once.`,
  'refused-port-not-listed': ({ host, port }) =>
    `The name is resolved, but \`${host ?? ''}\` does not offer port ${port ?? ''}. Nothing is rewritten, and the rules on the node refuse the connection.`,
  'reset-nothing-listens': ({ host }) => `Packets for \`${host ?? ''}\` arrive, but where they arrive no process listens on that port. RST comes back.`,
  'dropped-no-local-endpoint': ({ host }) =>
    `The node the packet came to has no Pod of \`${host ?? ''}\`. The policy is \`Local\`, so it is dropped instead of being sent on.`,
  'dropped-port-not-listed': ({ host, port }) =>
    `\`${host ?? ''}\` does not offer port ${port ?? ''}. Nothing is rewritten, the packet is dropped, and no answer comes.`,
  'dropped-nobody': () => 'No machine has the address the packet is sent to. No answer comes.',
  'dropped-source-range': () => 'The address of the sender is outside the allowed ranges, so the packet is dropped.',
  'dropped-hairpin-off': () => 'The packet would have to return to the Pod that sent it, and this node does not hand packets back.',
  'wrong-status': ({ url, status }, { evidence }) =>
    `\`${url ?? ''}\` is reached and answers ${status ?? ''}. The exercise asks for ${evidence.expected?.[0] ?? ''}.`,
  'wrong-responder': ({ url, responder }) => `Another Pod, \`${responder ?? ''}\`, answers at \`${url ?? ''}\`.`,
  'source-differs': ({ url, source }) => `\`${url ?? ''}\` answers, but the server sees \`${source ?? ''}\` as its client.`,
  'unexpectedly-open': ({ host, port }) => `Port ${port ?? ''} of \`${host ?? ''}\` accepts connections. It must be closed.`,
  'other-outcome': (_, { evidence }) => `Asked for: ${list(evidence.expected?.map(sayOutcome))}. Found: ${list(evidence.actual?.map(sayOutcome))}.`,
  'url-not-usable': ({ url }) => (url ? `\`${url}\` cannot be read as a URL.` : 'The client’s configuration has no URL to call.'),
  'endpoints-differ': ({ service, count }) =>
    count === '0'
      ? `The list of Service \`${service ?? ''}\` is empty.`
      : `The list of Service \`${service ?? ''}\` holds ${count ?? ''} ready Pods. They are not the ones asked for.`,
  'responders-differ': ({ host }) => `The Pods that can answer for \`${host ?? ''}\` are not the ones asked for.`,
  'affinity-kept': ({ host, seconds }) => `After ${seconds ?? ''} idle seconds, connections to \`${host ?? ''}\` still go to the Pod that is remembered.`,
  'affinity-lost': ({ host, seconds }) => `After ${seconds ?? ''} idle seconds, a connection to \`${host ?? ''}\` may go to any Pod: none is remembered.`,
  'addresses-differ': ({ name }) => `\`${name ?? ''}\` is resolved, but not to the addresses asked for.`,
  'too-many-queries': ({ name, queries }, { evidence }) =>
    `Resolving \`${name ?? ''}\` takes ${queries ?? ''} queries. The exercise asks for at most ${evidence.expected?.[0] ?? ''}.`,
  'pods-not-ready': ({ ready, wanted }) => `Ready Pods: ${ready ?? ''}. The exercise asks for ${wanted ?? ''}.`,
  'pods-restarted': ({ restarts }) => `The Pods are ready, but containers were restarted (one of them ${restarts ?? ''} times).`,
  'object-changed': ({ name }) => `\`${name ?? ''}\` is no longer as it was given.`,
  'object-missing': ({ name }) => `\`${name ?? ''}\` is not in the cluster.`,
  'field-differs': ({ name }) => `A field of \`${name ?? ''}\` does not have the value asked for.`,
  'not-observed': () => 'The terminal has not shown this evidence yet.',
  'not-answered': () => 'Nothing is chosen for this question yet.',
  'answers-missing': ({ all, open }) => `${open} of ${all} cells ${open === '1' ? 'is' : 'are'} still open.`,
  'answers-differ': ({ all, wrong }) => `${wrong} of ${all} cells ${wrong === '1' ? 'does' : 'do'} not fit what happens in the cluster.`,
  'answer-differs': () => 'The chosen answer does not fit what happened in the cluster.',
  'holds-but-must-not': (_, { within }) =>
    within?.[0]?.kind === 'unchanged' ? 'Nothing has changed here since the beginning.' : 'Something holds that must not.',
  'fails-within': () => 'Under the changed condition it no longer holds.',
  'not-diagnosed': () => 'This problem has not shown up in the files yet.',
};

const list = (values: readonly string[] | undefined): string => (values && values.length > 0 ? [...new Set(values)].join(', ') : 'none');

const nameOf = (at: Extract<TraceRow, { kind: 'send' }>['at']): string => {
  switch (at.kind) {
    case 'pod':
      return at.pod;
    case 'node':
      return at.node;
    case 'host':
      return at.host;
    case 'control-plane':
      return 'API server';
  }
};
const nodeOf = (at: Extract<TraceRow, { kind: 'send' }>['at']): string => (at.kind === 'pod' || at.kind === 'node' ? at.node : nameOf(at));
const port = (row: { readonly packet: { readonly destination: { readonly port?: number } } }): string => `:${row.packet.destination.port ?? ''}`;

export const traceEn: TraceWords = {
  where: (row) => {
    switch (row.kind) {
      case 'dns':
        return 'DNS query';
      case 'translate':
        return `rules on ${nodeOf(row.at)}`;
      case 'masquerade':
        return `leaving ${nodeOf(row.at)}`;
      case 'forward':
        return `${nodeOf(row.from)} → ${nodeOf(row.to)}`;
      case 'refuse':
        return `rules on ${nodeOf(row.at)}`;
      case 'drop':
        return nodeOf(row.at);
      case 'reply':
        return `reply to ${nameOf(row.to)}`;
      case 'packet-never':
        return 'packet';
      case 'reply-never':
        return 'reply';
      case 'send':
      case 'arrive':
      case 'reset':
        return nameOf(row.at);
    }
  },
  what: (row) => {
    switch (row.kind) {
      case 'dns':
        return row.state === 'broken' ? `${endOfName(row)} It ends here.` : '';
      case 'translate':
        return '(DNAT)';
      case 'masquerade':
        return '(source rewritten)';
      case 'arrive':
        return `A process listens on \`${port(row)}\`.`;
      case 'reset':
        return `It ends here. No process listens on \`${port(row)}\` (${row.listening.length > 0 ? `open: ${row.listening.map((open) => `\`:${open}\``).join(', ')}` : 'no port is open'}). RST came back.`;
      case 'refuse':
        return REFUSED[row.rule](port(row));
      case 'drop':
        return DROPPED[row.rule](port(row));
      case 'packet-never':
        return 'not sent';
      case 'reply-never':
        return 'did not come';
      case 'forward':
        return row.balancer ? '(target of the load balancer)' : '';
      case 'send':
      case 'reply':
        return '';
    }
  },
  caption: (row, mode) => {
    const short = mode === 'narrow';
    switch (row.kind) {
      case 'arrive':
        return `in through door ${port(row)}`;
      case 'reset':
        return short ? `no door ${port(row)}: RST` : `There is no door ${port(row)}; RST came back`;
      case 'refuse':
        return short ? REFUSED_SHORT[row.rule] : `${REFUSED_SHORT[row.rule]}: refused at once`;
      case 'drop':
        return short ? 'no answer' : 'dropped; no answer will come';
      default:
        return '';
    }
  },
};

function endOfName(row: Extract<TraceRow, { kind: 'dns' }>): string {
  const outcomes = row.answers.map(({ outcome }) => outcome);
  if (outcomes.includes('NXDOMAIN')) return 'There is no such name.';
  if (outcomes.includes('NODATA')) return 'The name exists, without a record of this type.';
  return outcomes.includes('timeout') ? 'No answer came.' : 'There is no usable answer.';
}

const REFUSED: { readonly [rule in Extract<TraceRow, { kind: 'refuse' }>['rule']]: (port: string) => string } = {
  'service-without-endpoints': () => 'It ends here. The list has no ready endpoint, so the rules refused at once.',
  'port-not-listed': (to) => `It ends here. The Service does not offer \`${to}\`, so the rules refused.`,
  'nothing-listens': (to) => `It ends here. No process listens on \`${to}\`.`,
  'icmp-unanswered': () => 'It ends here. A virtual IP does not answer pings.',
  'nobody-has-this-address': () => 'It ends here. No machine has this address.',
  'not-routed-from-here': () => 'It ends here. There is no route to this address.',
};
const REFUSED_SHORT: { readonly [rule in Extract<TraceRow, { kind: 'refuse' }>['rule']]: string } = {
  'service-without-endpoints': 'empty list',
  'port-not-listed': 'port not offered',
  'nothing-listens': 'no process listens',
  'icmp-unanswered': 'virtual IPs do not answer',
  'nobody-has-this-address': 'nobody has this address',
  'not-routed-from-here': 'no route',
};
const DROPPED: { readonly [rule in Extract<TraceRow, { kind: 'drop' }>['rule']]: (port: string) => string } = {
  'no-local-endpoint': () => 'Dropped here. This node has no endpoint, and the policy is `Local`.',
  'source-range': () => 'Dropped here. The sender is outside the allowed ranges.',
  'nobody-has-this-address': () => 'It was lost from here. No machine has this address.',
  'port-not-listed': (to) => `Dropped here. The Service does not offer \`${to}\`.`,
  'not-routed-from-here': () => 'It was lost from here. There is no way to this address from outside.',
  'icmp-unanswered': () => 'Dropped here. A virtual IP does not answer pings.',
  'hairpin-off': () => 'Dropped here. It would have to return to the Pod that sent it, and this node does not hand packets back.',
};
