import type { KubernetesObject } from '../api/kubernetes-object.ts';

/** Who signs what the API server shows. */
export const ROOT_CA_NAME = 'kubernetes';
/** A certificate of its own for that name; nobody has its key any more. */
export const ROOT_CA = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUQsER6IxFaL/a4VtHSZ1L0tPvr/kwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjEwODM1MDZaFw0zNjExMTgw
ODM1MDZaMBUxEzARBgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS6z4D9Iy7c+qSrtl2zkIiFGFKaUKtJRo7bUc7yrD02Z7ManrKWedgA
ubscedoT1IJEKy5HYTpJC1xkB7EfcfpVo1MwUTAdBgNVHQ4EFgQU5XxIIjxnSfG4
wxDSG33BBSoeNcEwHwYDVR0jBBgwFoAU5XxIIjxnSfG4wxDSG33BBSoeNcEwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAllijt18XVpTvcs+asXAs
XnnWtq02q60W4Eb9QeGqOncCIHjLwONVO7DG3UTPZVYc59M1pVoeiOzTNHwRbVbU
c2M9
-----END CERTIFICATE-----
`;

/** What every namespace gets by itself: the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`. */
export function namespaceContents(namespace: string): { readonly serviceaccounts: KubernetesObject; readonly configmaps: KubernetesObject } {
  return {
    serviceaccounts: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
    configmaps: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-root-ca.crt',
        namespace,
        annotations: {
          'kubernetes.io/description':
            'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
        },
      },
      ...{ data: { 'ca.crt': ROOT_CA } },
    },
  };
}
