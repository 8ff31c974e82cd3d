// What the kubelet writes into a container's projected volumes. Models kubernetes pkg/volume/projected and pkg/kubelet/token (v1.37.1).
import type { Pod } from '../api/core-v1.ts';
import { accountUser, SIGNATURE_LENGTH, SIGNATURE_LETTERS, TOKEN_AUDIENCE, tokenText } from '../api/service-account-token.ts';
import { drawUint32, seedEntropy } from '../clock/entropy.ts';
import { parseTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** A token of 3607 s, which admission asks for, is good for a year; whoever uses it after its time is only warned of. */
const WARNED_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 3600;

interface Source {
  readonly serviceAccountToken?: { readonly path: string; readonly audience?: string; readonly expirationSeconds?: number };
  readonly configMap?: { readonly name: string; readonly items?: readonly { readonly key: string; readonly path: string }[] };
  readonly downwardAPI?: { readonly items?: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[] };
}

interface Volume {
  readonly name: string;
  readonly projected?: { readonly sources?: readonly Source[] };
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

/** The files of the projected volumes that a container mounts, by absolute path. */
export function projectedFiles(draft: ClusterDraft, pod: Pod, container: string): { readonly [path: string]: string } {
  const { volumes = [] } = pod.spec as unknown as { readonly volumes?: readonly Volume[] };
  const { volumeMounts = [] } = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === container) ?? {};
  const files: { [path: string]: string } = {};
  for (const { name, mountPath } of volumeMounts as unknown as readonly Mount[]) {
    for (const source of volumes.find((volume) => volume.name === name)?.projected?.sources ?? [])
      for (const [path, text] of filesOf(draft, pod, source)) files[`${mountPath.replace(/\/$/, '')}/${path}`] = text;
  }
  return files;
}

function filesOf(draft: ClusterDraft, pod: Pod, { serviceAccountToken, configMap, downwardAPI }: Source): (readonly [path: string, text: string])[] {
  const namespace = pod.metadata.namespace ?? '';
  if (serviceAccountToken) return [[serviceAccountToken.path, tokenOf(draft, pod, serviceAccountToken)]];
  if (configMap) {
    const { data = {} } = (draft.get('configmaps', namespace, configMap.name) ?? {}) as { readonly data?: { readonly [key: string]: string } };
    const items = configMap.items ?? Object.keys(data).map((key) => ({ key, path: key }));
    return items.flatMap(({ key, path }) => (data[key] === undefined ? [] : [[path, data[key]] as const]));
  }
  return (downwardAPI?.items ?? []).flatMap(({ path, fieldRef }) => {
    const value = /^metadata\.(name|namespace|uid)$/.exec(fieldRef?.fieldPath ?? '')?.[1] as 'name' | 'namespace' | 'uid' | undefined;
    return value === undefined ? [] : [[path, pod.metadata[value] ?? ''] as const];
  });
}

/** A Pod's token follows from the Pod: it is the same whenever it is read. */
function tokenOf(
  draft: ClusterDraft,
  { metadata, spec, status }: Pod,
  { audience, expirationSeconds = 3600 }: NonNullable<Source['serviceAccountToken']>,
): string {
  const { namespace = '', uid = '' } = metadata;
  const name = spec.serviceAccountName ?? 'default';
  const node = spec.nodeName === undefined ? undefined : draft.get('nodes', '', spec.nodeName);
  const iat = Math.floor((parseTime(status?.startTime ?? metadata.creationTimestamp ?? '') ?? 0) / 1000);
  const isExtended = audience === undefined && expirationSeconds === WARNED_SECONDS;
  return tokenText(
    {
      aud: [audience ?? TOKEN_AUDIENCE],
      exp: iat + (isExtended ? YEAR_SECONDS : expirationSeconds),
      iat,
      iss: TOKEN_AUDIENCE,
      jti: uid.replace(/^.{8}/, (first) => [...first].reverse().join('')),
      'kubernetes.io': {
        namespace,
        ...(node ? { node: { name: node.metadata.name, uid: node.metadata.uid ?? '' } } : {}),
        pod: { name: metadata.name, uid },
        serviceaccount: { name, uid: draft.get('serviceaccounts', namespace, name)?.metadata.uid ?? '' },
        ...(isExtended ? { warnafter: iat + WARNED_SECONDS } : {}),
      },
      nbf: iat,
      sub: accountUser(namespace, name),
    },
    signatureFor(uid),
  );
}

function signatureFor(uid: string): string {
  let entropy = seedEntropy(parseInt(uid.slice(0, 8), 16));
  return Array.from({ length: SIGNATURE_LENGTH }, () => {
    const drawn = drawUint32(entropy);
    entropy = drawn.entropy;
    return SIGNATURE_LETTERS.charAt(drawn.value >>> 26);
  }).join('');
}
