import type { Listener } from '../store/tables.ts';

/** A server's certificate as far as clients judge and print it. */
export interface Certificate {
  readonly subjectCN: string;
  readonly issuerCN: string;
  /** Subject alternative names in the order of the certificate. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** The certificate a socket presents whatever name is asked for; `undefined`: it does not speak TLS. */
export function tlsCertificate(listener: Listener): Certificate | undefined {
  void listener;
  return undefined;
}
