import type { ControllerRevision, Deployment, ReplicaSet, StatefulSet } from '../api/apps-v1.ts';
import type { IPAddress, Lease, ServiceCIDR } from '../api/cluster-kinds.ts';
import type { ConfigMap, ContainerState, Endpoints, Event, Namespace, Node, Pod, Secret, Service, ServiceAccount } from '../api/core-v1.ts';
import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { Instant } from '../clock/instant.ts';

/** The simulated resources, by the plural name of API discovery. A row's key is namespace (or '') and name. */
export interface ObjectTables {
  readonly configmaps: ConfigMap;
  readonly controllerrevisions: ControllerRevision;
  readonly deployments: Deployment;
  readonly endpoints: Endpoints;
  readonly endpointslices: EndpointSlice;
  readonly events: Event;
  readonly ipaddresses: IPAddress;
  readonly leases: Lease;
  readonly namespaces: Namespace;
  readonly nodes: Node;
  readonly pods: Pod;
  readonly replicasets: ReplicaSet;
  readonly secrets: Secret;
  readonly serviceaccounts: ServiceAccount;
  readonly servicecidrs: ServiceCIDR;
  readonly services: Service;
  readonly statefulsets: StatefulSet;
}

export type ObjectTableName = keyof ObjectTables;

export const OBJECT_TABLES: readonly ObjectTableName[] = [
  'configmaps',
  'controllerrevisions',
  'deployments',
  'endpoints',
  'endpointslices',
  'events',
  'ipaddresses',
  'leases',
  'namespaces',
  'nodes',
  'pods',
  'replicasets',
  'secrets',
  'serviceaccounts',
  'servicecidrs',
  'services',
  'statefulsets',
];

/** A socket that a process of a container (or of a node, or of an outside host) has open for others. */
export interface Listener {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
  /** Which server behaviour answers (a key of `engine/servers`), with its settings. */
  readonly server: string;
  readonly options?: { readonly [key: string]: string | number | boolean | readonly string[] };
  /** Only these addresses, parted by commas; absent: every address of the machine. */
  readonly address?: string;
}

/** What a process of a container learned: an answer of the world, when what it waited for came true, the lane of a process it started, how much it had been sent when it ended (the last piece of its lane, alone), where a loop stood before a round, or all that one command was. */
export type ProcessFact =
  | { readonly said?: unknown }
  | { readonly woke: Instant }
  | { readonly forked: string }
  | { readonly closed: number }
  | { readonly round: { readonly at: Instant; readonly loop: number; readonly loops: number; readonly state: unknown } }
  | {
      readonly done: {
        readonly at: Instant;
        readonly status: number;
        /** Commands under way around it, where there are any. */
        readonly depth?: number;
        /** Into pipes and files that the command did not open itself. */
        readonly wrote?: readonly (readonly [fd: number, text: string])[];
        /** Characters of its standard input. */
        readonly read?: number;
      };
    };

/** What one process of a container's main program learned, oldest first, in pieces. */
export type ProcessLane = readonly (readonly ProcessFact[])[];

/** What a container's process wrote, a line at a time. */
export interface LogLine {
  readonly at: Instant;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What runs in one container. Key: namespace, `<pod>/<container>`. Exists from its start until the Pod is gone. */
export interface ContainerRecord {
  readonly podUID: string;
  readonly image: string;
  readonly argv: readonly string[];
  /** The words of the program that the main process is now, where it is no longer that of `argv` (exec). */
  readonly became?: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly startedAt: Instant;
  readonly listeners: readonly Listener[];
  /** Absolute path → content, beyond what the image has; deleted files of the image are null. */
  readonly files: { readonly [path: string]: string | null };
  readonly log: readonly LogLine[];
  readonly exited?: { readonly at: Instant; readonly code: number; readonly signal?: number };
  /** SIGTERM was received by a process that ends a while later (agnhost netexec --delay-shutdown). */
  readonly stopping?: { readonly at: Instant; readonly code: number };
  /** How a main process that waits goes on: what its processes learned so far, and what it waits for: a moment, or
   * something in the cluster (`watches`: its own `<namespace>/<pod>/<container>`). */
  readonly continuation?: { readonly lanes: { readonly [lane: string]: ProcessLane }; readonly wakeAt?: Instant; readonly watches?: string };
}

/** How often a probe of a container succeeded or failed in a row, and what that means now. */
export interface ProbeRecord {
  readonly passed: boolean;
  /** Equal answers in a row. */
  readonly run: number;
  readonly lastPassed: boolean;
  readonly dueAt: Instant;
}

/** What a kubelet remembers of a container. */
export interface KubeletContainer {
  readonly id: string;
  readonly attempt: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
  /** When the next try to pull or start it is due; absent while it runs or has ended for good. */
  readonly tryAt?: Instant;
  /** When it last ended. */
  readonly endedAt?: Instant;
  /** The pause before the next start after a crash, and when that was last prolonged. */
  readonly backOff?: { readonly ms: number; readonly since: Instant };
  /** The next start is not held back: the kubelet killed it before it had seen an end of its own. */
  readonly free?: boolean;
  /** The same for pulling its image. */
  readonly pullBackOff?: { readonly image: string; readonly ms: number; readonly until: Instant; readonly message: string };
  /** What the container before this one wrote. */
  readonly previousLog?: ContainerRecord['log'];
  readonly started: boolean;
  readonly ready: boolean;
  readonly probes: { readonly [kind in 'startupProbe' | 'readinessProbe' | 'livenessProbe']?: ProbeRecord };
}

/** What a kubelet remembers of a Pod. Key: namespace, Pod name. */
export interface KubeletPod {
  readonly podUID: string;
  readonly node: string;
  /** When its network is there and containers may start. */
  readonly sandboxAt: Instant;
  readonly podIPs: readonly string[];
  readonly containers: { readonly [name: string]: KubeletContainer };
  /** When a Pod whose containers have all ended for good is called Succeeded or Failed. */
  readonly finishedAt?: Instant;
  /** Set once its containers were told to end: when they are killed, and when all had ended. */
  readonly ending?: { readonly killAt: Instant; readonly endedAt?: Instant; readonly reason?: string; readonly message?: string };
}

/** A moment the virtual clock must stop at. Key: '', `<owner>/<what>`; setting a key again moves it. */
export interface ScheduledEvent {
  readonly dueAt: Instant;
  /** Who acts: the name of a controller, `kubelet`, `process`, … */
  readonly owner: string;
  /** What the owner needs to know; plain text such as `default/web-a/web`. */
  readonly about: string;
  /** True for what only repeats and changes nothing by itself (a periodic probe): settle does not wait for it. */
  readonly idle?: boolean;
}

/** A node port given out. Key: '', `port/30080`. (Addresses of Services are IPAddress objects.) */
export interface Allocation {
  readonly holder: string;
}

/** A row of any table that is not an API object; rooms add tables of their own here. */
export interface RuntimeTables {
  readonly allocations: Allocation;
  readonly containers: ContainerRecord;
  readonly kubelet: KubeletPod;
  readonly scheduled: ScheduledEvent;
  /** kube-proxy's ClientIP affinity. Key: node, `<namespace>/<service>:<port>/<client ip>`. */
  readonly affinity: { readonly endpoint: string; readonly usedAt: Instant };
  /** Connections a node remembers. Key: node, `<protocol>/<source>:<port>/<destination>:<port>`. */
  readonly conntrack: { readonly endpoint: string; readonly since: Instant };
  /** Answers of outside zones that CoreDNS keeps. Key: '', `<type>/<fqdn>`. */
  readonly dnscache: { readonly until: Instant; readonly storedAt: Instant; readonly answer: string };
  /** Sockets that commands hold open while they run (nc -l). Key: the machine as in `CapturedPacket.machine`, `<protocol>/<port>`. */
  readonly sockets: Listener;
  /** Small facts of a room that fit nowhere else (a node is down, next Pod address of a node). Key: room, name. */
  readonly facts: { readonly value: string | number | boolean };
}

export type Tables = ObjectTables & RuntimeTables;
export type TableName = keyof Tables;
