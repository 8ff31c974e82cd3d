// The token that a kubelet asks for and writes into a Pod's volume. Models kubernetes pkg/kubelet/token and pkg/serviceaccount claims.go (v1.37.1).
import type { Pod } from '../api/core-v1.ts';
import { accountUser, SIGNATURE_LENGTH, SIGNATURE_LETTERS, TOKEN_AUDIENCE, tokenText } from '../api/service-account-token.ts';
import { drawUint32, seedEntropy } from '../clock/entropy.ts';
import { parseTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** A token of 3607 s, which admission asks for, is good for a year; whoever uses it after its time is only warned of. */
const WARNED_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 3600;

/** What a volume says of the token it wants. */
export interface TokenSource {
  readonly audience?: string;
  readonly expirationSeconds?: number;
}

/** A Pod's token follows from the Pod: it is the same whenever it is read. */
export function podToken(draft: ClusterDraft, { metadata, spec, status }: Pod, { audience, expirationSeconds = 3600 }: TokenSource): string {
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
