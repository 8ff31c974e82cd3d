// Recorded from kube-apiserver v1.37.1 (`kubectl api-resources -o wide`, conformance/openapi/api-resources.txt).
const EVERY_VERB = 'create,delete,deletecollection,get,list,patch,update,watch';

/** name | short names | apiVersion | namespaced | kind | verbs (empty: every verb) | categories. Order is that of discovery. */
const ROWS = `
bindings||v1|1|Binding|create|
componentstatuses|cs|v1||ComponentStatus|get,list|
configmaps|cm|v1|1|ConfigMap||
endpoints|ep|v1|1|Endpoints||
events|ev|v1|1|Event||
limitranges|limits|v1|1|LimitRange||
namespaces|ns|v1||Namespace|create,delete,get,list,patch,update,watch|
nodes|no|v1||Node||
persistentvolumeclaims|pvc|v1|1|PersistentVolumeClaim||
persistentvolumes|pv|v1||PersistentVolume||
pods|po|v1|1|Pod||all
podtemplates||v1|1|PodTemplate||
replicationcontrollers|rc|v1|1|ReplicationController||all
resourcequotas|quota|v1|1|ResourceQuota||
secrets||v1|1|Secret||
serviceaccounts|sa|v1|1|ServiceAccount||
services|svc|v1|1|Service||all
mutatingadmissionpolicies||admissionregistration.k8s.io/v1||MutatingAdmissionPolicy||api-extensions
mutatingadmissionpolicybindings||admissionregistration.k8s.io/v1||MutatingAdmissionPolicyBinding||api-extensions
mutatingwebhookconfigurations||admissionregistration.k8s.io/v1||MutatingWebhookConfiguration||api-extensions
validatingadmissionpolicies||admissionregistration.k8s.io/v1||ValidatingAdmissionPolicy||api-extensions
validatingadmissionpolicybindings||admissionregistration.k8s.io/v1||ValidatingAdmissionPolicyBinding||api-extensions
validatingwebhookconfigurations||admissionregistration.k8s.io/v1||ValidatingWebhookConfiguration||api-extensions
customresourcedefinitions|crd,crds|apiextensions.k8s.io/v1||CustomResourceDefinition||api-extensions
apiservices||apiregistration.k8s.io/v1||APIService||api-extensions
controllerrevisions||apps/v1|1|ControllerRevision||
daemonsets|ds|apps/v1|1|DaemonSet||all
deployments|deploy|apps/v1|1|Deployment||all
replicasets|rs|apps/v1|1|ReplicaSet||all
statefulsets|sts|apps/v1|1|StatefulSet||all
selfsubjectreviews||authentication.k8s.io/v1||SelfSubjectReview|create|
tokenreviews||authentication.k8s.io/v1||TokenReview|create|
localsubjectaccessreviews||authorization.k8s.io/v1|1|LocalSubjectAccessReview|create|
selfsubjectaccessreviews||authorization.k8s.io/v1||SelfSubjectAccessReview|create|
selfsubjectrulesreviews||authorization.k8s.io/v1||SelfSubjectRulesReview|create|
subjectaccessreviews||authorization.k8s.io/v1||SubjectAccessReview|create|
horizontalpodautoscalers|hpa|autoscaling/v2|1|HorizontalPodAutoscaler||all
cronjobs|cj|batch/v1|1|CronJob||all
jobs||batch/v1|1|Job||all
certificatesigningrequests|csr|certificates.k8s.io/v1||CertificateSigningRequest||
clustertrustbundles||certificates.k8s.io/v1||ClusterTrustBundle||
podcertificaterequests||certificates.k8s.io/v1|1|PodCertificateRequest||
leases||coordination.k8s.io/v1|1|Lease||
endpointslices||discovery.k8s.io/v1|1|EndpointSlice||
events|ev|events.k8s.io/v1|1|Event||
flowschemas||flowcontrol.apiserver.k8s.io/v1||FlowSchema||
prioritylevelconfigurations||flowcontrol.apiserver.k8s.io/v1||PriorityLevelConfiguration||
ingressclasses||networking.k8s.io/v1||IngressClass||
ingresses|ing|networking.k8s.io/v1|1|Ingress||
ipaddresses|ip|networking.k8s.io/v1||IPAddress||
networkpolicies|netpol|networking.k8s.io/v1|1|NetworkPolicy||
servicecidrs||networking.k8s.io/v1||ServiceCIDR||
runtimeclasses||node.k8s.io/v1||RuntimeClass||
poddisruptionbudgets|pdb|policy/v1|1|PodDisruptionBudget||
clusterrolebindings||rbac.authorization.k8s.io/v1||ClusterRoleBinding||
clusterroles||rbac.authorization.k8s.io/v1||ClusterRole||
rolebindings||rbac.authorization.k8s.io/v1|1|RoleBinding||
roles||rbac.authorization.k8s.io/v1|1|Role||
deviceclasses||resource.k8s.io/v1||DeviceClass||
devicetaintrules||resource.k8s.io/v1||DeviceTaintRule||
resourceclaims||resource.k8s.io/v1|1|ResourceClaim||
resourceclaimtemplates||resource.k8s.io/v1|1|ResourceClaimTemplate||
resourceslices||resource.k8s.io/v1||ResourceSlice||
priorityclasses|pc|scheduling.k8s.io/v1||PriorityClass||
csidrivers||storage.k8s.io/v1||CSIDriver||
csinodes||storage.k8s.io/v1||CSINode||
csistoragecapacities||storage.k8s.io/v1|1|CSIStorageCapacity||
storageclasses|sc|storage.k8s.io/v1||StorageClass||
volumeattachments||storage.k8s.io/v1||VolumeAttachment||
volumeattributesclasses|vac|storage.k8s.io/v1||VolumeAttributesClass||
storageversionmigrations||storagemigration.k8s.io/v1||StorageVersionMigration||
`;

/** One row of API discovery. */
export interface APIResource {
  /** Plural, lower case: `services`. */
  readonly name: string;
  readonly singularName: string;
  readonly shortNames: readonly string[];
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly categories: readonly string[];
}

const list = (text: string): string[] => (text === '' ? [] : text.split(','));

/** Every resource that a 1.37.1 server of the recorded clusters offers, simulated or not, in discovery order. */
export const API_RESOURCES: readonly APIResource[] = ROWS.trim()
  .split('\n')
  .map((row) => {
    const [name = '', shortNames = '', apiVersion = '', namespaced = '', kind = '', verbs = '', categories = ''] = row.split('|');
    const slash = apiVersion.indexOf('/');
    return {
      name,
      singularName: kind.toLowerCase(),
      shortNames: list(shortNames),
      group: slash < 0 ? '' : apiVersion.slice(0, slash),
      version: apiVersion.slice(slash + 1),
      apiVersion,
      namespaced: namespaced === '1',
      kind,
      verbs: list(verbs || EVERY_VERB),
      categories: list(categories),
    };
  });

/** The resource of a kind, or `undefined` where this server has none. */
export function resourceOfKind(apiVersion: string, kind: string): APIResource | undefined {
  return API_RESOURCES.find((resource) => resource.kind === kind && resource.apiVersion === apiVersion);
}
