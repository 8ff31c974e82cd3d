// Models pkg/registry/core/pod/strategy.go mutatePodAffinity and mutateTopologySpreadConstraints (v1.37.1).
import type { Pod, PodSpec } from '../api/core-v1.ts';
import type { Json, JsonObject, Labels, LabelSelector } from '../api/kubernetes-object.ts';

type Term = { readonly labelSelector?: LabelSelector; readonly matchLabelKeys?: readonly string[]; readonly mismatchLabelKeys?: readonly string[] };

/** The selector of a term also asks for the Pod's own values of the keys that the term names. */
function withKeys<T extends Term>(term: T, labels: Labels): T {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (!labelSelector || matchLabelKeys.length + mismatchLabelKeys.length === 0) return term;
  const asked = (keys: readonly string[], operator: 'In' | 'NotIn') =>
    keys.filter((key) => Object.hasOwn(labels, key)).map((key) => ({ key, operator, values: [labels[key] as string] }));
  const added = [...asked(matchLabelKeys, 'In'), ...asked(mismatchLabelKeys, 'NotIn')];
  if (added.length === 0) return term;
  return { ...term, labelSelector: { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] } };
}

function affinityWithKeys(affinity: JsonObject, labels: Labels): JsonObject {
  const next: { [name: string]: Json } = { ...affinity };
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution: preferred } = (affinity[kind] ?? {}) as {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly Term[];
      readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly podAffinityTerm?: Term }[];
    };
    if (!required && !preferred) continue;
    next[kind] = {
      ...(affinity[kind] as JsonObject),
      ...(required ? { requiredDuringSchedulingIgnoredDuringExecution: required.map((term) => withKeys(term, labels)) } : {}),
      ...(preferred
        ? {
            preferredDuringSchedulingIgnoredDuringExecution: preferred.map((one) =>
              one.podAffinityTerm ? { ...one, podAffinityTerm: withKeys(one.podAffinityTerm, labels) } : one,
            ),
          }
        : {}),
    } as unknown as Json;
  }
  return next;
}

/** A new Pod, its `matchLabelKeys` and `mismatchLabelKeys` put into the selectors beside them. */
export function withLabelKeys(pod: Pod): Pod {
  const more = pod.spec as unknown as JsonObject;
  const { affinity, topologySpreadConstraints: spread } = more as { readonly affinity?: JsonObject; readonly topologySpreadConstraints?: readonly Term[] };
  const { labels = {} } = pod.metadata;
  if (!affinity?.['podAffinity'] && !affinity?.['podAntiAffinity'] && !spread) return pod;
  const spec = {
    ...more,
    ...(affinity ? { affinity: affinityWithKeys(affinity, labels) } : {}),
    ...(spread ? { topologySpreadConstraints: spread.map((constraint) => withKeys(constraint, labels)) } : {}),
  };
  return { ...pod, spec: spec as unknown as PodSpec };
}
