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
  return text.startsWith('{"aud":[') && text.endsWith('}') ? readClaims(text) : undefined;
}

function readClaims(text: string): TokenClaims | undefined {
  try {
    return JSON.parse(text) as TokenClaims;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
