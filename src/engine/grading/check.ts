import type { JsonObject, Labels } from '../api/kubernetes-object.ts';
import type { DNSTrace, PacketTrace } from '../network/trace.ts';
import type { ObjectTableName } from '../store/tables.ts';

/** A Pod to send from: `namespace/name`, or `namespace/deploy/name` for any ready Pod of a Deployment that is to stay; a node: `node:NAME`; or a host of the outside world: `operator`, `outside`, … */
export type Vantage = string;

/** Which Pods may answer: all of these labels, in this namespace. */
export interface PodSet {
  readonly namespace: string;
  readonly labels: Labels;
}

/** How a connection attempt ended. `closed` in a check means refused, reset or timed out, whichever. */
export type ConnectionOutcome = 'open' | 'refused' | 'reset' | 'timeout' | 'unresolved' | 'closed';

/**
 * One thing an exercise asks for, judged by what traffic, names and objects do. Plain data; written in `exercise.yaml`.
 * Every way a Service may choose is tried: a check holds only if it holds for all candidates.
 */
export type Check = { readonly id: string } & CheckKind;

export type CheckKind =
  /**
   * An HTTP request from a vantage: every candidate must answer with this status (and be one of these Pods, if named), and see
   * this address as its client's. `$(NAME)` in a URL or host is what the vantage's own container has in that environment
   * variable, `$(namespace/name)` the address or name of that Service's balancer.
   * Over `https` no certificate is judged.
   */
  | {
      readonly kind: 'http';
      readonly from: Vantage;
      readonly url: string;
      readonly status: number;
      readonly answeredBy?: PodSet;
      readonly headers?: Labels;
      readonly sourceSeen?: string;
    }
  /** A TCP connection attempt ends so for every candidate, and the address dialled is of this network (a CIDR) if one is named. */
  | {
      readonly kind: 'tcp';
      readonly from: Vantage;
      readonly host: string;
      readonly port: number;
      readonly outcome: ConnectionOutcome;
      readonly network?: string;
    }
  /** The Pods that can answer connections are exactly these (each one is a candidate, and nobody else is). */
  | { readonly kind: 'spread'; readonly from: Vantage; readonly host: string; readonly port: number; readonly among: PodSet }
  /**
   * After a connection and so many idle seconds, the next one from there goes to the same endpoint because it is remembered
   * (`kept`), or any may be chosen (`free`).
   */
  | {
      readonly kind: 'affinity';
      readonly from: Vantage;
      readonly host: string;
      readonly port: number;
      readonly idleSeconds: number;
      readonly outcome: 'kept' | 'free';
    }
  /**
   * A name (`$(NAME)` in it as in a URL) resolves, as the C library of that Pod would, to exactly these addresses, to exactly
   * those of these Pods (ready or not), to nothing, or to anything at all.
   */
  | {
      readonly kind: 'dns';
      readonly from: Vantage;
      readonly name: string;
      readonly outcome: 'answered' | 'NXDOMAIN' | 'NODATA';
      readonly addresses?: readonly string[];
      readonly addressesOf?: PodSet;
      /** The resolver sends no more queries than this; A and AAAA are two. */
      readonly mostQueries?: number;
    }
  /** The Service's ready endpoints are exactly these Pods, have exactly these addresses, or are so many. */
  | {
      readonly kind: 'endpoints';
      readonly namespace: string;
      readonly service: string;
      readonly pods?: PodSet;
      readonly addresses?: readonly string[];
      readonly count?: number;
      readonly port?: number;
    }
  /** So many of these Pods are ready, and none of them has a container that was restarted more often. */
  | { readonly kind: 'pods'; readonly pods: PodSet; readonly ready: number; readonly mostRestarts?: number }
  /** These objects (`*`: all of the namespace) are as the exercise gave them: same uid; with `spec`, same spec and labels as well. */
  | {
      readonly kind: 'unchanged';
      readonly table: ObjectTableName;
      readonly namespace: string;
      readonly names: readonly string[];
      readonly fields?: 'uid' | 'spec';
    }
  /** A last resort with a reason: an object (of the name or namespace `*`: any) exists and holds these fields, and numbers by path (`spec.ports.0.port`) from the first to the second. */
  | {
      readonly kind: 'object';
      readonly table: ObjectTableName;
      readonly namespace: string;
      readonly name: string;
      readonly has: JsonObject;
      readonly between?: { readonly [path: string]: readonly [number, number] };
      readonly reason: string;
    }
  /** The learner has displayed this evidence: an object's field in an output, or a trace that ends so. */
  | { readonly kind: 'observed'; readonly evidence: ObservedEvidence }
  /** A structured answer is as one of these says: exactly one of the seven. */
  | {
      readonly kind: 'answer';
      readonly field: string;
      /** It is one of these. */
      readonly accepted?: readonly string[];
      /** Its words, parted by spaces, are these and no others, in any order. */
      readonly exactly?: readonly string[];
      /** Its words have these among them. For signatures. */
      readonly includes?: readonly string[];
      /** Among its words, the first of each pair stands before the second. */
      readonly inOrder?: readonly (readonly [string, string])[];
      /** Its words are all among these; with `atLeast`, so many. */
      readonly among?: readonly string[];
      /** A table: of each cell's Service (`namespace/name`), how many ready endpoints it had, or its type, when the exercise was given. */
      readonly asGiven?: { readonly fact: GivenFact; readonly of: { readonly [cell: string]: string } };
      /** A table: what each cell (`row` or `row/column`) may be; with `atLeast`, so many must fit. */
      readonly cells?: { readonly [cell: string]: readonly string[] };
      readonly atLeast?: number;
    }
  /** The learner's file carries this diagnostic. For signatures. */
  | { readonly kind: 'diagnosed'; readonly file: string; readonly rule: string }
  /** The check within does not hold. For signatures: a check of its own says what should be, not what should not. */
  | { readonly kind: 'not'; readonly hold: Check }
  /** After something happens, these hold as well; then the cluster is put back. */
  | { readonly kind: 'after'; readonly event: ClusterEvent; readonly hold: readonly Check[] }
  /** While something happens, these hold at every moment of it, from before it until the cluster is quiet, or for so many seconds after it. */
  | { readonly kind: 'throughout'; readonly event: ClusterEvent; readonly seconds?: number; readonly hold: readonly Check[] }
  /** The same probes on the same manifests with kube-proxy in another mode. */
  | { readonly kind: 'in-proxy-mode'; readonly mode: 'nftables' | 'iptables'; readonly hold: readonly Check[] }
  /** Where another cloud makes the balancers: Services of type LoadBalancer are made anew there, and what it gives them has come. */
  | { readonly kind: 'in-cloud'; readonly cloud: 'none' | 'aws' | 'gcp' | 'azure'; readonly hold: readonly Check[] };

/** What can be read off a Service: how many ready endpoints (none where there is no such Service); `cluster-ip`, …, `headless` or `none`. */
export type GivenFact = 'ready-endpoints' | 'service-type';

export type ObservedEvidence =
  /**
   * A command that succeeded (or ended with one of `exits`): the program, words that its line has, and, where named, texts of which its output has one, Pods
   * whose addresses it has all, texts of which it has none, and how often it was run (1).
   */
  | {
      readonly kind: 'command';
      readonly program: string;
      readonly words: readonly string[];
      readonly prints?: readonly string[];
      readonly printsAddressesOf?: PodSet;
      readonly lacks?: readonly string[];
      readonly times?: number;
      /** Statuses it may have ended with; 0 where nothing is said. 130 is a capture that Ctrl-C ends, or that still goes on. */
      readonly exits?: readonly number[];
    }
  /** So many packets (1) to this port that ended so, lost by this rule if it is named. */
  | { readonly kind: 'packet'; readonly port: number; readonly verdict: PacketTrace['verdict']; readonly rule?: string; readonly times?: number }
  | { readonly kind: 'dns'; readonly name: string; readonly outcome: DNSTrace['outcome'] };

export type ClusterEvent =
  | { readonly kind: 'delete-each-pod'; readonly pods: PodSet }
  | { readonly kind: 'scale'; readonly namespace: string; readonly deployment: string; readonly replicas: number }
  /** An object's fields are changed, as by `kubectl patch --type=merge`. */
  | { readonly kind: 'patch'; readonly table: ObjectTableName; readonly namespace: string; readonly name: string; readonly patch: JsonObject }
  /** A Service is deleted and made again from what was asked for: with another address. */
  | { readonly kind: 'recreate-service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'advance'; readonly seconds: number }
  /** A node takes no new Pods, and those of workloads leave it. */
  | { readonly kind: 'drain'; readonly node: string }
  /** A file disappears in the first of these Pods, by name: what its server reads from there is gone. */
  | { readonly kind: 'remove-file'; readonly pods: PodSet; readonly path: string };

/** What a learner has done besides changing the cluster. */
export interface LearnerRecord {
  /** Answers by field id. */
  readonly answers: { readonly [field: string]: string };
  /** Commands that were run, oldest first, with the traces behind them. */
  readonly commands: readonly {
    readonly line: string;
    /** The Pod in whose own shell it was typed: it counts as what `kubectl exec` would have run there. */
    readonly pod?: string;
    readonly exitCode: number;
    /** What it printed, standard output and errors together. */
    readonly output: string;
    readonly packets: readonly PacketTrace[];
    readonly dns: readonly DNSTrace[];
  }[];
}

/** What was tried and seen, for the verdict's evidence; words are made outside. */
export interface CheckEvidence {
  readonly packet?: PacketTrace;
  readonly dns?: DNSTrace;
  readonly http?: { readonly status: number; readonly body: string };
  /** Object that speaks: table, namespace, name, and the field that decides. */
  readonly object?: { readonly table: ObjectTableName; readonly namespace: string; readonly name: string; readonly field?: string };
  readonly expected?: readonly string[];
  readonly actual?: readonly string[];
}

/** Why a check does not hold: a closed list; each has words in both languages. */
export type CheckFinding =
  | 'name-not-resolved'
  | 'refused-no-endpoints'
  | 'refused-port-not-listed'
  | 'reset-nothing-listens'
  | 'dropped-no-local-endpoint'
  | 'dropped-port-not-listed'
  | 'dropped-nobody'
  | 'dropped-source-range'
  | 'dropped-hairpin-off'
  | 'wrong-status'
  | 'wrong-responder'
  | 'source-differs'
  | 'url-not-usable'
  | 'unexpectedly-open'
  | 'other-outcome'
  | 'endpoints-differ'
  | 'responders-differ'
  | 'affinity-kept'
  | 'affinity-lost'
  | 'addresses-differ'
  | 'too-many-queries'
  | 'pods-not-ready'
  | 'pods-restarted'
  | 'object-changed'
  | 'object-missing'
  | 'field-differs'
  | 'not-observed'
  | 'not-answered'
  | 'answer-differs'
  | 'answers-missing'
  | 'answers-differ'
  | 'holds-but-must-not'
  | 'fails-within'
  | 'not-diagnosed';

export interface CheckResult {
  readonly id: string;
  readonly kind: CheckKind['kind'];
  readonly passed: boolean;
  readonly finding?: CheckFinding;
  readonly params: { readonly [name: string]: string };
  readonly evidence: CheckEvidence;
  /** For `after`, `in-proxy-mode` and `in-cloud`: what was asked within. */
  readonly within?: readonly CheckResult[];
}

/** A wrong idea recognised by what it does to the cluster: all of `when` hold. `id` leads to words of the exercise. */
export interface FeedbackSignature {
  readonly id: string;
  /** Of the misconception catalogue, `M03`. */
  readonly misconception?: string;
  /** The check whose failure this explains. */
  readonly explains: string;
  readonly when: readonly Check[];
}

export interface Verdict {
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
  /** Signatures that match, in the exercise's order; at most one for each failed check. */
  readonly feedback: readonly { readonly id: string; readonly misconception?: string; readonly explains: string }[];
}
