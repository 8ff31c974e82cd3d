// Models kubectl pkg/util apply.go (v0.37.1): the annotation in which a client keeps what it applied.
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { compactJSON, isObject } from './go-value.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Manifest = JsonObject & { readonly metadata?: JsonObject };

function withAnnotations(object: Manifest, annotations: JsonObject): Manifest {
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function annotationsOf(object: Manifest): JsonObject {
  const annotations = object.metadata?.annotations;
  return isObject(annotations) ? annotations : {};
}

/** An object of a file as plain JSON. */
export function manifestOf(object: KubernetesObject): Manifest {
  return object as unknown as Manifest;
}

/** The manifest as it is compared: without the annotation, and with it where `annotate`. Models GetModifiedConfiguration. */
export function modifiedConfiguration(object: Manifest, annotate: boolean): Manifest {
  const { [LAST_APPLIED]: _, ...annotations } = annotationsOf(object);
  const plain = withAnnotations(object, annotations);
  return annotate ? withAnnotations(object, { ...annotations, [LAST_APPLIED]: `${compactJSON(plain)}\n` }) : plain;
}

/** What was applied before, or `undefined` where nothing says so. */
export function originalConfiguration(object: KubernetesObject): JsonObject | undefined {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Adds the annotation where asked, or brings one that is there up to date. Models CreateOrUpdateAnnotation. */
export function withLastApplied(object: Manifest, create: boolean): Manifest {
  return create || Object.hasOwn(annotationsOf(object), LAST_APPLIED) ? modifiedConfiguration(object, true) : object;
}
