// Written by scripts/generate-schema.mjs from test/conformance/openapi (Kubernetes v1.37.1). Do not edit; `schema.ts` says how to read it.
export const TYPES = `ControllerRevision@a:kind?s;apiVersion?s;metadata=ObjectMeta;data=!r;revision=l
Deployment@a:kind?s;apiVersion?s;metadata=ObjectMeta;spec=!DeploymentSpec;status=DeploymentStatus
DeploymentCondition@a:type=@DeploymentConditionType;status=@ConditionStatus;lastUpdateTime=t;lastTransitionTime=t;reason?s;message?s
DeploymentSpec@a:replicas*i;selector&!LabelSelector;template=!PodTemplateSpec;strategy=DeploymentStrategy%!;minReadySeconds?i;revisionHistoryLimit*i;paused?b;progressDeadlineSeconds*i
DeploymentStatus@a:observedGeneration?l;replicas?i;updatedReplicas?i;readyReplicas?i;availableReplicas?i;unavailableReplicas?i;terminatingReplicas*i;conditions?[DeploymentCondition%type#type;collisionCount*i
DeploymentStrategy@a:type?@DeploymentStrategyType;rollingUpdate*RollingUpdateDeployment
ReplicaSet@a:kind?s;apiVersion?s;metadata=ObjectMeta;spec=!ReplicaSetSpec;status=ReplicaSetStatus
ReplicaSetCondition@a:type=@ReplicaSetConditionType;status=@ConditionStatus;lastTransitionTime=t;reason?s;message?s
ReplicaSetSpec@a:replicas*i;minReadySeconds?i;selector&!LabelSelector;template=PodTemplateSpec
ReplicaSetStatus@a:replicas=!i;fullyLabeledReplicas?i;readyReplicas?i;availableReplicas?i;terminatingReplicas*i;observedGeneration?l;conditions?[ReplicaSetCondition%type#type
RollingUpdateDeployment@a:maxUnavailable*x;maxSurge*x
RollingUpdateStatefulSetStrategy@a:partition*i;maxUnavailable*x
StatefulSet@a:kind?s;apiVersion?s;metadata=ObjectMeta;spec=!StatefulSetSpec;status=StatefulSetStatus
StatefulSetCondition@a:type=@StatefulSetConditionType;status=@ConditionStatus;lastTransitionTime=t;reason?s;message?s
StatefulSetOrdinals@a:start=i
StatefulSetPersistentVolumeClaimRetentionPolicy@a:whenDeleted?@PersistentVolumeClaimRetentionPolicyType;whenScaled?@PersistentVolumeClaimRetentionPolicyType
StatefulSetSpec@a:replicas*i;selector&!LabelSelector;template=!PodTemplateSpec;volumeClaimTemplates?[PersistentVolumeClaim;serviceName=s;podManagementPolicy?@PodManagementPolicyType;updateStrategy=StatefulSetUpdateStrategy;revisionHistoryLimit*i;minReadySeconds?i;persistentVolumeClaimRetentionPolicy*StatefulSetPersistentVolumeClaimRetentionPolicy;ordinals*StatefulSetOrdinals
StatefulSetStatus@a:observedGeneration?l;replicas=!i;readyReplicas?i;currentReplicas?i;updatedReplicas?i;currentRevision?s;updateRevision?s;collisionCount*i;conditions?[StatefulSetCondition%type#type;availableReplicas=i
StatefulSetUpdateStrategy@a:type?@StatefulSetUpdateStrategyType;rollingUpdate*RollingUpdateStatefulSetStrategy
Lease@c:kind?s;apiVersion?s;metadata=ObjectMeta;spec=LeaseSpec
LeaseSpec@c:holderIdentity*s;leaseDurationSeconds*i;acquireTime*u;renewTime*u;leaseTransitions*i;strategy*@CoordinatedLeaseStrategy;preferredHolder*s
AWSElasticBlockStoreVolumeSource:volumeID=!s;fsType?s;partition?i;readOnly?b
Affinity:nodeAffinity*NodeAffinity;podAffinity*PodAffinity;podAntiAffinity*PodAntiAffinity
AppArmorProfile:type=!@AppArmorProfileType;localhostProfile*s
AttachedVolume:name=!@UniqueVolumeName;devicePath=!s
AzureDiskVolumeSource:diskName=!s;diskURI=!s;cachingMode*@AzureDataDiskCachingMode;fsType*s;readOnly*b;kind*@AzureDataDiskKind
AzureFileVolumeSource:secretName=!s;shareName=!s;readOnly?b
CSIVolumeSource:driver=!s;readOnly*b;fsType*s;volumeAttributes?{s;nodePublishSecretRef*LocalObjectReference
Capabilities:add?[@Capability;drop?[@Capability
CephFSVolumeSource:monitors=![s;path?s;user?s;secretFile?s;secretRef*LocalObjectReference;readOnly?b
CinderVolumeSource:volumeID=!s;fsType?s;readOnly?b;secretRef*LocalObjectReference
ClientIPConfig:timeoutSeconds*i
ClusterTrustBundleProjection:name*s;signerName*s;labelSelector*LabelSelector;optional*b;path=!s;user*l
ConfigMap:kind?s;apiVersion?s;metadata=ObjectMeta;immutable*b;data?{s;binaryData?{y
ConfigMapEnvSource:name?s<LocalObjectReference;optional*b
ConfigMapKeySelector$:name?s<LocalObjectReference;key=!s;optional*b
ConfigMapNodeConfigSource:namespace=!s;name=!s;uid?@types.UID;resourceVersion?s;kubeletConfigKey=!s
ConfigMapProjection:name?s<LocalObjectReference;items?[KeyToPath;optional*b
ConfigMapVolumeSource:name?s<LocalObjectReference;items?[KeyToPath;defaultMode*i;optional*b;defaultUser*l
Container:name=!s;image?s;command?[s;args?[s;workingDir?s;ports?[ContainerPort%containerPort#containerPort+protocol;envFrom?[EnvFromSource;env?[EnvVar%name#name;resources=ResourceRequirements;resizePolicy?[ContainerResizePolicy;restartPolicy*@ContainerRestartPolicy;restartPolicyRules?[ContainerRestartRule;volumeMounts?[VolumeMount%mountPath#mountPath;volumeDevices?[VolumeDevice%devicePath#devicePath;livenessProbe*Probe;readinessProbe*Probe;startupProbe*Probe;lifecycle*Lifecycle;terminationMessagePath?s;terminationMessagePolicy?@TerminationMessagePolicy;imagePullPolicy?@PullPolicy;securityContext*SecurityContext;stdin?b;stdinOnce?b;tty?b
ContainerExtendedResourceRequest:containerName=!s;resourceName=!s;requestName=!s
ContainerImage:names=[s;sizeBytes?l
ContainerPort:name?s;hostPort?i;containerPort=!i;protocol?@Protocol;hostIP?s
ContainerResizePolicy:resourceName=!@ResourceName;restartPolicy=!@ResourceResizeRestartPolicy
ContainerRestartRule:action?!@ContainerRestartRuleAction;exitCodes*ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes:operator?!@ContainerRestartRuleOnExitCodesOperator;values?[i^
ContainerState:waiting*ContainerStateWaiting;running*ContainerStateRunning;terminated*ContainerStateTerminated
ContainerStateRunning:startedAt=t
ContainerStateTerminated:exitCode=!i;signal?i;reason?s;message?s;startedAt=t;finishedAt=t;containerID?s
ContainerStateWaiting:reason?s;message?s
ContainerStatus:name=!s;state=ContainerState;lastState=ContainerState;ready=!b;restartCount=!i;image=!s;imageID=!s;containerID?s;started*b;allocatedResources?~ResourceList{q;resources*ResourceRequirements;volumeMounts?[VolumeMountStatus%mountPath#mountPath;user*ContainerUser;allocatedResourcesStatus?[ResourceStatus%name#name;stopSignal*@Signal
ContainerUser:linux*LinuxContainerUser
DaemonEndpoint:Port=!i
DownwardAPIProjection:items?[DownwardAPIVolumeFile
DownwardAPIVolumeFile:path=!s;fieldRef*ObjectFieldSelector;resourceFieldRef*ResourceFieldSelector;mode*i;user*l
DownwardAPIVolumeSource:items?[DownwardAPIVolumeFile;defaultMode*i;defaultUser*l
EmptyDirVolumeSource:medium?@StorageMedium;sizeLimit*q;mode*i
EndpointAddress$:ip=!s;hostname?s;nodeName*s;targetRef*ObjectReference
EndpointPort$:name?s;port=!i;protocol?@Protocol;appProtocol*s
EndpointSubset:addresses?[EndpointAddress;notReadyAddresses?[EndpointAddress;ports?[EndpointPort
Endpoints:kind?s;apiVersion?s;metadata=ObjectMeta;subsets?[EndpointSubset
EnvFromSource:prefix?s;configMapRef*ConfigMapEnvSource;secretRef*SecretEnvSource
EnvVar:name=!s;value?s;valueFrom*EnvVarSource
EnvVarSource:fieldRef*ObjectFieldSelector;resourceFieldRef*ResourceFieldSelector;configMapKeyRef*ConfigMapKeySelector;secretKeyRef*SecretKeySelector;fileKeyRef*FileKeySelector
EphemeralContainer:name=!s<EphemeralContainerCommon;image?s<EphemeralContainerCommon;command?[s<EphemeralContainerCommon;args?[s<EphemeralContainerCommon;workingDir?s<EphemeralContainerCommon;ports?[ContainerPort%containerPort#containerPort+protocol<EphemeralContainerCommon;envFrom?[EnvFromSource<EphemeralContainerCommon;env?[EnvVar%name#name<EphemeralContainerCommon;resources=ResourceRequirements<EphemeralContainerCommon;resizePolicy?[ContainerResizePolicy<EphemeralContainerCommon;restartPolicy*@ContainerRestartPolicy<EphemeralContainerCommon;restartPolicyRules?[ContainerRestartRule<EphemeralContainerCommon;volumeMounts?[VolumeMount%mountPath#mountPath<EphemeralContainerCommon;volumeDevices?[VolumeDevice%devicePath#devicePath<EphemeralContainerCommon;livenessProbe*Probe<EphemeralContainerCommon;readinessProbe*Probe<EphemeralContainerCommon;startupProbe*Probe<EphemeralContainerCommon;lifecycle*Lifecycle<EphemeralContainerCommon;terminationMessagePath?s<EphemeralContainerCommon;terminationMessagePolicy?@TerminationMessagePolicy<EphemeralContainerCommon;imagePullPolicy?@PullPolicy<EphemeralContainerCommon;securityContext*SecurityContext<EphemeralContainerCommon;stdin?b<EphemeralContainerCommon;stdinOnce?b<EphemeralContainerCommon;tty?b<EphemeralContainerCommon;targetContainerName?s
EphemeralVolumeSource:volumeClaimTemplate*PersistentVolumeClaimTemplate
Event:kind?s;apiVersion?s;metadata=!ObjectMeta;involvedObject=!ObjectReference;reason?s;message?s;source=EventSource;firstTimestamp=t;lastTimestamp=t;count?i;type?s;eventTime=u;series*EventSeries;action?s;related*ObjectReference;reportingComponent=s;reportingInstance=s
EventSeries:count?i;lastObservedTime=u
EventSource:component?s;host?s
EvictionResponder$:name=!s;priority&!i
ExecAction:command?[s
FCVolumeSource:targetWWNs?[s;lun*i;fsType?s;readOnly?b;wwids?[s
FileKeySelector$:volumeName=!s;path=!s;key=!s;optional*b
FlexVolumeSource:driver=!s;fsType?s;secretRef*LocalObjectReference;readOnly?b;options?{s
FlockerVolumeSource:datasetName?s;datasetUUID?s
GCEPersistentDiskVolumeSource:pdName=!s;fsType?s;partition?i;readOnly?b
GRPCAction:port=!i;service&s;mode*@GRPCProbeMode
GitRepoVolumeSource:repository=!s;revision?s;directory?s
GlusterfsVolumeSource:endpoints=!s;path=!s;readOnly?b
HTTPGetAction:path?s;port=!x;host?s;scheme?@URIScheme;httpHeaders?[HTTPHeader;protocol*@HTTPProtocol
HTTPHeader:name=!s;value=!s
HostAlias:ip=!s;hostnames?[s
HostIP:ip=!s
HostPathVolumeSource:path=!s;type*@HostPathType
ISCSIVolumeSource:targetPortal=!s;iqn=!s;lun=!i;iscsiInterface?s;fsType?s;readOnly?b;portals?[s;chapAuthDiscovery?b;chapAuthSession?b;secretRef*LocalObjectReference;initiatorName*s
ImageVolumeSource:reference?s;pullPolicy?@PullPolicy
ImageVolumeStatus:imageRef?!s
KeyToPath:key=!s;path=!s;mode*i;user*l
Lifecycle:postStart*LifecycleHandler;preStop*LifecycleHandler;stopSignal*@Signal
LifecycleHandler:exec*ExecAction;httpGet*HTTPGetAction;tcpSocket*TCPSocketAction;sleep*SleepAction
LinuxContainerUser:uid=!l;gid=!l;supplementalGroups?[l
LoadBalancerIngress:ip?s;hostname?s;ipMode*@LoadBalancerIPMode;ports?[PortStatus
LoadBalancerStatus:ingress?[LoadBalancerIngress
LocalObjectReference$:name?s
ModifyVolumeStatus:targetVolumeAttributesClassName?s;status=!@PersistentVolumeClaimModifyVolumeStatus
NFSVolumeSource:server=!s;path=!s;readOnly?b
Namespace:kind?s;apiVersion?s;metadata=ObjectMeta;spec=NamespaceSpec;status=NamespaceStatus
NamespaceCondition:type=!@NamespaceConditionType;status=!@ConditionStatus;lastTransitionTime=t;reason?s;message?s
NamespaceSpec:finalizers?[@FinalizerName
NamespaceStatus:phase?@NamespacePhase;conditions?[NamespaceCondition%type#type
Node:kind?s;apiVersion?s;metadata=ObjectMeta;spec=NodeSpec;status=NodeStatus
NodeAddress:type=!@NodeAddressType;address=!s
NodeAffinity:requiredDuringSchedulingIgnoredDuringExecution*NodeSelector;preferredDuringSchedulingIgnoredDuringExecution?[PreferredSchedulingTerm
NodeAllocatableMappedResources:name=!@ResourceName;quantity&!q
NodeAllocatableOverheadResources:name=!@ResourceName;perPod*q;perContainer*q
NodeAllocatableResourceClaimStatus:resourceClaimName=!s;containers?[s^;mapping?[NodeAllocatableMappedResources%name#name;overhead?[NodeAllocatableOverheadResources%name#name
NodeCondition:type=!@NodeConditionType;status=!@ConditionStatus;lastHeartbeatTime=t;lastTransitionTime=t;reason?s;message?s
NodeConfigSource:configMap*ConfigMapNodeConfigSource
NodeConfigStatus:assigned*NodeConfigSource;active*NodeConfigSource;lastKnownGood*NodeConfigSource;error?s
NodeDaemonEndpoints:kubeletEndpoint=DaemonEndpoint
NodeFeatures:supplementalGroupsPolicy*b
NodePodPreemptionPolicy:disableResizePreemption?[s^
NodeRuntimeHandler:name=s;features*NodeRuntimeHandlerFeatures
NodeRuntimeHandlerFeatures:recursiveReadOnlyMounts*b;userNamespaces*b
NodeSelector$:nodeSelectorTerms=![NodeSelectorTerm
NodeSelectorRequirement:key=!s;operator=!@NodeSelectorOperator;values?[s
NodeSelectorTerm$:matchExpressions?[NodeSelectorRequirement;matchFields?[NodeSelectorRequirement
NodeSpec:podCIDR?s;podCIDRs?[s%^;providerID?s;unschedulable?b;taints?[Taint;configSource*NodeConfigSource;externalID?s;podPreemptionPolicy*NodePodPreemptionPolicy
NodeStatus:capacity?~ResourceList{q;allocatable?~ResourceList{q;phase?@NodePhase;conditions?[NodeCondition%type#type;addresses?[NodeAddress%type#type;daemonEndpoints=NodeDaemonEndpoints;nodeInfo=NodeSystemInfo;images?[ContainerImage;volumesInUse?[@UniqueVolumeName;volumesAttached?[AttachedVolume;config*NodeConfigStatus;runtimeHandlers?[NodeRuntimeHandler;features*NodeFeatures;declaredFeatures?[s
NodeSwapStatus:capacity*l
NodeSystemInfo:machineID=!s;systemUUID=!s;bootID=!s;kernelVersion=!s;osImage=!s;containerRuntimeVersion=!s;kubeletVersion=!s;kubeProxyVersion=!s;operatingSystem=!s;architecture=!s;swap*NodeSwapStatus;runningInUserNamespace*b
ObjectFieldSelector$:apiVersion?s;fieldPath=!s
ObjectReference$:kind?s;namespace?s;name?s;uid?@types.UID;apiVersion?s;resourceVersion?s;fieldPath?s
PersistentVolumeClaim:kind?s;apiVersion?s;metadata=ObjectMeta;spec=PersistentVolumeClaimSpec;status=PersistentVolumeClaimStatus
PersistentVolumeClaimCondition:type=!@PersistentVolumeClaimConditionType;status=!@ConditionStatus;lastProbeTime=t;lastTransitionTime=t;reason?s;message?s
PersistentVolumeClaimSpec:accessModes?[@PersistentVolumeAccessMode;selector*LabelSelector;resources=VolumeResourceRequirements;volumeName?s;storageClassName*s;volumeMode*@PersistentVolumeMode;dataSource*TypedLocalObjectReference;dataSourceRef*TypedObjectReference;volumeAttributesClassName*s
PersistentVolumeClaimStatus:phase?@PersistentVolumeClaimPhase;accessModes?[@PersistentVolumeAccessMode;capacity?~ResourceList{q;conditions?[PersistentVolumeClaimCondition%type#type;allocatedResources?~ResourceList{q;allocatedResourceStatuses?{@ClaimResourceStatus;currentVolumeAttributesClassName*s;modifyVolumeStatus*ModifyVolumeStatus;healthStatus*VolumeHealthStatus
PersistentVolumeClaimTemplate:metadata=ObjectMeta;spec=!PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource:claimName=!s;readOnly?b
PhotonPersistentDiskVolumeSource:pdID=!s;fsType?s
Pod:kind?s;apiVersion?s;metadata=ObjectMeta;spec=PodSpec;status=PodStatus
PodAffinity:requiredDuringSchedulingIgnoredDuringExecution?[PodAffinityTerm;preferredDuringSchedulingIgnoredDuringExecution?[WeightedPodAffinityTerm
PodAffinityTerm:labelSelector*LabelSelector;namespaces?[s;topologyKey=!s;namespaceSelector*LabelSelector;matchLabelKeys?[s;mismatchLabelKeys?[s
PodAntiAffinity:requiredDuringSchedulingIgnoredDuringExecution?[PodAffinityTerm;preferredDuringSchedulingIgnoredDuringExecution?[WeightedPodAffinityTerm
PodCertificateProjection:signerName?!s;keyType?!s;maxExpirationSeconds*i;credentialBundlePath?s;keyPath?s;certificateChainPath?s;userAnnotations?{s;user*l
PodCondition:type=!@PodConditionType;observedGeneration?l;status=!@ConditionStatus;lastProbeTime=t;lastTransitionTime=t;reason?s;message?s
PodDNSConfig:nameservers?[s;searches?[s;options?[PodDNSConfigOption
PodDNSConfigOption:name?s;value*s
PodExtendedResourceClaimStatus:requestMappings=![ContainerExtendedResourceRequest;resourceClaimName=!s
PodIP:ip=!s
PodOS:name=!@OSName
PodReadinessGate:conditionType=!@PodConditionType
PodResourceClaim:name=!s;resourceClaimName*s;resourceClaimTemplateName*s
PodResourceClaimStatus:name=!s;resourceClaimName*s
PodSchedulingGate:name=!s
PodSchedulingGroup:podGroupName*s
PodSecurityContext:seLinuxOptions*SELinuxOptions;windowsOptions*WindowsSecurityContextOptions;runAsUser*l;runAsGroup*l;runAsNonRoot*b;supplementalGroups?[l;supplementalGroupsPolicy*@SupplementalGroupsPolicy;fsGroup*l;sysctls?[Sysctl;fsGroupChangePolicy*@PodFSGroupChangePolicy;seccompProfile*SeccompProfile;appArmorProfile*AppArmorProfile;seLinuxChangePolicy*@PodSELinuxChangePolicy
PodSpec:volumes?[Volume%name!#name;initContainers?[Container%name#name;containers=![Container%name#name;ephemeralContainers?[EphemeralContainer%name#name;restartPolicy?@RestartPolicy;terminationGracePeriodSeconds*l;activeDeadlineSeconds*l;dnsPolicy?@DNSPolicy;nodeSelector?{s$;serviceAccountName?s;serviceAccount?s;automountServiceAccountToken*b;nodeName?s;hostNetwork?b;hostPID?b;hostIPC?b;shareProcessNamespace*b;securityContext*PodSecurityContext;imagePullSecrets?[LocalObjectReference%name#name;hostname?s;subdomain?s;affinity*Affinity;schedulerName?s;tolerations?[Toleration;hostAliases?[HostAlias%ip#ip;priorityClassName?s;priority*i;dnsConfig*PodDNSConfig;readinessGates?[PodReadinessGate;runtimeClassName*s;enableServiceLinks*b;preemptionPolicy*@PreemptionPolicy;overhead?~ResourceList{q;topologySpreadConstraints?[TopologySpreadConstraint%topologyKey#topologyKey+whenUnsatisfiable;setHostnameAsFQDN*b;os*PodOS;hostUsers*b;schedulingGates?[PodSchedulingGate%name#name;resourceClaims?[PodResourceClaim%name!#name;resources*ResourceRequirements;hostnameOverride*s;schedulingGroup*PodSchedulingGroup;evictionResponders?[EvictionResponder%name#name
PodStatus:observedGeneration?l;phase?@PodPhase;conditions?[PodCondition%type#type;message?s;reason?s;nominatedNodeName?s;hostIP?s;hostIPs?[HostIP%ip;podIP?s;podIPs?[PodIP%ip#ip;startTime*t;initContainerStatuses?[ContainerStatus;containerStatuses?[ContainerStatus;qosClass?@PodQOSClass;ephemeralContainerStatuses?[ContainerStatus;resize?@PodResizeStatus;resourceClaimStatuses?[PodResourceClaimStatus%name!#name;extendedResourceClaimStatus*PodExtendedResourceClaimStatus;allocatedResources?~ResourceList{q;resources*ResourceRequirements;nodeAllocatableResourceClaimStatuses?[NodeAllocatableResourceClaimStatus%resourceClaimName#resourceClaimName;volumeHealth?[PodVolumeHealth#name
PodTemplateSpec:metadata=ObjectMeta;spec=PodSpec
PodVolumeHealth:name=!s;healthConditions?[VolumeHealthCondition%status#status+reason;lastTransitionTime=t
PortStatus:port=!i;protocol=!@Protocol;error*s
PortworxVolumeSource:volumeID=!s;fsType?s;readOnly?b
PreferredSchedulingTerm:weight=!i;preference=!NodeSelectorTerm
Probe:exec*ExecAction<ProbeHandler;httpGet*HTTPGetAction<ProbeHandler;tcpSocket*TCPSocketAction<ProbeHandler;grpc*GRPCAction<ProbeHandler;initialDelaySeconds?i;timeoutSeconds?i;periodSeconds?i;successThreshold?i;failureThreshold?i;terminationGracePeriodSeconds*l
ProjectedVolumeSource:sources=[VolumeProjection;defaultMode*i;defaultUser*l
QuobyteVolumeSource:registry=!s;volume=!s;readOnly?b;user?s;group?s;tenant?s
RBDVolumeSource:monitors=![s;image=!s;fsType?s;pool?s;user?s;keyring?s;secretRef*LocalObjectReference;readOnly?b
ResourceClaim:name=!s;request?s
ResourceFieldSelector$:containerName?s;resource=!s;divisor=q
ResourceHealth:resourceID=!@ResourceID;health?@ResourceHealthStatus;message*s
ResourceRequirements:limits?~ResourceList{q;requests?~ResourceList{q;claims?[ResourceClaim#name
ResourceStatus:name=!@ResourceName;resources?[ResourceHealth#resourceID
SELinuxOptions:user?s;role?s;type?s;level?s
ScaleIOVolumeSource:gateway=!s;system=!s;secretRef&!LocalObjectReference;sslEnabled?b;protectionDomain?s;storagePool?s;storageMode?s;volumeName?s;fsType?s;readOnly?b
SeccompProfile:type=!@SeccompProfileType;localhostProfile*s
Secret:kind?s;apiVersion?s;metadata=ObjectMeta;immutable*b;data?{y;stringData?{s;type?@SecretType
SecretEnvSource:name?s<LocalObjectReference;optional*b
SecretKeySelector$:name?s<LocalObjectReference;key=!s;optional*b
SecretProjection:name?s<LocalObjectReference;items?[KeyToPath;optional*b
SecretVolumeSource:secretName?s;items?[KeyToPath;defaultMode*i;optional*b;defaultUser*l
SecurityContext:capabilities*Capabilities;privileged*b;seLinuxOptions*SELinuxOptions;windowsOptions*WindowsSecurityContextOptions;runAsUser*l;runAsGroup*l;runAsNonRoot*b;readOnlyRootFilesystem*b;allowPrivilegeEscalation*b;procMount*@ProcMountType;seccompProfile*SeccompProfile;appArmorProfile*AppArmorProfile
Service:kind?s;apiVersion?s;metadata=ObjectMeta;spec=ServiceSpec;status=ServiceStatus
ServiceAccount:kind?s;apiVersion?s;metadata=ObjectMeta;secrets?[ObjectReference%name#name;imagePullSecrets?[LocalObjectReference;automountServiceAccountToken*b
ServiceAccountTokenProjection:audience?s;expirationSeconds*l;path=!s;user*l
ServicePort:name?s;protocol?@Protocol;appProtocol*s;port=!i;targetPort=x;nodePort?i
ServiceSpec:ports?[ServicePort%port#port+protocol;selector?{s$;clusterIP?s;clusterIPs?[s;type?@ServiceType;externalIPs?[s;sessionAffinity?@ServiceAffinity;loadBalancerIP?s;loadBalancerSourceRanges?[s;externalName?s;externalTrafficPolicy?@ServiceExternalTrafficPolicy;healthCheckNodePort?i;publishNotReadyAddresses?b;sessionAffinityConfig*SessionAffinityConfig;ipFamilies?[@IPFamily;ipFamilyPolicy*@IPFamilyPolicy;allocateLoadBalancerNodePorts*b;loadBalancerClass*s;internalTrafficPolicy*@ServiceInternalTrafficPolicy;trafficDistribution*s
ServiceStatus:loadBalancer=LoadBalancerStatus;conditions?[Condition%type#type
SessionAffinityConfig:clientIP*ClientIPConfig
SleepAction:seconds=!l
StorageOSVolumeSource:volumeName?s;volumeNamespace?s;fsType?s;readOnly?b;secretRef*LocalObjectReference
Sysctl:name=!s;value=!s
TCPSocketAction:port=!x;host?s
Taint:key=!s;value?s;effect=!@TaintEffect;timeAdded*t
Toleration:key?s;operator?@TolerationOperator;value?s;effect?@TaintEffect;tolerationSeconds*l
TopologySpreadConstraint:maxSkew=!i;topologyKey=!s;whenUnsatisfiable=!@UnsatisfiableConstraintAction;labelSelector*LabelSelector;minDomains*i;nodeAffinityPolicy*@NodeInclusionPolicy;nodeTaintsPolicy*@NodeInclusionPolicy;matchLabelKeys?[s
TypedLocalObjectReference$:apiGroup&s;kind=!s;name=!s
TypedObjectReference:apiGroup&s;kind=!s;name=!s;namespace*s
Volume:name=!s;hostPath*HostPathVolumeSource<VolumeSource;emptyDir*EmptyDirVolumeSource<VolumeSource;gcePersistentDisk*GCEPersistentDiskVolumeSource<VolumeSource;awsElasticBlockStore*AWSElasticBlockStoreVolumeSource<VolumeSource;gitRepo*GitRepoVolumeSource<VolumeSource;secret*SecretVolumeSource<VolumeSource;nfs*NFSVolumeSource<VolumeSource;iscsi*ISCSIVolumeSource<VolumeSource;glusterfs*GlusterfsVolumeSource<VolumeSource;persistentVolumeClaim*PersistentVolumeClaimVolumeSource<VolumeSource;rbd*RBDVolumeSource<VolumeSource;flexVolume*FlexVolumeSource<VolumeSource;cinder*CinderVolumeSource<VolumeSource;cephfs*CephFSVolumeSource<VolumeSource;flocker*FlockerVolumeSource<VolumeSource;downwardAPI*DownwardAPIVolumeSource<VolumeSource;fc*FCVolumeSource<VolumeSource;azureFile*AzureFileVolumeSource<VolumeSource;configMap*ConfigMapVolumeSource<VolumeSource;vsphereVolume*VsphereVirtualDiskVolumeSource<VolumeSource;quobyte*QuobyteVolumeSource<VolumeSource;azureDisk*AzureDiskVolumeSource<VolumeSource;photonPersistentDisk*PhotonPersistentDiskVolumeSource<VolumeSource;projected*ProjectedVolumeSource<VolumeSource;portworxVolume*PortworxVolumeSource<VolumeSource;scaleIO*ScaleIOVolumeSource<VolumeSource;storageos*StorageOSVolumeSource<VolumeSource;csi*CSIVolumeSource<VolumeSource;ephemeral*EphemeralVolumeSource<VolumeSource;image*ImageVolumeSource<VolumeSource
VolumeDevice:name=!s;devicePath=!s
VolumeHealthCondition:status=!@VolumeHealthStatusType;reason=!s;message?s
VolumeHealthStatus:healthConditions?[VolumeHealthCondition%status#status+reason;lastTransitionTime=t
VolumeMount:name=!s;readOnly?b;recursiveReadOnly*@RecursiveReadOnlyMode;mountPath=!s;subPath?s;mountPropagation*@MountPropagationMode;subPathExpr?s;bindMountOptions?[s^
VolumeMountStatus:name=!s;mountPath=!s;readOnly?b;recursiveReadOnly*@RecursiveReadOnlyMode;volumeStatus*VolumeStatus
VolumeProjection:secret*SecretProjection;downwardAPI*DownwardAPIProjection;configMap*ConfigMapProjection;serviceAccountToken*ServiceAccountTokenProjection;clusterTrustBundle*ClusterTrustBundleProjection;podCertificate*PodCertificateProjection
VolumeResourceRequirements:limits?~ResourceList{q;requests?~ResourceList{q
VolumeStatus:image*ImageVolumeStatus
VsphereVirtualDiskVolumeSource:volumePath=!s;fsType?s;storagePolicyName?s;storagePolicyID?s
WeightedPodAffinityTerm:weight=!i;podAffinityTerm=!PodAffinityTerm
WindowsSecurityContextOptions:gmsaCredentialSpecName*s;gmsaCredentialSpec*s;runAsUserName*s;hostProcess*b
Endpoint@d:addresses=![s^;conditions=EndpointConditions;hostname*s;targetRef*ObjectReference;deprecatedTopology?{s;nodeName*s;zone*s;hints*EndpointHints
EndpointConditions@d:ready*b;serving*b;terminating*b
EndpointHints@d:forZones?[ForZone;forNodes?[ForNode
discovery/EndpointPort$@d:name*s;protocol*@Protocol;port*i;appProtocol*s
EndpointSlice@d:kind?s;apiVersion?s;metadata=ObjectMeta;addressType=!@AddressType;endpoints=[Endpoint;ports=[discovery/EndpointPort
ForNode@d:name=!s
ForZone@d:name=!s
IPAddress@n:kind?s;apiVersion?s;metadata=ObjectMeta;spec=IPAddressSpec
IPAddressSpec@n:parentRef*ParentReference
ParentReference@n:group?s;resource?s;namespace?s;name?s
ServiceCIDR@n:kind?s;apiVersion?s;metadata=ObjectMeta;spec=ServiceCIDRSpec;status=ServiceCIDRStatus
ServiceCIDRSpec@n:cidrs?[s
ServiceCIDRStatus@n:conditions?[Condition%type
Condition@m:type=!s;status=!@ConditionStatus;observedGeneration?l;lastTransitionTime=!t;reason=!s;message=!s
LabelSelector$@m:matchLabels?{s;matchExpressions?[LabelSelectorRequirement
LabelSelectorRequirement@m:key=!s;operator=!@LabelSelectorOperator;values?[s
ManagedFieldsEntry@m:manager?s;operation?@ManagedFieldsOperationType;apiVersion?s;time*t;fieldsType?s;fieldsV1*r;subresource?s
ObjectMeta@m:name?s;generateName?s;namespace?s;selfLink?s;uid?@types.UID;resourceVersion?s;generation?l;creationTimestamp?t;deletionTimestamp*t;deletionGracePeriodSeconds*l;labels?{s;annotations?{s;ownerReferences?[OwnerReference%uid#uid;finalizers?[s%^;managedFields?[ManagedFieldsEntry
OwnerReference$@m:apiVersion=!s;kind=!s;name=!s;uid=!@types.UID;controller*b;blockOwnerDeletion*b
PartialObjectMetadata@m:kind?s;apiVersion?s;metadata=ObjectMeta`;

export const ENUMS = `DeploymentStrategyType:Recreate RollingUpdate
PodManagementPolicyType:OrderedReady Parallel
StatefulSetUpdateStrategyType:OnDelete Recreate RollingUpdate
AppArmorProfileType:Localhost RuntimeDefault Unconfined
AzureDataDiskCachingMode:None ReadOnly ReadWrite
AzureDataDiskKind:Dedicated Managed Shared
TerminationMessagePolicy:FallbackToLogsOnError File
PullPolicy:Always IfNotPresent Never
Protocol:SCTP TCP UDP
Signal:SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF SIGPWR SIGQUIT SIGRTMAX SIGRTMAX-1 SIGRTMAX-10 SIGRTMAX-11 SIGRTMAX-12 SIGRTMAX-13 SIGRTMAX-14 SIGRTMAX-2 SIGRTMAX-3 SIGRTMAX-4 SIGRTMAX-5 SIGRTMAX-6 SIGRTMAX-7 SIGRTMAX-8 SIGRTMAX-9 SIGRTMIN SIGRTMIN+1 SIGRTMIN+10 SIGRTMIN+11 SIGRTMIN+12 SIGRTMIN+13 SIGRTMIN+14 SIGRTMIN+15 SIGRTMIN+2 SIGRTMIN+3 SIGRTMIN+4 SIGRTMIN+5 SIGRTMIN+6 SIGRTMIN+7 SIGRTMIN+8 SIGRTMIN+9 SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ
GRPCProbeMode:Plaintext TLS
URIScheme:HTTP HTTPS
HTTPProtocol:HTTP1 HTTP2
HostPathType: BlockDevice CharDevice Directory DirectoryOrCreate File FileOrCreate Socket
PersistentVolumeClaimModifyVolumeStatus:InProgress Infeasible Pending
NamespacePhase:Active Terminating
NodeSelectorOperator:DoesNotExist Exists Gt In Lt NotIn
NodePhase:Pending Running Terminated
PersistentVolumeMode:Block Filesystem
PersistentVolumeClaimPhase:Bound Lost Pending
SupplementalGroupsPolicy:Merge Strict
PodFSGroupChangePolicy:Always OnRootMismatch
RestartPolicy:Always Never OnFailure
DNSPolicy:ClusterFirst ClusterFirstWithHostNet Default None
PreemptionPolicy:Never PreemptLowerPriority
PodPhase:Failed Pending Running Succeeded Unknown
PodQOSClass:BestEffort Burstable Guaranteed
SeccompProfileType:Localhost RuntimeDefault Unconfined
ProcMountType:Default Unmasked
ServiceType:ClusterIP ExternalName LoadBalancer NodePort
ServiceAffinity:ClientIP None
ServiceExternalTrafficPolicy:Cluster Local
IPFamilyPolicy:PreferDualStack RequireDualStack SingleStack
ServiceInternalTrafficPolicy:Cluster Local
TaintEffect:NoExecute NoSchedule PreferNoSchedule
TolerationOperator:Equal Exists Gt Lt
UnsatisfiableConstraintAction:DoNotSchedule ScheduleAnyway
NodeInclusionPolicy:Honor Ignore
VolumeHealthStatusType:DataLoss Degraded Inaccessible
MountPropagationMode:Bidirectional HostToContainer None
AddressType:FQDN IPv4 IPv6`;
