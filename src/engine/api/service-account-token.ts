// The claims of kubernetes pkg/serviceaccount claims.go (v1.37.1) in a JSON Web Token (RFC 7519). Nothing here signs: who makes a token brings
// the letters that stand where a signature does.
import { encodeBase64, textOfBase64 } from './base64.ts';
import { goJSON } from './go-text.ts';
import type { JsonObject } from './kubernetes-object.ts';

/** Who issues tokens of service accounts, and whom they are for where nobody says. */
export const TOKEN_AUDIENCE = 'https://kubernetes.default.svc.cluster.local';
/** Characters of a signature made with an RSA key of 2048 bits. */
export const SIGNATURE_LENGTH = 342;
export const SIGNATURE_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

interface Named {
  readonly name: string;
  readonly uid: string;
}

/** What a token says of its account, and of the Pod that it is bound to. */
export interface TokenClaims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly node?: Named;
    readonly pod?: Named;
    readonly serviceaccount: Named;
    readonly warnafter?: number;
  };
  readonly nbf: number;
  readonly sub: string;
}

const base64url = (text: string): string => encodeBase64(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

export const accountUser = (namespace: string, name: string): string => `system:serviceaccount:${namespace}:${name}`;

/** The three parts of a token, with dots between them. */
export const tokenText = (claims: TokenClaims, signature: string): string =>
  `${base64url(goJSON({ alg: 'RS256', kid: 'minato' }))}.${base64url(goJSON(claims as unknown as JsonObject))}.${signature}`;

/** What a token says, or `undefined` where the text is none. */
export function claimsOf(token: string): TokenClaims | undefined {
  const [, body = '', signature, more] = token.split('.');
  if (signature?.length !== SIGNATURE_LENGTH || more !== undefined) return undefined;
  const padded = body.replaceAll('-', '+').replaceAll('_', '/');
  const text = textOfBase64(padded.padEnd(Math.ceil(padded.length / 4) * 4, '='));
  try {
    const claims: unknown = JSON.parse(text);
    return hasClaims(claims) ? claims : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Whether it says all that somebody is known by: anybody may have written it. */
function hasClaims(value: unknown): value is TokenClaims {
  const { aud, exp, 'kubernetes.io': own } = (value ?? {}) as { readonly [claim in keyof TokenClaims]?: unknown };
  const { namespace, serviceaccount, pod } = (own ?? {}) as { readonly [claim: string]: unknown };
  return Array.isArray(aud) && typeof exp === 'number' && typeof namespace === 'string' && isNamed(serviceaccount) && (pod === undefined || isNamed(pod));
}

const isNamed = (value: unknown): value is Named => typeof (value as Named | null | undefined)?.name === 'string';
