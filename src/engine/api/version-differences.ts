/** What differs between the Kubernetes versions that can be simulated, as far as this simulator models it. */
export interface VersionDifferences {
  /** Service names are RFC 1123 labels and may begin with a digit (gate RelaxedServiceNameValidation, on since 1.36). */
  readonly relaxedServiceNames: boolean;
  /** Leading zeros, wrapped IPv4 addresses and host bits are refused in new values (gate StrictIPCIDRValidation, on since 1.36). */
  readonly strictIPs: boolean;
  /** EndpointSlices are validated declaratively (since 1.37): fewer details, other order. */
  readonly declarativeEndpointSlices: boolean;
  /** What cannot change in a StatefulSet is named field by field (since 1.37), not as one list. */
  readonly immutableFieldsOfStatefulSetNamed: boolean;
  /** StatefulSets have `rollingUpdate.maxUnavailable`, 1 where nothing is said; before, it is dropped (gate MaxUnavailableStatefulSet, on since 1.37). */
  readonly statefulSetMaxUnavailable: boolean;
  /** `seLinuxChangePolicy: MountOption` is one of the words (gate SELinuxMount, on since 1.37). */
  readonly seLinuxMount: boolean;
  /** Process namespaces that contradict are told at the field itself (since 1.37), not below the security context. */
  readonly shareProcessNamespaceInPlace: boolean;
  /** `spec.externalIPs` is warned about (since 1.36). */
  readonly externalIPsDeprecated: boolean;
}

const NEWEST = '1.37';

/** Each row: the first minor version in which the behaviour is there. */
const SINCE: { readonly [D in keyof VersionDifferences]: number } = {
  relaxedServiceNames: 36,
  strictIPs: 36,
  externalIPsDeprecated: 36,
  declarativeEndpointSlices: 37,
  immutableFieldsOfStatefulSetNamed: 37,
  statefulSetMaxUnavailable: 37,
  seLinuxMount: 37,
  shareProcessNamespaceInPlace: 37,
};

/** The versions that can be simulated, oldest first; the last one is what the recorded cases come from. */
export const SIMULATED_VERSIONS: readonly string[] = ['1.34', '1.35', '1.36', NEWEST];

/** The release that stands for a minor version: what its programs call themselves. */
export const releaseOf = (version: string): string => (version === NEWEST ? 'v1.37.1' : `v${version}.0`);

const DIFFERENCES: ReadonlyMap<string, VersionDifferences> = new Map(
  SIMULATED_VERSIONS.map((version) => {
    const minor = Number(version.slice(2));
    return [version, Object.fromEntries(Object.entries(SINCE).map(([name, since]) => [name, minor >= since])) as unknown as VersionDifferences];
  }),
);

/** The differences of a version `1.N`; an unknown one counts as the newest. */
export function differencesOf(version: string): VersionDifferences {
  return DIFFERENCES.get(version) ?? (DIFFERENCES.get(NEWEST) as VersionDifferences);
}
