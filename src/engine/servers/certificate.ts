import type { Location } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';

/** A server's certificate as far as clients judge and print it. */
export interface Certificate {
  readonly subjectCN: string;
  readonly issuerCN: string;
  /** Subject alternative names in the order of the certificate. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** The certificate a socket presents, whatever name is asked for; `undefined`: it does not speak TLS. */
export function tlsCertificate(draft: ClusterDraft, at: Location, { server, options }: Listener): Certificate | undefined {
  if (server === 'site' && options?.['tls'] === true) {
    const name = String(options['certificate']);
    return { subjectCN: name, issuerCN: String(options['authority']), dnsNames: [name], ipAddresses: [] };
  }
  const { clusterDomain, controlPlane } = draft.config;
  // Models kubernetes cmd/kubeadm/app/util/pkiutil GetAPIServerAltNames (v1.37.1).
  if (server === 'kube-apiserver') {
    const first = draft.get('services', 'default', 'kubernetes')?.spec.clusterIPs ?? [];
    const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', `kubernetes.default.svc.${clusterDomain}`];
    return { subjectCN: 'kube-apiserver', issuerCN: 'kubernetes', dnsNames: names, ipAddresses: [...first, ...controlPlane.ips] };
  }
  if (server === 'kubelet' && at.kind === 'node') return { subjectCN: at.node, issuerCN: `${at.node}-ca`, dnsNames: [at.node], ipAddresses: [] };
  return undefined;
}
