// The remaining kinds, of the groups coordination.k8s.io/v1 and networking.k8s.io/v1 (k8s.io/api v0.37.1).
import type { Condition, KubernetesObject } from './kubernetes-object.ts';

export interface Lease extends KubernetesObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

export interface IPAddress extends KubernetesObject {
  readonly spec: { readonly parentRef?: { readonly group?: string; readonly resource?: string; readonly namespace?: string; readonly name?: string } };
}

export interface ServiceCIDR extends KubernetesObject {
  readonly spec: { readonly cidrs?: readonly string[] };
  readonly status?: { readonly conditions?: readonly Condition[] };
}
