import type { FieldError, FieldErrorList, FieldErrorType } from './field-error.ts';
import { goJSON, quote } from './go-text.ts';
import type { Json } from './kubernetes-object.ts';
import type { Contradiction, Need, RuleId, RuleParams } from './rules.ts';

// The sentences that kube-apiserver puts behind a field error, exact (v1.37.1; sources at the validators).

/** Models apimachinery pkg/util/validation RegexError (v0.37.1): each example is followed by a comma and a space. */
function regex(message: string, pattern: string, ...examples: string[]): string {
  const eg = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (${eg && `e.g. ${eg}`}regex used for validation is '${pattern}')`;
}

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SEARCH_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const LABEL_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_CHARACTERS = "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const BINARY_DIVISORS = "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the";
const NOT_CHANGE = 'may not change once set';
const IMMUTABLE = 'field is immutable';

const SPECIAL_RANGES = {
  loopback: '127.0.0.0/8, ::1/128',
  'link-local': '169.254.0.0/16, fe80::/10',
  'link-local multicast': '224.0.0.0/24, ff02::/10',
};
const PORT_NAME: { readonly [H in RuleParams['port-name-malformed']['how']]: string } = {
  characters: 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
  'no letter': 'must contain at least one letter (a-z)',
  'two dashes': 'must not contain consecutive hyphens',
  'dash at the edge': 'must not begin or end with a hyphen',
};

const CONTRADICTIONS: { readonly [H in Contradiction]: string } = {
  privileged: 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
  capability: 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
  'process-namespaces': 'ShareProcessNamespace and HostPID cannot both be enabled',
  'host-users': 'when `hostUsers` is false',
  'sysctl-network': "may not be specified when 'hostNetwork' is true",
  'sysctl-ipc': "may not be specified when 'hostIPC' is true",
  'seccomp-file': 'can only be set when seccomp type is Localhost',
  'apparmor-file': 'can only be set when AppArmor type is Localhost',
  'recursive-propagation': 'may only be specified when mountPropagation is None or not specified',
  'field-and-resource': 'fieldRef and resourceFieldRef can not be specified simultaneously',
  'label-key-and-selector': 'exists in both matchLabelKeys and labelSelector',
  'label-key-both-ways': 'exists in both matchLabelKeys and mismatchLabelKeys',
  'node-and-gates': 'cannot be set until all schedulingGates have been cleared',
  'resize-and-never': "must be 'NotRequired' when pod `restartPolicy` is 'Never'",
  'device-name-mounted': 'must not already exist in volumeMounts',
  'device-path-mounted': 'must not already exist as a path in volumeMounts',
  windows: 'cannot be set for a windows pod',
  linux: 'windows options cannot be set for a linux pod',
};
const NEEDS: { readonly [H in Need]: string } = {
  'seccomp-type': 'type is required when seccompProfile is set',
  'seccomp-file': 'must be set when seccomp type is Localhost',
  'apparmor-type': 'type is required when appArmorProfile is set',
  'apparmor-file': 'must be set when AppArmor type is Localhost',
  unmasked: '`hostUsers` must be false to use `Unmasked`',
  bidirectional: 'Bidirectional mount propagation is available only to privileged containers',
  'recursive-read-only': 'may only be specified when readOnly is true',
  'label-keys': 'must not be specified when labelSelector is not set',
  'downward-source': 'one of fieldRef and resourceFieldRef is required',
  'ephemeral-later': 'cannot be set on create',
  'block-device': 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
  'huge-pages': 'HugePages require cpu or memory',
};

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' or ');
const prefixed = (part: string | undefined): string => (part ? `${part} ` : '');

/** What may stand for one rule: its detail, or how the detail is made from its parameters. Empty: no detail is printed. */
type Words = { readonly [R in RuleId]: string | ((params: RuleParams[R]) => string) };

const WORDS: Words = {
  'field-required': '',
  'item-without-name': 'must not be empty',
  'value-not-supported': ({ supported }) => `supported values: ${supported.map(quote).join(', ')}`,
  'value-not-one-of': ({ values }) => `must be ${quoted(values)}`,
  'value-duplicate': '',
  'value-not-found': '',
  'field-immutable': IMMUTABLE,
  'secret-not-json': ({ words }) => words,
  'immutable-object-changed': 'field is immutable when `immutable` is set',
  'number-negative': ({ how }) => (how ? 'SizeLimit field must be a valid resource quantity' : 'must be greater than or equal to 0'),
  'number-not-positive': 'must be greater than 0',
  'number-out-of-range': ({ min, max }) => `must be between ${min} and ${max}, inclusive`,
  'text-too-long': ({ max, unit, part }) => `${prefixed(part)}must be no more than ${max} ${unit}`,
  'content-too-large': ({ maxBytes }) => `may not be more than ${maxBytes} bytes`,
  'too-many-items': ({ max }) => `must have at most ${max} items`,

  'name-missing': 'name or generateName is required',
  'not-dns-label': regex(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    DNS_LABEL,
    'my-name',
    '123-abc',
  ),
  'not-dns-1035-label': regex(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    '[a-z]([-a-z0-9]*[a-z0-9])?',
    'my-name',
    'abc-123',
  ),
  'dots-in-dns-label': 'must not contain dots',
  'not-dns-subdomain': ({ part }) =>
    prefixed(part) +
    regex(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      `${DNS_LABEL}(\\.${DNS_LABEL})*`,
      'example.com',
    ),
  'not-dns-search-domain': regex(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
    `${SEARCH_LABEL}(\\.${SEARCH_LABEL})*`,
    'example.com',
  ),
  'fqdn-without-dot': 'should be a domain with at least two segments separated by dots',

  'label-key-malformed': regex(`name part must ${LABEL_CHARACTERS}`, LABEL_NAME, 'MyName', 'my.name', '123-abc'),
  'label-key-part-empty': ({ part }) => `${part} must be non-empty`,
  'label-key-several-slashes':
    regex(`a valid label key must ${LABEL_CHARACTERS}`, LABEL_NAME, 'MyName', 'my.name', '123-abc') +
    " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
  'label-value-malformed': regex(`a valid label must be an empty string or ${LABEL_CHARACTERS}`, `(${LABEL_NAME})?`, 'MyValue', 'my_value', '12345'),
  'owner-api-version-malformed': 'must be <group>/<version> or <version>',
  'several-controllers': ({ first, second }) => `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`,
  'finalizer-not-qualified': 'name is neither a standard finalizer name nor is it fully qualified',
  'finalizer-added-while-deleting': ({ added }) =>
    `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(quote).join(', ')}}`,

  'selector-values-missing': "must be specified when `operator` is 'In' or 'NotIn'",
  'selector-values-not-allowed': "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
  'selector-operator-unknown': 'not a valid selector operator',
  'selector-empty': ({ kind }) => `empty selector is invalid for ${kind}`,
  'selector-malformed': ({ kind }) => (kind === 'deployment' ? 'invalid label selector' : ''),
  'selector-not-matching-template': '`selector` does not match template `labels`',
  'active-deadline-in-template': ({ kind }) => `activeDeadlineSeconds in ${kind} is not Supported`,

  'ip-malformed': ({ twice }) => `must be a valid IP address${twice ? '' : ', (e.g. 10.9.8.7 or 2001:db8::ffff)'}`,
  'ip-with-leading-zeros': ({ network }) => `must not have leading 0s${network ? ' in IP or prefix length' : ''}`,
  'ip-v4-mapped': ({ network }) => `must not ${network ? 'have' : 'be'} an IPv4-mapped IPv6 address`,
  'ip-not-canonical': ({ canonical }) => `must be in canonical form (${quote(canonical)})`,
  'ip-of-other-family': ({ family }) => `must be an ${family} address`,
  'ip-in-special-range': ({ range, ip }) =>
    range === 'unspecified' ? `may not be unspecified (${ip})` : `may not be in the ${range} range (${SPECIAL_RANGES[range]})`,
  'cidr-malformed': 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
  'cidr-with-host-bits': 'must not have bits set beyond the prefix length',

  'port-out-of-range': 'must be between 1 and 65535, inclusive',
  'port-name-missing': '',
  'port-name-duplicate': '',
  'port-duplicate': '',
  'port-name-malformed': ({ how }) => PORT_NAME[how],

  'ports-missing': '',
  'headless-of-other-type': ({ type }) => `may not be set to 'None' for ${type} services`,
  'not-for-external-name': 'may not be set for ExternalName services',
  'external-name-missing': '',
  'affinity-config-missing': 'when session affinity type is ClientIP',
  'affinity-config-without-affinity': 'must not be set when session affinity is None',
  'affinity-timeout-out-of-range': 'must be greater than 0 and less than 86400',
  'cluster-ips-differ-from-cluster-ip': 'first value must match `clusterIP`',
  'cluster-ips-without-cluster-ip': 'must be empty when `clusterIP` is not specified',
  'none-not-alone': "'None' must be the first and only value",
  'too-many-cluster-ips': 'may only hold up to 2 values',
  'cluster-ips-of-one-family': 'may specify no more than one IP for each IP family',
  'cluster-ip-of-other-family': ({ family, index }) => `expected an ${family} value as indicated by \`ipFamilies[${index}]\``,
  'cluster-ip-immutable': NOT_CHANGE,
  'cluster-ip-taken': ({ ip }) => `failed to allocate IP ${ip}: provided IP is already allocated`,
  'cluster-ip-out-of-range': ({ ip, range }) =>
    `failed to allocate IP ${ip}: ${range ? `the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${range}` : 'the provided network does not match the current range'}`,
  'cluster-ip-for-nameless': ({ ip }) => `failed to allocate IP: IPAddress.networking.k8s.io ${quote(ip)} is invalid: spec.parentRef.name: Required value`,
  'ip-family-immutable': NOT_CHANGE,
  'ip-family-not-in-cluster': ({ family }) => `${family ? `${family} is ` : ''}not configured on this cluster`,
  'cluster-not-dual-stack': 'this cluster is not configured for dual-stack services',
  'second-released-without-single-stack': ({ what, late }) =>
    late
      ? `must be set to 'SingleStack' when releasing the secondary ${what === 'cluster IP' ? 'clusterIP' : 'ipFamily'}`
      : `must be 'SingleStack' to release the secondary ${what}`,
  'two-with-single-stack': ({ what }) =>
    `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what === 'cluster IP' ? 'cluster IPs' : 'IP families'} are specified`,
  'node-port-on-cluster-ip': "may not be used when `type` is 'ClusterIP'",
  'node-port-duplicate': '',
  'node-port-taken': 'provided port is already allocated',
  'node-port-out-of-range': ({ first, last }) => `provided port is not in the valid range. The range of valid ports is ${first}-${last}`,
  'only-for-load-balancer': ({ status }) => `may only be used when \`${status ? 'spec.' : ''}type\` is 'LoadBalancer'`,
  'load-balancer-class-immutable': NOT_CHANGE,
  'external-policy-without-way-in': 'may only be set for externally-accessible services',
  'health-check-port-not-needed': "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
  'topology-annotations-differ': ({ other }) => `must match annotations[${other}] when both are specified`,
  'ip-mode-missing': 'must be specified when `ip` is set',
  'ip-mode-without-ip': 'may not be specified when `ip` is not set',
  'ip-as-hostname': 'must be a DNS name, not an IP address',

  'subset-without-addresses': 'must specify `addresses` or `notReadyAddresses`',
  'endpoint-without-addresses': ({ detailed }) => (detailed ? 'must contain at least 1 address' : ''),

  'image-with-spaces': 'must not have leading or trailing whitespace',
  'env-name-malformed': ({ relaxed }) =>
    relaxed
      ? "a valid environment variable name must consist only of printable ASCII characters other than '='"
      : regex(
          "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
          '[-._a-zA-Z][-._a-zA-Z0-9]*',
          'my.env-name',
          'MY_ENV.NAME',
          'MyEnvName1',
        ),
  'source-missing': ({ sources }) =>
    `must specify one of: ${sources
      .slice(0, -1)
      .map((source) => `\`${source}\``)
      .join(', ')} or \`${sources.at(-1) ?? ''}\``,
  'env-value-and-source': 'may not be specified when `value` is not empty',
  'several-sources': 'may not have more than one field specified at a time',
  'downward-field-unknown': ({ label, subscript }) =>
    `error converting fieldPath: field label ${subscript ? 'does not support subscript' : 'not supported'}: ${label}`,
  'divisor-not-supported': ({ resource }) =>
    resource === 'cpu' ? "only divisor's values 1m and 1 are supported with the cpu resource" : `${BINARY_DIVISORS} ${resource} resource`,
  'config-key-malformed': regex(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    '[-._a-zA-Z0-9]+',
    'key.name',
    'KEY_NAME',
    'key-name',
  ),
  'dots-at-start': ({ how }) => how,
  'path-not-relative': 'must be a relative path',
  'path-goes-up': ({ device }) => (device ? "can not contain backsteps ('..')" : "must not contain '..'"),
  'volume-type-missing': 'must specify a volume type',
  'several-volume-types': 'may not specify more than 1 volume type',
  'settings-contradict': ({ how }) => CONTRADICTIONS[how],
  'setting-needs-another': ({ how }) => NEEDS[how],
  'text-padded': 'must not be padded with whitespace',
  'sysctl-name-malformed': 'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
  'path-not-absolute': 'must be an absolute path',
  'token-lifetime-out-of-range': ({ how }) => `may not specify a duration ${how === 'short' ? 'less than 10 minutes' : 'larger than 2^32 seconds'}`,
  'several-projections': 'may not specify more than 1 volume type per source',
  'paths-duplicate': 'conflicting duplicate paths',
  'node-field-values': "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
  'node-field-key-unknown': 'not a valid field selector key',
  'mount-path-duplicate': 'must be unique',
  'sub-paths-contradict': 'subPathExpr and subPath are mutually exclusive',
  'file-mode-out-of-range': 'must be a number between 0 and 0777 (octal), both inclusive',
  'probe-handler-missing': 'must specify a handler type',
  'several-probe-handlers': 'may not specify more than 1 handler type',
  'success-threshold-not-one': 'must be 1',
  'readiness-grace-period': 'must not be set for readinessProbes',
  'http-header-malformed': regex("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name'),
  'sleep-longer-than-grace': ({ graceSeconds }) => `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`,
  'probe-on-init-container': 'may not be set for init containers without restartPolicy=Always',
  'host-port-differs': 'must match `containerPort` when `hostNetwork` is true',
  'dns-config-missing': 'must provide `dnsConfig` when `dnsPolicy` is None',
  'nameservers-missing': 'must provide at least one DNS nameserver when `dnsPolicy` is None',
  'dns-config-too-long': ({ what, max }) => `must not have more than ${max} ${what}`,
  'service-account-names-differ': ({ name }) => `must be the same as serviceAccountName: ${quote(name)}`,
  'hostname-override-contradicts': ({ field }) => `may not be specified when ${field} is true`,
  'token-without-service-account': 'must not be specified when serviceAccountName is not set',
  'must-not-be-empty': 'can not be empty',
  'count-not-positive': 'must be greater than zero',
  'min-domains-without-do-not-schedule': ({ action }) => `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
  'node-selector-terms-missing': 'must have at least one node selector term',
  'selector-single-value-missing': "must be specified single value when `operator` is 'Lt' or 'Gt'",
  'weight-out-of-range': 'must be in the range 1-100',
  'toleration-key-missing': 'operator must be Exists when `key` is empty, which means "match all values and all keys"',
  'toleration-seconds-without-no-execute': "effect must be 'NoExecute' when `tolerationSeconds` is set",
  'toleration-value-with-exists': "value must be empty when `operator` is 'Exists'",
  'resource-name-unknown': ({ how }) =>
    how === 'extended'
      ? "doesn't follow extended resource name standard"
      : how === 'type'
        ? 'must be a standard resource type or fully qualified'
        : 'must be a standard resource for containers',
  'limit-missing': 'Limit must be set for non overcommitable resources',
  'request-over-limit': ({ resource, limit, exactly }) => `must be ${exactly ? '' : 'less than or '}equal to ${resource} limit of ${limit}`,
  'pod-spec-immutable': ({ diff }) =>
    'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
    '`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)' +
    `\n${diff}`,
  'pod-containers-immutable': 'pod updates may not add or remove containers',
  'gate-added': ({ name }) => `only deletion is allowed, but found new scheduling gate '${name}'`,
  'toleration-changed': 'existing toleration can not be modified except its tolerationSeconds',
  'active-deadline-raised': 'must be less than or equal to previous value',
  'active-deadline-removed': 'must not update from a positive integer to nil value',

  'rolling-update-with-recreate': "may not be specified when strategy `type` is 'Recreate'",
  'rolling-update-stuck': 'may not be 0 when `maxSurge` is 0',
  'rolling-update-with-on-delete': "only allowed for updateStrategy 'RollingUpdate'",
  'max-unavailable-zero': 'cannot be 0',
  'percent-malformed': regex("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', '1%', '93%'),
  'percent-over-100': 'must not be greater than 100%',
  'progress-deadline-too-short': 'must be greater than minReadySeconds',
  'stateful-set-spec-immutable':
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",

  'taint-duplicate': 'taints must be unique by key and effect pair',
  'key-in-data-and-binary-data': 'duplicate of key present in binaryData',
};

const TYPE_WORDS: { readonly [T in FieldErrorType]: string } = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooShort: 'Too short',
  FieldValueTooMany: 'Too many',
  FieldValueTooFew: 'Too few',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
};

/** Error types whose form shows no value. */
const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
  'FieldValueTooShort',
  'InternalError',
]);

/** Kubernetes' detail of one error; empty where it prints none. */
export function detailOf<R extends RuleId>({ rule, params }: FieldError<R>): string {
  const words = WORDS[rule] as string | ((params: RuleParams[R]) => string);
  return typeof words === 'string' ? words : words(params);
}

/** Strings as Go's %q, the rest as Go's json.Marshal: without spaces, `<`, `>` and `&` escaped. */
function printValue(value: Json): string {
  return typeof value === 'string' ? quote(value) : goJSON(value);
}

/** Models field.Error ErrorBody (apimachinery v0.37.1): `Invalid value: 0: must be between 1 and 65535, inclusive`. */
export function errorBody(error: FieldError): string {
  const shown = WITHOUT_VALUE.has(error.type) ? '' : `: ${printValue(error.value ?? null)}`;
  const detail = detailOf(error);
  return `${TYPE_WORDS[error.type]}${shown}${detail && `: ${detail}`}`;
}

/** `spec.ports[0].port: Invalid value: 0: must be …`, as the API server writes one error. */
export function errorText(error: FieldError): string {
  return `${error.field || '<nil>'}: ${errorBody(error)}`;
}

/** Models field.ErrorList ToAggregate and utilerrors.Aggregate (v0.37.1): equal texts once; several in brackets. */
export function errorListText(errors: FieldErrorList): string {
  const texts = [...new Set(errors.map(errorText))];
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}
