// A Pod's spec as the server's internal type prints in JSON: every field, in Go's order, with capitals. It is shown when somebody
// changes what cannot change. Fields recorded by reflection from pkg/apis/core types.go (v1.37.1); sources of storage vendors,
// affinity and the like are printed as they are given.
import type { PodSpec } from '../api/core-v1.ts';
import { goJSON, quote } from '../api/go-text.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import { sortedEntries } from './object-meta.ts';

/** `Type=fields`; a field without a mark is a text, `!` a bool, `#` a number, `%` a quantity, `?` null when absent; `:Type` its struct. */
const STRUCTS = `
PodSpec=Volumes?:Volume InitContainers?:Container Containers?:Container EphemeralContainers?:Container RestartPolicy TerminationGracePeriodSeconds? ActiveDeadlineSeconds? DNSPolicy NodeSelector? ServiceAccountName DeprecatedServiceAccount AutomountServiceAccountToken? NodeName HostNetwork! HostPID! HostIPC! ShareProcessNamespace? SecurityContext?:PodSecurityContext ImagePullSecrets?:LocalObjectReference Hostname Subdomain Affinity? SchedulerName Tolerations?:Toleration HostAliases?:HostAlias PriorityClassName Priority? DNSConfig?:PodDNSConfig ReadinessGates?:PodReadinessGate RuntimeClassName? EnableServiceLinks? PreemptionPolicy? Overhead? TopologySpreadConstraints? SetHostnameAsFQDN? OS? HostUsers? SchedulingGates? ResourceClaims? Resources?:ResourceRequirements HostnameOverride? SchedulingGroup? EvictionResponders?
Volume=Name HostPath?:HostPathVolumeSource EmptyDir?:EmptyDirVolumeSource GCEPersistentDisk? AWSElasticBlockStore? GitRepo? Secret?:SecretVolumeSource NFS? ISCSI? Glusterfs? PersistentVolumeClaim?:PersistentVolumeClaimVolumeSource RBD? FlexVolume? Cinder? CephFS? Flocker? DownwardAPI?:DownwardAPIVolumeSource FC? AzureFile? ConfigMap?:ConfigMapVolumeSource VsphereVolume? Quobyte? AzureDisk? PhotonPersistentDisk? Projected?:ProjectedVolumeSource PortworxVolume? ScaleIO? StorageOS? CSI? Ephemeral? Image?
Container=Name Image Command? Args? WorkingDir Ports?:ContainerPort EnvFrom?:EnvFromSource Env?:EnvVar Resources:ResourceRequirements ResizePolicy? RestartPolicy? RestartPolicyRules? VolumeMounts?:VolumeMount VolumeDevices? LivenessProbe?:Probe ReadinessProbe?:Probe StartupProbe?:Probe Lifecycle?:Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext?:SecurityContext Stdin! StdinOnce! TTY!
PodSecurityContext=SELinuxOptions? WindowsOptions? RunAsUser? RunAsGroup? RunAsNonRoot? SupplementalGroups? SupplementalGroupsPolicy? FSGroup? Sysctls? FSGroupChangePolicy? SeccompProfile? AppArmorProfile? SELinuxChangePolicy?
LocalObjectReference=Name
Toleration=Key Operator Value Effect TolerationSeconds?
HostAlias=IP Hostnames?
PodDNSConfig=Nameservers? Searches? Options?:PodDNSConfigOption
PodReadinessGate=ConditionType
ResourceRequirements=Limits? Requests? Claims?
HostPathVolumeSource=Path Type?
EmptyDirVolumeSource=Medium SizeLimit? Mode?
SecretVolumeSource=SecretName Items?:KeyToPath DefaultMode? Optional? DefaultUser?
PersistentVolumeClaimVolumeSource=ClaimName ReadOnly!
DownwardAPIVolumeSource=Items?:DownwardAPIVolumeFile DefaultMode? DefaultUser?
ConfigMapVolumeSource=Name Items?:KeyToPath DefaultMode? Optional? DefaultUser?
ProjectedVolumeSource=Sources?:VolumeProjection DefaultMode? DefaultUser?
ContainerPort=Name HostPort# ContainerPort# Protocol HostIP
EnvFromSource=Prefix ConfigMapRef?:ConfigMapEnvSource SecretRef?:SecretEnvSource
EnvVar=Name Value ValueFrom?:EnvVarSource
VolumeMount=Name ReadOnly! RecursiveReadOnly? MountPath SubPath MountPropagation? SubPathExpr BindMountOptions?
Probe=Exec?:ExecAction HTTPGet?:HTTPGetAction TCPSocket?:TCPSocketAction GRPC?:GRPCAction InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# SuccessThreshold# FailureThreshold# TerminationGracePeriodSeconds?
Lifecycle=PostStart?:LifecycleHandler PreStop?:LifecycleHandler StopSignal?
SecurityContext=Capabilities?:Capabilities Privileged? SELinuxOptions? WindowsOptions? RunAsUser? RunAsGroup? RunAsNonRoot? ReadOnlyRootFilesystem? AllowPrivilegeEscalation? ProcMount? SeccompProfile? AppArmorProfile?
PodDNSConfigOption=Name Value?
KeyToPath=Key Path Mode? User?
DownwardAPIVolumeFile=Path FieldRef?:ObjectFieldSelector ResourceFieldRef?:ResourceFieldSelector Mode? User?
VolumeProjection=Secret?:SecretProjection DownwardAPI?:DownwardAPIProjection ConfigMap?:ConfigMapProjection ServiceAccountToken?:ServiceAccountTokenProjection ClusterTrustBundle? PodCertificate?
ConfigMapEnvSource=Name Optional?
SecretEnvSource=Name Optional?
EnvVarSource=FieldRef?:ObjectFieldSelector ResourceFieldRef?:ResourceFieldSelector ConfigMapKeyRef?:ConfigMapKeySelector SecretKeyRef?:SecretKeySelector FileKeyRef?
ExecAction=Command?
HTTPGetAction=Path Port# Host Scheme HTTPHeaders?:HTTPHeader Protocol?
TCPSocketAction=Port# Host
GRPCAction=Port# Service? Mode?
LifecycleHandler=Exec?:ExecAction HTTPGet?:HTTPGetAction TCPSocket?:TCPSocketAction Sleep?:SleepAction
Capabilities=Add? Drop?
SecretProjection=Name Items?:KeyToPath Optional?
DownwardAPIProjection=Items?:DownwardAPIVolumeFile
ConfigMapProjection=Name Items?:KeyToPath Optional?
ServiceAccountTokenProjection=Audience ExpirationSeconds? Path User?
ConfigMapKeySelector=Name Key Optional?
SecretKeySelector=Name Key Optional?
HTTPHeader=Name Value
SleepAction=Seconds#
ObjectFieldSelector=APIVersion FieldPath
ResourceFieldSelector=ContainerName Resource Divisor%`;

interface InternalField {
  readonly name: string;
  readonly absent: Json;
  readonly type: string;
}

const ABSENT: { readonly [mark: string]: Json } = { '': '', '!': false, '#': 0, '%': '0', '?': null };
/** Fields whose internal name is not their JSON name with other capitals. */
const RENAMED: { readonly [internal: string]: string | undefined } = { deprecatedserviceaccount: 'serviceaccount' };

function readField(text: string): InternalField {
  const [, name = '', mark = '', type = ''] = /^(\w+)([!#%?]?)(?::(\w+))?$/.exec(text) ?? [];
  return { name, absent: ABSENT[mark] ?? null, type };
}

const structs = new Map(
  STRUCTS.trim()
    .split('\n')
    .map(
      (row) =>
        [
          row.slice(0, row.indexOf('=')),
          row
            .slice(row.indexOf('=') + 1)
            .split(' ')
            .map(readField),
        ] as const,
    ),
);

/** The value with every field of its internal type, in Go's order. */
function internal(type: string, value: Json | undefined, absent: Json): Json {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return absent;
  if (Array.isArray(value)) return (value as Json[]).map((item) => internal(type, item, null));
  const fields = structs.get(type);
  if (typeof value !== 'object') return value;
  // Go writes a map's keys in order; what has no row above is a map, or at least looks the same on both sides.
  if (!fields) return Object.fromEntries(sortedEntries(value as JsonObject).map(([name, item]) => [name, internal('', item as Json, null)]));
  const given = new Map(Object.entries(value as JsonObject).map(([name, inner]) => [name.toLowerCase(), inner]));
  return Object.fromEntries(
    fields.map(({ name, absent: empty, type: inner }) => {
      const lower = name.toLowerCase();
      const found = given.get(RENAMED[lower] ?? lower);
      // A struct that is no pointer is there even when nothing was said.
      if (found === undefined && inner && empty === '') return [name, internal(inner, {}, null)];
      return [name, internal(inner, found, empty)];
    }),
  );
}

/** Lines as Go's MarshalIndent with one space writes them. */
function lines(value: Json, indent: string, out: string[], before: string, after: string): void {
  if (typeof value !== 'object' || value === null) {
    out.push(`${indent}${before}${goJSON(value)}${after}`);
    return;
  }
  const list = Array.isArray(value);
  const inner = list
    ? (value as Json[]).map((item) => ['', item] as const)
    : Object.entries(value as JsonObject).map(([name, item]) => [`${quote(name)}: `, item] as const);
  if (inner.length === 0) {
    out.push(`${indent}${before}${list ? '[]' : '{}'}${after}`);
    return;
  }
  out.push(`${indent}${before}${list ? '[' : '{'}`);
  inner.forEach(([name, item], i) => lines(item, `${indent} `, out, name, i < inner.length - 1 ? ',' : ''));
  out.push(`${indent}${list ? ']' : '}'}${after}`);
}

/** Every line of a Pod's spec in its internal form. */
export function podSpecLines(spec: PodSpec): string[] {
  const out: string[] = [];
  lines(internal('PodSpec', spec as unknown as JsonObject, null), '', out, '', '');
  return out;
}
