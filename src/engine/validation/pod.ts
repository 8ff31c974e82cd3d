// Models pkg/apis/core/validation ValidatePodCreate, ValidatePodUpdate and ValidatePodTemplateSpec (v1.37.1).
import type { Container, Pod, PodSpec, PodTemplateSpec } from '../api/core-v1.ts';
import { forbidden, invalid, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { JsonObject } from '../api/kubernetes-object.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { Part } from '../parts/part.ts';
import { sameJSON } from '../api/same-json.ts';
import { nonNegative } from './field-problems.ts';
import { annotationsProblems, labelsProblems, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';
import { podSpecProblems } from './pod-spec.ts';
import { dnsSubdomainProblems } from './text-problems.ts';
import { tolerationsProblems } from './toleration.ts';
import { unifiedDiff } from './unified-diff.ts';

/** The text in which a refused change of a Pod is shown: needed only where somebody tries one. */
export const POD_TEXT_PART = new Part('pod-spec-text', async () => (await import('./pod-spec-text.ts')).podSpecLines);

const MAX_INT32 = 2147483647;

function imageSpaces(containers: readonly Container[] | undefined, field: FieldPath): FieldError[] {
  return (containers ?? []).flatMap(({ image = '' }, i) =>
    image.trim() === image ? [] : [invalid(child(index(field, i), 'image'), image, 'image-with-spaces')],
  );
}

/** Everything about the Pod itself; on update as well, its name included. */
function podProblems(pod: Pod, version: VersionDifferences): FieldError[] {
  const { spec } = pod;
  const errors = [...validateObjectMeta(pod, true, dnsSubdomainProblems), ...podSpecProblems(spec, 'spec', { isPod: true, version })];
  if (!spec.serviceAccountName) {
    spec.volumes?.forEach(({ projected }, i) => {
      const sources = ((projected as JsonObject | undefined)?.sources ?? []) as readonly JsonObject[];
      sources.forEach(({ serviceAccountToken }, j) => {
        if (serviceAccountToken) errors.push(forbidden(`spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`, 'token-without-service-account'));
      });
    });
  }
  errors.push(...nonNegative('spec.terminationGracePeriodSeconds', spec.terminationGracePeriodSeconds));
  return [
    ...errors,
    ...imageSpaces(spec.containers, 'spec.containers'),
    ...imageSpaces(spec.initContainers, 'spec.initContainers'),
    ...imageSpaces(spec.ephemeralContainers, 'spec.ephemeralContainers'),
  ];
}

export function validatePodCreate(pod: Pod, differences: VersionDifferences): FieldError[] {
  const { ephemeralContainers, nodeName } = pod.spec;
  const errors = podProblems(pod, differences);
  if (ephemeralContainers?.length) errors.push(forbidden('spec.ephemeralContainers', 'setting-needs-another', { how: 'ephemeral-later' }));
  if (nodeName && gatesOf(pod.spec)?.length) errors.push(forbidden('spec.nodeName', 'settings-contradict', { how: 'node-and-gates' }));
  return errors;
}

export function validatePodUpdate(pod: Pod, before: Pod, differences: VersionDifferences): FieldError[] {
  const errors = [...validateObjectMetaUpdate(pod, before), ...podProblems(pod, differences)];
  for (const list of ['containers', 'initContainers'] as const) {
    const given = pod.spec[list] ?? [];
    if (given.length !== (before.spec[list] ?? []).length) return [...errors, forbidden(child('spec', list), 'pod-containers-immutable')];
    given.forEach(({ image }, i) => {
      if (!image) errors.push(required(child(index(child('spec', list), i), 'image'), 'field-required'));
    });
    errors.push(...imageSpaces(given, child('spec', list)));
  }
  const [deadline, stored] = [pod.spec.activeDeadlineSeconds, before.spec.activeDeadlineSeconds];
  if (deadline === undefined) {
    if (stored !== undefined) errors.push(invalid('spec.activeDeadlineSeconds', null, 'active-deadline-removed'));
  } else if (deadline < 0 || deadline > MAX_INT32)
    return [...errors, invalid('spec.activeDeadlineSeconds', deadline, 'number-out-of-range', { min: 0, max: MAX_INT32 })];
  else if (stored !== undefined && stored < deadline) return [...errors, invalid('spec.activeDeadlineSeconds', deadline, 'active-deadline-raised')];
  errors.push(...tolerationChanges(pod.spec, before.spec), ...gateChanges(gatesOf(pod.spec), gatesOf(before.spec)));
  return [...errors, ...specChanges(pod.spec, before.spec)];
}

/** Tolerations may be added; of a stored one only the seconds may change. */
function tolerationChanges({ tolerations = [] }: PodSpec, before: PodSpec): FieldError[] {
  const text = ({ tolerationSeconds: _, ...rest }: NonNullable<PodSpec['tolerations']>[number]): string => JSON.stringify(Object.entries(rest).sort());
  const given = new Set(tolerations.map(text));
  if (!(before.tolerations ?? []).every((one) => given.has(text(one)))) return [forbidden('spec.tolerations', 'toleration-changed')];
  return tolerationsProblems(tolerations, 'spec.tolerations');
}

type Gates = readonly { readonly name: string }[] | undefined;
const gatesOf = (spec: PodSpec): Gates => (spec as { readonly schedulingGates?: Gates }).schedulingGates;

/** Scheduling gates can only be taken away. */
const gateChanges = (gates: Gates, before: Gates): FieldError[] =>
  (gates ?? []).flatMap(({ name }, i) =>
    before?.some((one) => one.name === name) ? [] : [forbidden(`spec.schedulingGates[${i}].name`, 'gate-added', { name })],
  );

/** Whatever else differs is shown as a diff of the two specs. */
function specChanges(spec: PodSpec, before: PodSpec): FieldError[] {
  const withImages = (containers: readonly Container[] | undefined, stored: readonly Container[] | undefined): readonly Container[] | undefined =>
    containers?.map((container, i) => ({ ...container, ...(stored?.[i]?.image === undefined ? {} : { image: stored[i].image }) }));
  const { activeDeadlineSeconds: _, tolerations: __, ...rest } = spec;
  const { schedulingGates: ___, ...others } = rest as PodSpec & { readonly schedulingGates?: Gates };
  const stored = gatesOf(before);
  const munged: PodSpec = {
    ...others,
    ...(stored ? { schedulingGates: stored } : {}),
    containers: withImages(spec.containers, before.containers) ?? [],
    ...(spec.initContainers ? { initContainers: withImages(spec.initContainers, before.initContainers) ?? [] } : {}),
    ...(before.activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds: before.activeDeadlineSeconds }),
    ...(before.tolerations === undefined ? {} : { tolerations: before.tolerations }),
    ...((before.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
      ? { terminationGracePeriodSeconds: before.terminationGracePeriodSeconds as number }
      : {}),
  };
  if (sameJSON(before, munged)) return [];
  const diff = unifiedDiff(POD_TEXT_PART.content(before), POD_TEXT_PART.content(munged));
  return diff === '' ? [] : [forbidden('spec', 'pod-spec-immutable', { diff })];
}

/** What a template's Pods will be: metadata has no names there. */
export function podTemplateProblems({ metadata, spec }: PodTemplateSpec, field: FieldPath, version: VersionDifferences): FieldError[] {
  return [
    ...labelsProblems(metadata?.labels, child(field, 'labels')),
    ...annotationsProblems(metadata?.annotations, child(field, 'annotations')),
    ...podSpecProblems(spec ?? {}, child(field, 'spec'), { isPod: false, version }),
  ];
}
