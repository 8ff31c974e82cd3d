/**
 * What a manifest that the server accepts will not do, seen against the cluster and the other documents beside it: the
 * server says nothing, so these are warnings. The last group is what the server says without naming a field.
 */
export interface BehaviourRuleParams {
  /** No Pod and no Pod template of the namespace carries these labels. */
  readonly 'selector-matches-no-pod': { readonly selector: string; readonly namespace: string };
  /** The selector has a key or value that is nearly one that exists. */
  readonly 'selector-nearly-matches': { readonly key: string; readonly value: string; readonly existingKey: string; readonly existingValue: string };
  /** Pods are selected, and a named targetPort is the name of none of their container ports. */
  readonly 'named-target-port-missing': { readonly name: string; readonly pods: number; readonly known: readonly string[] };
  /** Pods are selected and running, and nothing in them listens on the number. */
  readonly 'target-port-not-listened': { readonly port: number; readonly protocol: string; readonly pods: number; readonly listening: readonly number[] };
  /** Pods are selected, and none of them is ready. */
  readonly 'selected-pods-not-ready': { readonly pods: number };
  /** The selector picks Pods of more than one workload, and the targetPort is a port of only some of them. */
  readonly 'selector-matches-several-workloads': { readonly workloads: readonly string[] };
  /** A Service whose `name.namespace` completes to the same as a name beyond the cluster, e.g. Service `com` or namespace `com`. */
  readonly 'name-shadows-outside-domain': { readonly name: string; readonly domain: string };
  /** ExternalName holds an IP address: DNS gives it as a name that does not exist. */
  readonly 'external-name-is-address': { readonly externalName: string };
  /** ExternalName points at a Service of this cluster that does not exist. */
  readonly 'external-name-target-missing': { readonly externalName: string; readonly service: string; readonly namespace: string };
  /** Following the aliases from this one leads back to it. */
  readonly 'external-name-loops': { readonly externalName: string };
  /** A selector on an ExternalName Service is never used. */
  readonly 'selector-unused': object;
  /** `type: LoadBalancer` in a cluster without anything that makes balancers: the address stays `<pending>`. */
  readonly 'load-balancer-without-provider': object;
  /** A StatefulSet's serviceName names no Service in the namespace. */
  readonly 'governing-service-missing': { readonly serviceName: string; readonly namespace: string };
  /** A Pod's `subdomain` names no headless Service, so its host name gets no record. */
  readonly 'subdomain-without-service': { readonly subdomain: string; readonly namespace: string };
  /** A probe asks a port where nothing of the container's is declared under that name. */
  readonly 'probe-port-name-missing': { readonly name: string; readonly container: string };
  /** An EndpointSlice belongs to no Service: its label is missing or names none. */
  readonly 'slice-without-service': { readonly service?: string };

  /** The namespace does not exist (and no document before this one makes it). */
  readonly 'namespace-missing': { readonly namespace: string };
  /** The server refuses the whole request; `reason` is its word (`Conflict`, `Forbidden`, …). */
  readonly 'request-refused': { readonly reason: string };
  /** The server takes the object and warns. */
  readonly 'server-warning': { readonly text: string };
}

export type BehaviourRuleId = keyof BehaviourRuleParams;
