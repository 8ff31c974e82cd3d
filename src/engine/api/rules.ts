/** A rule that says everything by its id, its field and its value. */
export type NoParams = { readonly [name: string]: never };

/** Two settings that do not go together. */
export type Contradiction =
  | 'privileged'
  | 'capability'
  | 'process-namespaces'
  | 'host-users'
  | 'sysctl-network'
  | 'sysctl-ipc'
  | 'seccomp-file'
  | 'apparmor-file'
  | 'recursive-propagation'
  | 'field-and-resource'
  | 'label-key-and-selector'
  | 'label-key-both-ways'
  | 'node-and-gates'
  | 'resize-and-never'
  | 'device-name-mounted'
  | 'device-path-mounted'
  | 'windows'
  | 'linux';

/** A setting that is nothing without another one. */
export type Need =
  | 'seccomp-type'
  | 'seccomp-file'
  | 'apparmor-type'
  | 'apparmor-file'
  | 'unmasked'
  | 'bidirectional'
  | 'recursive-read-only'
  | 'label-keys'
  | 'downward-source'
  | 'ephemeral-later'
  | 'block-device'
  | 'huge-pages';

/** The two things of a Service that come in one or two families. */
export type DualStackThing = 'cluster IP' | 'IP family';

/**
 * The closed list of rule ids and what each one's complaint carries beside its field and value. A rule's id states the
 * bad thing and is never renamed or reused. Adding one here makes the English of `rule-words.ts` and both languages of
 * `src/messages` incomplete, and the build says so.
 */
export interface RuleParams {
  // ---- values of any field ----
  /** A field without which the object makes no sense is missing or empty; more special cases have rules of their own. */
  readonly 'field-required': NoParams;
  /** An item of a list (a DNS option, an owner reference) lacks its name. */
  readonly 'item-without-name': NoParams;
  /** The value is none of the words that the field knows; `supported` in the order Kubernetes prints them. */
  readonly 'value-not-supported': { readonly supported: readonly string[] };
  /** As `value-not-supported`, where Kubernetes words it "must be 'A' or 'B'". */
  readonly 'value-not-one-of': { readonly values: readonly string[] };
  readonly 'value-duplicate': NoParams;
  /** The value names something that this object does not have (a volume, a container). */
  readonly 'value-not-found': NoParams;
  /** The field cannot be changed after the object is made. */
  readonly 'field-immutable': NoParams;
  /** The object says `immutable: true`, and a part of it was to change. */
  readonly 'immutable-object-changed': NoParams;
  /** A Secret that holds a registry's login holds no JSON object; `words` are those of Go's encoding/json. */
  readonly 'secret-not-json': { readonly words: string };
  /** `how`: the size of an empty volume, which Kubernetes words in its own way. */
  readonly 'number-negative': { readonly how?: 'size-limit' };
  readonly 'number-not-positive': NoParams;
  readonly 'number-out-of-range': { readonly min: number; readonly max: number };
  readonly 'text-too-long': { readonly max: number; readonly unit: 'characters' | 'bytes'; readonly part?: 'name part' | 'prefix part' };
  /** All of a map's texts together are too large. */
  readonly 'content-too-large': { readonly maxBytes: number };
  readonly 'too-many-items': { readonly max: number };

  // ---- names ----
  readonly 'name-missing': NoParams;
  /** Not a DNS label: small letters, digits and dashes; begins and ends with a letter or digit. */
  readonly 'not-dns-label': NoParams;
  /** A DNS label of the older kind, which begins with a letter (Service names before 1.36). */
  readonly 'not-dns-1035-label': NoParams;
  /** A name with dots where only one DNS label may stand. */
  readonly 'dots-in-dns-label': NoParams;
  /** Not DNS labels joined by dots. `part`: it is the part before the slash of a label key. */
  readonly 'not-dns-subdomain': { readonly part?: 'prefix part' };
  /** As `not-dns-subdomain`, where underscores are allowed (search domains). */
  readonly 'not-dns-search-domain': NoParams;
  readonly 'fqdn-without-dot': NoParams;

  // ---- labels, annotations, other metadata ----
  readonly 'label-key-malformed': NoParams;
  readonly 'label-key-part-empty': { readonly part: 'name part' | 'prefix part' };
  readonly 'label-key-several-slashes': NoParams;
  readonly 'label-value-malformed': NoParams;
  readonly 'owner-api-version-malformed': NoParams;
  /** Two owner references say `controller: true`; both as `Kind/name`. */
  readonly 'several-controllers': { readonly first: string; readonly second: string };
  readonly 'finalizer-not-qualified': NoParams;
  readonly 'finalizer-added-while-deleting': { readonly added: readonly string[] };

  // ---- label selectors and templates ----
  readonly 'selector-values-missing': NoParams;
  readonly 'selector-values-not-allowed': NoParams;
  readonly 'selector-operator-unknown': NoParams;
  readonly 'selector-empty': { readonly kind: 'deployment' | 'statefulset' };
  readonly 'selector-malformed': { readonly kind: 'deployment' | 'statefulset' };
  /** `spec.selector` does not match the labels of `spec.template`; the value is those labels. */
  readonly 'selector-not-matching-template': NoParams;
  readonly 'active-deadline-in-template': { readonly kind: 'ReplicaSet' | 'StatefulSet' };

  // ---- IP addresses and networks ----
  /** Not an address at all. `twice`: the second complaint about the same address, which Kubernetes words without examples. */
  readonly 'ip-malformed': { readonly twice?: true };
  /** `network`: the address is part of a CIDR. */
  readonly 'ip-with-leading-zeros': { readonly network?: true };
  readonly 'ip-v4-mapped': { readonly network?: true };
  /** An IPv6 address is written in another way than RFC 5952 wants. */
  readonly 'ip-not-canonical': { readonly canonical: string };
  readonly 'ip-of-other-family': { readonly family: 'IPv4' | 'IPv6' };
  /** An address that no endpoint can have: 0.0.0.0, 127.0.0.1, 169.254.1.1, 224.0.0.1 and their like of IPv6. */
  readonly 'ip-in-special-range': { readonly range: 'unspecified' | 'loopback' | 'link-local' | 'link-local multicast'; readonly ip: string };
  readonly 'cidr-malformed': NoParams;
  /** Bits are set beyond the prefix length: 10.0.0.5/8. */
  readonly 'cidr-with-host-bits': NoParams;

  // ---- ports ----
  readonly 'port-out-of-range': NoParams;
  /** Several ports, and one of them has no name. */
  readonly 'port-name-missing': NoParams;
  readonly 'port-name-duplicate': NoParams;
  /** Number and protocol of a port appear twice in one Service. */
  readonly 'port-duplicate': NoParams;
  /** A name of a container port, or a targetPort by name: only a-z, 0-9 and dashes. A quoted number is such a name. */
  readonly 'port-name-malformed': { readonly how: 'characters' | 'no letter' | 'two dashes' | 'dash at the edge' };

  // ---- Services ----
  readonly 'ports-missing': NoParams;
  /** `clusterIP: None` with a type that needs an address. */
  readonly 'headless-of-other-type': { readonly type: 'NodePort' | 'LoadBalancer' };
  /** A field that an ExternalName Service cannot have. */
  readonly 'not-for-external-name': NoParams;
  readonly 'external-name-missing': NoParams;
  readonly 'affinity-config-missing': NoParams;
  readonly 'affinity-config-without-affinity': NoParams;
  readonly 'affinity-timeout-out-of-range': NoParams;
  readonly 'cluster-ips-differ-from-cluster-ip': NoParams;
  readonly 'cluster-ips-without-cluster-ip': NoParams;
  /** `None` stands beside other addresses. */
  readonly 'none-not-alone': NoParams;
  readonly 'too-many-cluster-ips': NoParams;
  readonly 'cluster-ips-of-one-family': NoParams;
  /** `clusterIPs[index]` is not of the family that `ipFamilies[index]` names. */
  readonly 'cluster-ip-of-other-family': { readonly family: 'IPv4' | 'IPv6'; readonly index: number };
  readonly 'cluster-ip-immutable': NoParams;
  readonly 'cluster-ip-taken': { readonly ip: string };
  /** `range` is there where the server names it: in a dry run. */
  readonly 'cluster-ip-out-of-range': { readonly ip: string; readonly range?: string };
  /** An address could not be written down because the Service has no name; `ip` is the one that was picked. */
  readonly 'cluster-ip-for-nameless': { readonly ip: string };
  readonly 'ip-family-immutable': NoParams;
  /** The cluster has no addresses of this family. `family` is there where the value is an address. */
  readonly 'ip-family-not-in-cluster': { readonly family?: 'IPv4' | 'IPv6' };
  readonly 'cluster-not-dual-stack': NoParams;
  /** One of two went although the policy is not SingleStack; `late`: found after allocation, with other words. */
  readonly 'second-released-without-single-stack': { readonly what: DualStackThing; readonly late?: true };
  readonly 'two-with-single-stack': { readonly what: DualStackThing };
  readonly 'node-port-on-cluster-ip': NoParams;
  readonly 'node-port-duplicate': NoParams;
  readonly 'node-port-taken': NoParams;
  readonly 'node-port-out-of-range': { readonly first: number; readonly last: number };
  /** A field that only a Service of type LoadBalancer can have. `status`: it stands in the status. */
  readonly 'only-for-load-balancer': { readonly status?: true };
  readonly 'load-balancer-class-immutable': NoParams;
  readonly 'external-policy-without-way-in': NoParams;
  readonly 'health-check-port-not-needed': NoParams;
  /** The same two settings by annotation, and they differ; `other` is the older annotation. */
  readonly 'topology-annotations-differ': { readonly other: string };
  readonly 'ip-mode-missing': NoParams;
  readonly 'ip-mode-without-ip': NoParams;
  readonly 'ip-as-hostname': NoParams;

  // ---- Endpoints and EndpointSlices ----
  readonly 'subset-without-addresses': NoParams;
  /** `detailed`: worded with a detail, as servers before 1.37 do. */
  readonly 'endpoint-without-addresses': { readonly detailed?: true };

  // ---- Pods ----
  readonly 'image-with-spaces': NoParams;
  readonly 'env-name-malformed': { readonly relaxed: boolean };
  /** `valueFrom` or an item of `envFrom` says nothing; `sources` is what it may say. */
  readonly 'source-missing': { readonly sources: readonly string[] };
  readonly 'env-value-and-source': NoParams;
  readonly 'several-sources': NoParams;
  /** `valueFrom.fieldRef` names a field that the downward API does not offer. */
  readonly 'downward-field-unknown': { readonly label: string; readonly subscript?: true };
  readonly 'divisor-not-supported': { readonly resource: 'cpu' | 'memory' | 'local ephemeral storage' };
  readonly 'config-key-malformed': NoParams;
  /** A key, or a file's name, is or begins with two dots. */
  readonly 'dots-at-start': { readonly how: "must not be '.'" | "must not be '..'" | "must not start with '..'" };
  readonly 'path-not-relative': NoParams;
  /** `device`: the path of a volume that is a device. */
  readonly 'path-goes-up': { readonly device?: true };
  readonly 'volume-type-missing': NoParams;
  readonly 'several-volume-types': NoParams;
  /** Two settings that cannot stand together; `how` names the pair. */
  readonly 'settings-contradict': { readonly how: Contradiction };
  /** One setting that asks for another; `how` names the pair. */
  readonly 'setting-needs-another': { readonly how: Need };
  readonly 'text-padded': NoParams;
  readonly 'sysctl-name-malformed': NoParams;
  readonly 'path-not-absolute': NoParams;
  readonly 'token-lifetime-out-of-range': { readonly how: 'short' | 'long' };
  /** One source of a projected volume holds two things. */
  readonly 'several-projections': NoParams;
  /** Two sources of a projected volume put a file at one path. */
  readonly 'paths-duplicate': NoParams;
  /** `matchFields` takes one value with `In` or `NotIn`. */
  readonly 'node-field-values': NoParams;
  readonly 'node-field-key-unknown': NoParams;
  readonly 'mount-path-duplicate': NoParams;
  readonly 'sub-paths-contradict': NoParams;
  readonly 'file-mode-out-of-range': NoParams;
  readonly 'probe-handler-missing': NoParams;
  readonly 'several-probe-handlers': NoParams;
  readonly 'success-threshold-not-one': NoParams;
  readonly 'readiness-grace-period': NoParams;
  readonly 'http-header-malformed': NoParams;
  readonly 'sleep-longer-than-grace': { readonly graceSeconds: number };
  /** Probes or lifecycle of an init container that ends before the others start. */
  readonly 'probe-on-init-container': NoParams;
  readonly 'host-port-differs': NoParams;
  readonly 'dns-config-missing': NoParams;
  readonly 'nameservers-missing': NoParams;
  /** Resolvers read only so many name servers and search domains. */
  readonly 'dns-config-too-long': { readonly what: 'nameservers' | 'search paths' | 'characters (including spaces) in the search list'; readonly max: number };
  readonly 'service-account-names-differ': { readonly name: string };
  readonly 'hostname-override-contradicts': { readonly field: 'setHostnameAsFQDN' | 'hostNetwork' };
  readonly 'token-without-service-account': NoParams;
  readonly 'toleration-key-missing': NoParams;
  readonly 'must-not-be-empty': NoParams;
  readonly 'count-not-positive': NoParams;
  readonly 'min-domains-without-do-not-schedule': { readonly action: string };
  readonly 'node-selector-terms-missing': NoParams;
  readonly 'selector-single-value-missing': NoParams;
  readonly 'weight-out-of-range': NoParams;
  readonly 'toleration-seconds-without-no-execute': NoParams;
  readonly 'toleration-value-with-exists': NoParams;
  readonly 'resource-name-unknown': { readonly how: 'type' | 'container' | 'extended' };
  /** A resource that cannot be shared (a device) is requested without a limit. */
  readonly 'limit-missing': NoParams;
  readonly 'request-over-limit': { readonly resource: string; readonly limit: string; readonly exactly?: true };
  /** A Pod's spec was to change beyond its images; `diff` as Go's diff of the two specs prints it. */
  readonly 'pod-spec-immutable': { readonly diff: string };
  readonly 'pod-containers-immutable': NoParams;
  readonly 'toleration-changed': NoParams;
  /** A running Pod's scheduling gates can only be taken away. */
  readonly 'gate-added': { readonly name: string };
  readonly 'active-deadline-raised': NoParams;
  readonly 'active-deadline-removed': NoParams;

  // ---- Deployments, ReplicaSets, StatefulSets ----
  readonly 'rolling-update-with-recreate': NoParams;
  readonly 'rolling-update-stuck': NoParams;
  readonly 'rolling-update-with-on-delete': NoParams;
  readonly 'max-unavailable-zero': NoParams;
  readonly 'percent-malformed': NoParams;
  readonly 'percent-over-100': NoParams;
  readonly 'progress-deadline-too-short': NoParams;
  /** Before 1.37: a StatefulSet's spec was to change beyond the few fields that may. */
  readonly 'stateful-set-spec-immutable': NoParams;

  // ---- ConfigMaps, Secrets, Nodes ----
  /** A Node has two taints of one key and effect. */
  readonly 'taint-duplicate': NoParams;
  readonly 'key-in-data-and-binary-data': NoParams;
}

export type RuleId = keyof RuleParams;
