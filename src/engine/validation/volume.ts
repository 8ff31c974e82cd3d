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

function downwardItemsProblems(source: JsonObject, field: FieldPath): FieldError[] {
  return listAt(source, 'items').flatMap((item, i) => {
    const at = index(child(field, 'items'), i);
    const { fieldRef, resourceFieldRef } = item as { readonly fieldRef?: JsonObject; readonly resourceFieldRef?: JsonObject };
    return [
      ...(item.path ? localPathProblems(child(at, 'path'), String(item.path), { reserved: true }) : [required(child(at, 'path'), 'field-required')]),
      ...(fieldRef
        ? fieldRefProblems(fieldRef, child(at, 'fieldRef'), DOWNWARD_FIELDS)
        : resourceFieldRef
          ? resourceFieldProblems(resourceFieldRef, child(at, 'resourceFieldRef'), true)
          : []),
      ...modeProblems(child(at, 'mode'), item.mode),
    ];
  });
}

function sourceProblems(kind: string, source: JsonObject, field: FieldPath): FieldError[] {
  const needs = (name: string): FieldError[] => (source[name] ? [] : [required(child(field, name), 'field-required')]);
  switch (kind) {
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
      return [
        ...modeProblems(child(field, 'defaultMode'), source.defaultMode),
        ...listAt(source, 'sources').flatMap((projection, i) => {
          const at = index(child(field, 'sources'), i);
          return Object.entries(projection).flatMap(([name, inner]) => {
            const path = child(at, name);
            if (name === 'configMap' || name === 'secret') {
              const ref = inner as JsonObject;
              return [...(ref.name ? [] : [required(child(path, 'name'), 'field-required')]), ...itemsProblems(ref, path)];
            }
            return name === 'downwardAPI' ? downwardItemsProblems(inner as JsonObject, path) : [];
          });
        }),
      ];
    default:
      return [];
  }
}

/** The errors, and the names that containers can mount: those of volumes without an error. */
export function volumesProblems(volumes: readonly JsonObject[], field: FieldPath): { readonly errors: FieldError[]; readonly names: ReadonlySet<string> } {
  const errors: FieldError[] = [];
  const names = new Set<string>();
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
    if (names.has(name)) own.push(duplicate(child(at, 'name'), name));
    if (own.length === 0) names.add(name);
    errors.push(...own);
  });
  return { errors, names };
}
