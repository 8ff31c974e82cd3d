// Models kubectl pkg/cmd/create create_token.go (v0.37.1) and the claims of kubernetes pkg/serviceaccount (v1.37.1).
import { accountUser, SIGNATURE_LENGTH, SIGNATURE_LETTERS, TOKEN_AUDIENCE, tokenText } from '../../api/service-account-token.ts';
import { drawUID } from '../../store/objects.ts';
import { failUsage, notSimulated, type Verb } from './command.ts';
import { fail } from './failure.ts';

const SHORTEST_MS = 600_000;
const LONGEST_MS = 2 ** 32 * 1000;
const HOUR_MS = 3_600_000;

/** `kubectl create token`: a token whose claims can be read; nothing here checks its signature, which is drawn. */
export const createToken: Verb = (context) => {
  const { args, flags, process, namespace } = context;
  const { draft } = process;
  const [name] = args;
  if (args.length !== 1 || name === undefined) return failUsage(context, `exactly one NAME is required, got ${args.length}`);
  const duration = flags.duration('duration');
  if (duration < 0) fail('--duration must be greater than or equal to 0');
  if (duration % 1000 !== 0) fail('--duration cannot be expressed in units less than seconds');
  if (flags.list('audience').includes('')) fail('--audience must not be an empty string');
  const [kind, ...others] = ['kind', 'name', 'uid'].map((what) => flags.text(`bound-object-${what}`));
  const odd = ['name', 'uid'].find((_, at) => others[at] !== '');
  if (kind === '' && odd !== undefined) fail(`--bound-object-${odd} can only be set if --bound-object-kind is provided`);
  if (kind !== '') {
    if (kind !== 'Pod' && kind !== 'Secret') fail('supported --bound-object-kind values are Pod, Secret');
    if (others[0] === '') fail('--bound-object-name is required if --bound-object-kind is provided');
    return notSimulated(context, '--bound-object-kind');
  }
  const invalid = (words: string): never =>
    fail(
      `failed to create token: TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${Math.trunc(duration / 1000)}: may not specify a duration ${words}`,
    );
  if (duration > 0 && duration < SHORTEST_MS) invalid('less than 10 minutes');
  if (duration > LONGEST_MS) invalid('larger than 2^32 seconds');
  const account = draft.get('serviceaccounts', namespace, name);
  if (!account) fail(`failed to create token: serviceaccounts ${JSON.stringify(name)} not found`);
  const issuedAt = Math.floor(draft.now / 1000) * 1000;
  const endsAt = issuedAt + (duration || HOUR_MS);
  const audiences = flags.list('audience').length > 0 ? [...flags.list('audience')] : [TOKEN_AUDIENCE];
  const claims = {
    aud: audiences,
    exp: endsAt / 1000,
    iat: issuedAt / 1000,
    iss: TOKEN_AUDIENCE,
    jti: drawUID(draft),
    'kubernetes.io': { namespace, serviceaccount: { name, uid: account.metadata.uid ?? '' } },
    nbf: issuedAt / 1000,
    sub: accountUser(namespace, name),
  };
  const output = flags.text('output');
  if (output === 'name') {
    process.out(`tokenrequest.authentication.k8s.io/${name}\n`);
    return 0;
  }
  if (output !== '') return notSimulated(context, `kubectl create token -o ${output}`);
  const signature = Array.from({ length: SIGNATURE_LENGTH }, () => SIGNATURE_LETTERS[draft.draw(SIGNATURE_LETTERS.length)]).join('');
  process.out(tokenText(claims, signature));
  return 0;
};
