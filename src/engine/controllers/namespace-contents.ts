import type { Namespace } from '../api/core-v1.ts';
import { namespaceContents } from '../store/namespace-contents.ts';
import type { Controller } from './controller.ts';
import { create } from './writing.ts';

const ROOT_CA = 'kube-root-ca.crt';

/**
 * Every namespace has the ServiceAccount `default` and the ConfigMap with the cluster's certificate. Models kubernetes
 * pkg/controller/serviceaccount and pkg/controller/certificates/rootcacertpublisher (v1.37.1).
 */
export const namespaceDefaults: Controller = {
  name: 'serviceaccount-controller',
  watches: ['namespaces', 'serviceaccounts', 'configmaps'],
  keysOf({ table, namespace, name, from, to }) {
    if (table === 'namespaces') return from === undefined || (to as Namespace | undefined)?.metadata.deletionTimestamp === undefined ? [name] : [];
    return to === undefined && name === (table === 'configmaps' ? ROOT_CA : 'default') ? [namespace] : [];
  },
  reconcile(name, draft) {
    const found = draft.get('namespaces', '', name);
    if (!found || found.metadata.deletionTimestamp !== undefined) return;
    const { serviceaccounts, configmaps } = namespaceContents(name);
    if (!draft.get('serviceaccounts', name, 'default')) create(draft, 'serviceaccounts', serviceaccounts, 'serviceaccount-controller');
    if (!draft.get('configmaps', name, ROOT_CA)) create(draft, 'configmaps', configmaps, 'root-ca-certificate-publisher-controller');
  },
};
