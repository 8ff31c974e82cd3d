import type { Listener } from '../store/tables.ts';

/** A server's certificate as far as clients judge and print it. */
export interface Certificate {
  readonly subjectCN: string;
  readonly issuerCN: string;
  /** The issuer's organization, where its name has one. */
  readonly issuerO?: string;
  /** What the names of subject and issuer are; absent: `CN`. */
  readonly attribute?: 'O';
  /** Subject alternative names in the order of the certificate. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** The certificate a socket presents, whatever name is asked for; `undefined`: it does not speak TLS. */
export function tlsCertificate({ server, options = {} }: Listener): Certificate | undefined {
  const list = (name: string): readonly string[] => (options[name] as readonly string[] | undefined) ?? [];
  // Models test/images/agnhost porter/localhost.crt (v1.37.1): made by Go's generate_cert for these names.
  if (server === 'netexec' && options['tls'] === true)
    return { subjectCN: 'Acme Co', issuerCN: 'Acme Co', attribute: 'O', dnsNames: ['example.com'], ipAddresses: ['127.0.0.1', '::1'] };
  if (server === 'site' && options['tls'] === true) {
    const name = String(options['certificate']);
    return { subjectCN: name, issuerCN: String(options['authority']), issuerO: 'Example Trust', dnsNames: [name], ipAddresses: [] };
  }
  if (server === 'kube-apiserver') return { subjectCN: 'kube-apiserver', issuerCN: 'kubernetes', dnsNames: list('dnsNames'), ipAddresses: list('ipAddresses') };
  if (server === 'kubelet') return { subjectCN: list('dnsNames')[0] ?? '', issuerCN: `${list('dnsNames')[0]}-ca`, dnsNames: list('dnsNames'), ipAddresses: [] };
  return undefined;
}

/** The issuer as a tool writes it: what stands between a name and its value, and between two of them. */
export function issuerText({ attribute, issuerCN, issuerO }: Certificate, equals: string, between: string): string {
  return [...(issuerO === undefined ? [] : [`O${equals}${issuerO}`]), `${attribute ?? 'CN'}${equals}${issuerCN}`].join(between);
}
