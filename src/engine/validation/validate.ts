// Which validator belongs to which kind, on create and on update. The controllers' own kinds have metadata only.
import type { FieldError } from '../api/field-error.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import type { Secret } from '../api/core-v1.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { Part } from '../parts/part.ts';
import { validateEndpointSliceCreate, validateEndpointSliceUpdate } from './endpoint-slice.ts';
import { validateEndpointsCreate, validateEndpointsUpdate } from './endpoints.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';
import { validatePodCreate, validatePodUpdate } from './pod.ts';
import { validateServiceCreate, validateServiceUpdate } from './service.ts';
import { validateConfigMapCreate, validateConfigMapUpdate, validateNamespaceCreate, validateNodeCreate, validateNodeUpdate } from './small-kinds.ts';
import { dnsSubdomainProblems } from './text-problems.ts';
import {
  validateDeploymentCreate,
  validateDeploymentUpdate,
  validateReplicaSetCreate,
  validateReplicaSetUpdate,
  validateStatefulSetCreate,
  validateStatefulSetUpdate,
} from './workloads.ts';

/** The rules of Secrets: needed only where one is made. */
export const SECRETS_PART = new Part('secrets', () => import('./secret.ts'));

type Create<T> = (object: T, differences: VersionDifferences) => FieldError[];
type Update<T> = (object: T, before: T, differences: VersionDifferences) => FieldError[];

const BY_KIND: { readonly [kind: string]: readonly [create: Create<never>, update: Update<never>] | undefined } = {
  ConfigMap: [validateConfigMapCreate, validateConfigMapUpdate],
  Deployment: [validateDeploymentCreate, validateDeploymentUpdate],
  EndpointSlice: [validateEndpointSliceCreate, validateEndpointSliceUpdate],
  Endpoints: [validateEndpointsCreate, validateEndpointsUpdate],
  Namespace: [validateNamespaceCreate, validateObjectMetaUpdate],
  Node: [validateNodeCreate, validateNodeUpdate],
  Pod: [validatePodCreate, validatePodUpdate],
  ReplicaSet: [validateReplicaSetCreate, validateReplicaSetUpdate],
  Secret: [
    (secret: Secret) => SECRETS_PART.content.validateSecretCreate(secret),
    (secret: Secret, before: Secret) => SECRETS_PART.content.validateSecretUpdate(secret, before),
  ],
  Service: [validateServiceCreate, validateServiceUpdate],
  StatefulSet: [validateStatefulSetCreate, validateStatefulSetUpdate],
};

/** Everything wrong with a new object, decoded, defaulted, admitted and allocated. */
export function validateCreate(object: KubernetesObject, namespaced: boolean, differences: VersionDifferences): FieldError[] {
  const validator = BY_KIND[object.kind]?.[0] as Create<KubernetesObject> | undefined;
  return validator ? validator(object, differences) : validateObjectMeta(object, namespaced, dnsSubdomainProblems);
}

/** Everything wrong with a changed object. */
export function validateUpdate(object: KubernetesObject, before: KubernetesObject, differences: VersionDifferences): FieldError[] {
  const validator = BY_KIND[object.kind]?.[1] as Update<KubernetesObject> | undefined;
  return validator ? validator(object, before, differences) : validateObjectMetaUpdate(object, before);
}
