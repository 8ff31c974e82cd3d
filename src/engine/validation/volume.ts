// Volumes of the kinds that the course's Pods use. Models pkg/apis/core/validation ValidateVolumes and validateVolumeSource
// (v1.37.1). Sources of storage vendors are taken as they are.
import { duplicate, forbidden, invalid, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import { fieldRefProblems, resourceFieldProblems } from './downward-api.ts';
import { localPathProblems, notAmong } from './field-problems.ts';
import { dnsLabelProblems, invalidText } from './text-problems.ts';

/** All sources, in the order in which upstream looks for them: the second one found is the one too many. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'storageos',
  'photonPersistentDisk',
  'projected',
  'portworxVolume',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];
const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const DOWNWARD_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

const listAt = (object: JsonObject, name: string): readonly JsonObject[] => (object[name] ?? []) as readonly JsonObject[];

function modeProblems(field: FieldPath, mode: Json | undefined): FieldError[] {
  return typeof mode === 'number' && (mode < 0 || mode > 0o777) ? [invalid(field, mode, 'file-mode-out-of-range')] : [];
}

function itemsProblems(source: JsonObject, field: FieldPath): FieldError[] {
  return listAt(source, 'items').flatMap((item, i) => {
    const at = index(child(field, 'items'), i);
    return [
      ...(item.key ? [] : [required(child(at, 'key'), 'field-required')]),
      ...(item.path ? [] : [required(child(at, 'path'), 'field-required')]),
      ...localPathProblems(child(at, 'path'), String(item.path ?? ''), { reserved: true }),
      ...modeProblems(child(at, 'mode'), item.mode),
    ];
  });
}

/** Models validateDownwardAPIVolumeFile: upstream names the source, not the item. */
function downwardItemsProblems(source: JsonObject, field: FieldPath): FieldError[] {
  return listAt(source, 'items').flatMap((item) => {
    const { fieldRef, resourceFieldRef } = item as { readonly fieldRef?: JsonObject; readonly resourceFieldRef?: JsonObject };
    const errors = item.path
      ? localPathProblems(child(field, 'path'), String(item.path), { reserved: true })
      : [required(child(field, 'path'), 'field-required')];
    if (fieldRef) {
      errors.push(...fieldRefProblems(fieldRef, child(field, 'fieldRef'), DOWNWARD_FIELDS));
      if (resourceFieldRef) errors.push(invalid(field, 'resource', 'settings-contradict', { how: 'field-and-resource' }));
    } else if (resourceFieldRef) errors.push(...resourceFieldProblems(resourceFieldRef, child(field, 'resourceFieldRef'), true));
    else errors.push(required(field, 'setting-needs-another', { how: 'downward-source' }));
    return [...errors, ...modeProblems(child(field, 'mode'), item.mode)];
  });
}

/** Models validateProjectionSources, without bundles and certificates. */
function projectionProblems(source: JsonObject, field: FieldPath): FieldError[] {
  const paths = new Set<string>();
  return listAt(source, 'sources').flatMap((projection, i) => {
    const at = index(child(field, 'sources'), i);
    const errors: FieldError[] = [];
    const given = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'].filter(
      (name) => projection[name] !== undefined,
    );
    for (const name of given) {
      const inner = projection[name] as JsonObject;
      const path = child(at, name);
      if (name === 'secret' || name === 'configMap')
        errors.push(...(inner.name ? [] : [required(child(path, 'name'), 'field-required')]), ...itemsProblems(inner, path));
      if (name === 'downwardAPI') errors.push(...downwardItemsProblems(inner, path));
      if (name === 'serviceAccountToken') {
        const seconds = Number(inner.expirationSeconds ?? 3600);
        const expires = child(path, 'expirationSeconds');
        if (seconds < 600) errors.push(invalid(expires, seconds, 'token-lifetime-out-of-range', { how: 'short' }));
        if (seconds > 2 ** 32) errors.push(invalid(expires, seconds, 'token-lifetime-out-of-range', { how: 'long' }));
        if (!inner.path) errors.push(required(child(field, 'path'), 'field-required'));
      }
      for (const item of listAt(inner, 'items')) {
        const own = String(item.path ?? '');
        if (own !== '' && paths.has(own)) errors.push(invalid(field, name === 'downwardAPI' ? own : String(inner.name ?? ''), 'paths-duplicate'));
        paths.add(own);
      }
    }
    return given.length > 1 ? [...errors, forbidden(at, 'several-projections')] : errors;
  });
}

function sourceProblems(kind: string, source: JsonObject, field: FieldPath): FieldError[] {
  const needs = (name: string): FieldError[] => (source[name] ? [] : [required(child(field, name), 'field-required')]);
  switch (kind) {
    case 'emptyDir':
      return String(source.sizeLimit ?? '').startsWith('-') ? [forbidden(child(field, 'sizeLimit'), 'number-negative', { how: 'size-limit' })] : [];
    case 'hostPath':
      if (!source.path) return needs('path');
      return [
        ...localPathProblems(child(field, 'path'), String(source.path), { relative: false }),
        ...(source.type === undefined ? [] : notAmong(child(field, 'type'), String(source.type), HOST_PATH_TYPES)),
      ];
    case 'secret':
      return [...needs('secretName'), ...modeProblems(child(field, 'defaultMode'), source.defaultMode), ...itemsProblems(source, field)];
    case 'configMap':
      return [...needs('name'), ...modeProblems(child(field, 'defaultMode'), source.defaultMode), ...itemsProblems(source, field)];
    case 'persistentVolumeClaim':
      return needs('claimName');
    case 'downwardAPI':
      return [...modeProblems(child(field, 'defaultMode'), source.defaultMode), ...downwardItemsProblems(source, field)];
    case 'projected':
      return [...modeProblems(child(field, 'defaultMode'), source.defaultMode), ...projectionProblems(source, field)];
    case 'nfs':
      return [
        ...needs('server'),
        ...needs('path'),
        ...(String(source.path ?? '').startsWith('/') ? [] : [invalid(child(field, 'path'), String(source.path ?? ''), 'path-not-absolute')]),
      ];
    case 'iscsi':
      return [...needs('targetPortal'), ...needs('iqn')];
    case 'image':
      return [
        ...needs('reference'),
        ...(source.pullPolicy === undefined ? [] : notAmong(child(field, 'pullPolicy'), String(source.pullPolicy), ['Always', 'IfNotPresent', 'Never'])),
      ];
    case 'ephemeral':
      return needs('volumeClaimTemplate');
    case 'csi':
      return needs('driver');
    case 'gitRepo':
      return needs('repository');
    default:
      return [];
  }
}

/** The errors, and the volumes that containers can mount, by name: those without an error. */
export function volumesProblems(
  volumes: readonly JsonObject[],
  field: FieldPath,
): { readonly errors: FieldError[]; readonly named: ReadonlyMap<string, JsonObject> } {
  const errors: FieldError[] = [];
  const named = new Map<string, JsonObject>();
  volumes.forEach((volume, i) => {
    const at = index(field, i);
    const name = String(volume.name ?? '');
    const own: FieldError[] = [];
    const given = SOURCES.filter((source) => volume[source] !== undefined);
    given.forEach((source, n) => {
      if (n > 0) own.push(forbidden(child(at, source), 'several-volume-types'));
      else own.push(...sourceProblems(source, volume[source] as JsonObject, child(at, source)));
    });
    if (given.length === 0) own.push(required(at, 'volume-type-missing'));
    own.push(...(name ? invalidText(child(at, 'name'), name, dnsLabelProblems) : [required(child(at, 'name'), 'field-required')]));
    if (named.has(name)) own.push(duplicate(child(at, 'name'), name));
    if (own.length === 0) named.set(name, volume);
    errors.push(...own);
  });
  return { errors, named };
}
