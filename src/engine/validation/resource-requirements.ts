// Requests and limits. Models pkg/apis/core/validation validateResourceRequirements (v1.37.1) without claims; that huge pages are whole ones is not asked.
import { forbidden, invalid, required, type FieldError } from '../api/field-error.ts';
import { child, key, type FieldPath } from '../api/field-path.ts';
import type { JsonObject } from '../api/kubernetes-object.ts';
import { quantityValue } from '../api/quantity.ts';
import { sortedEntries } from './object-meta.ts';
import { invalidText, labelKeyProblems } from './text-problems.ts';

/** Names without a slash that some object may limit; containers know the first three and huge pages. */
const OF_CONTAINERS = ['cpu', 'memory', 'ephemeral-storage'];
const STANDARD = [
  ...OF_CONTAINERS,
  'storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
];

/** What a cluster itself counts. */
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
/** Only of these, requests may be lower than limits. Models pkg/apis/core/helper IsOvercommitAllowed. */
const isShared = (name: string): boolean => isNative(name) && !isHugePages(name);

/** Requests and limits are canonical here: decoding has refused what is none. */
const valueOf = (quantity: string): number => quantityValue(quantity) as number;

function entryProblems(name: string, quantity: string, field: FieldPath): FieldError[] {
  const malformed = invalidText(field, name, labelKeyProblems);
  const errors = [...malformed];
  if (!name.includes('/') && !isHugePages(name)) {
    if (malformed.length === 0 && !STANDARD.includes(name)) errors.push(invalid(field, name, 'resource-name-unknown', { how: 'type' }));
    if (!OF_CONTAINERS.includes(name)) errors.push(invalid(field, name, 'resource-name-unknown', { how: 'container' }));
  }
  // An extended resource is counted in a quota as `requests.<name>`, which must be a name, too (pkg/apis/core/v1/helper IsExtendedResourceName).
  else if (name.includes('/') && !isNative(name) && (name.startsWith('requests.') || labelKeyProblems(`requests.${name}`).length > 0))
    errors.push(invalid(field, name, 'resource-name-unknown', { how: 'extended' }));
  if (valueOf(quantity) < 0) errors.push(invalid(field, quantity, 'number-negative'));
  return errors;
}

export function resourcesProblems(resources: JsonObject, field: FieldPath): FieldError[] {
  const limits = (resources.limits ?? {}) as { readonly [name: string]: string };
  const requests = (resources.requests ?? {}) as { readonly [name: string]: string };
  const errors = sortedEntries(limits).flatMap(([name, quantity]) => entryProblems(name, quantity, key(child(field, 'limits'), name)));
  for (const [name, quantity] of sortedEntries(requests)) {
    errors.push(...entryProblems(name, quantity, key(child(field, 'requests'), name)));
    const limit = limits[name];
    if (limit !== undefined && !isShared(name) && valueOf(quantity) !== valueOf(limit))
      errors.push(invalid(child(field, 'requests'), quantity, 'request-over-limit', { resource: name, limit, exactly: true }));
    else if (limit !== undefined && valueOf(quantity) > valueOf(limit))
      errors.push(invalid(child(field, 'requests'), quantity, 'request-over-limit', { resource: name, limit }));
    else if (limit === undefined && !isShared(name)) errors.push(required(child(field, 'limits'), 'limit-missing'));
  }
  const named = [...Object.keys(limits), ...Object.keys(requests)];
  if (named.some(isHugePages) && !named.some((name) => name === 'cpu' || name === 'memory'))
    errors.push(forbidden(field, 'setting-needs-another', { how: 'huge-pages' }));
  return errors;
}
