import type { RuleId } from './diagnostic-groups.ts';
import { say } from './say.ts';
import { CONTRADICTING, NEEDED } from './setting-pairs.ts';
import { lastField, type DiagnosticWords, type SaidAt } from './talk.ts';

const f = ({ field }: SaidAt): string => (field === '' ? 'this value' : `\`${lastField(field)}\``);
const F = (at: SaidAt): string => (at.field === '' ? 'This value' : f(at));
const listed = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join(', ');
const DNS_LABEL = 'Small letters, digits and dashes are allowed, with a letter or digit at both ends, up to 63 characters.';

/** What the rules of the API server refuse. */
export const rulesEn: Pick<DiagnosticWords, RuleId> = {
  // values
  'field-required': (_, at) => say(`${F(at)} is missing.`, 'Without it the object makes no sense.', 'Write a value.'),
  'item-without-name': (_, at) => say(`${F(at)} has no name.`, 'The items of this list are told apart by name.', 'Write `name`.'),
  'value-not-supported': ({ supported }, at) => say(`${F(at)} does not know this value.`, `It must be one of ${listed(supported)}.`, 'Capital letters count.'),
  'value-not-one-of': ({ values }, at) => say(`${F(at)} does not know this value.`, `It must be one of ${listed(values)}.`, 'Capital letters count.'),
  'value-duplicate': (_, at) => say(`${F(at)} repeats another item.`, 'The same value can be used once only.', 'Remove one, or change it.'),
  'value-not-found': (_, at) =>
    say(`${F(at)} names something this object does not have.`, 'Only what is defined here can be named.', 'Check the spelling, or add what is named.'),
  'field-immutable': (_, at) =>
    say(`${F(at)} cannot be changed after the object is made.`, 'Other parts rely on it.', 'Put the old value back, or delete the object and make it again.'),
  'secret-not-json': () =>
    say(
      'This Secret does not hold a JSON object.',
      'A registry login is a JSON object, encoded as base64.',
      'Write the object, or let kubectl create secret docker-registry write it.',
    ),
  'immutable-object-changed': () =>
    say('An object with `immutable: true` cannot be changed.', 'It promises to stay as it is.', 'Make a new one under another name.'),
  'number-negative': (_, at) => say(`${F(at)} is negative.`, 'It must be 0 or more.', 'Check the sign.'),
  'number-not-positive': (_, at) => say(`${F(at)} must be 1 or more.`, '0 and less mean nothing here.', 'Write a number from 1.'),
  'number-out-of-range': ({ min, max }, at) => say(`${F(at)} is out of range.`, `It must be from ${min} to ${max}.`, 'Count the digits.'),
  'text-too-long': ({ max, unit }, at) => say(`${F(at)} is too long.`, `At most ${max} ${unit} are allowed.`, 'Make it shorter.'),
  'content-too-large': ({ maxBytes }) => say('The content is too large.', `Together it may have ${maxBytes} bytes.`, 'Split it up.'),
  'too-many-items': ({ max }, at) => say(`${F(at)} has too many items.`, `At most ${max} are allowed.`, 'Remove what is not needed.'),
  // names
  'name-missing': () => say('The name is missing.', 'Objects are told apart by name.', 'Write `metadata.name`.'),
  'not-dns-label': (_, at) => say(`${F(at)} does not have the form of a DNS name.`, DNS_LABEL, 'Look for uppercase letters, `_` or `.`.'),
  'not-dns-1035-label': (_, at) =>
    say(`${F(at)} does not have the form of a name of this kind.`, `${DNS_LABEL} It must begin with a letter.`, 'Look whether it begins with a digit.'),
  'dots-in-dns-label': (_, at) => say(`${F(at)} has a dot.`, 'Only one part of a DNS name can stand here.', 'Use dashes instead of dots.'),
  'not-dns-subdomain': (_, at) =>
    say(
      `${F(at)} does not have the form of a DNS name.`,
      'Its parts, joined by dots, may have lowercase letters, digits and dashes.',
      'Look for uppercase letters, `_`, two dots in a row, `https://` or a port.',
    ),
  'not-dns-search-domain': (_, at) =>
    say(
      `${F(at)} does not have the form of a search domain.`,
      'Its parts, joined by dots, may have lowercase letters, digits, dashes and `_`.',
      'Check the spelling.',
    ),
  'fqdn-without-dot': (_, at) => say(`${F(at)} is not a fully qualified name.`, 'It must have at least one dot.', 'Write it like `example.com`.'),
  // labels and other metadata
  'label-key-malformed': (_, at) =>
    say(
      `A key of ${f(at)} does not have the right form.`,
      'It begins and ends with a letter or digit and may have `-`, `_` and `.` between.',
      'A prefix is written `example.com/`.',
    ),
  'label-key-part-empty': ({ part }, at) =>
    say(
      `The ${part === 'name part' ? 'name' : 'prefix'} of a key of ${f(at)} is empty.`,
      'Something must stand on both sides of the slash.',
      'Remove the slash, or write the missing part.',
    ),
  'label-key-several-slashes': (_, at) => say(`A key of ${f(at)} has more than one slash.`, 'One slash is allowed.', 'Write it like `example.com/name`.'),
  'label-value-malformed': (_, at) =>
    say(
      `A value of ${f(at)} does not have the right form.`,
      'At most 63 characters; it begins and ends with a letter or digit and may have `-`, `_` and `.` between.',
      'Look for a space or a sign that is none of `-`, `_` and `.`.',
    ),
  'owner-api-version-malformed': () => say('The `apiVersion` of the owner cannot be read.', 'It has the form `group/version`.', 'Copy it from the owner.'),
  'several-controllers': ({ first, second }) =>
    say(`Two owners want to control this object: \`${first}\` and \`${second}\`.`, 'Only one can.', 'Remove one `controller: true`.'),
  'finalizer-not-qualified': (_, at) => say(`${F(at)} has no prefix.`, 'Finalizers are written `example.com/name`.', 'Add a domain.'),
  'finalizer-added-while-deleting': ({ added }) =>
    say(
      `The finalizers ${listed(added)} cannot be added to an object that is being deleted.`,
      'Once deletion has begun they can only be removed.',
      'Make the object again first.',
    ),
  // selectors
  'selector-values-missing': () => say('`values` is missing.', '`In` and `NotIn` compare with values.', 'Write at least one.'),
  'selector-values-not-allowed': () => say('`values` cannot stand here.', '`Exists` and `DoesNotExist` look at the key only.', 'Remove `values`.'),
  'selector-operator-unknown': () => say('There is no such `operator`.', 'It must be `In`, `NotIn`, `Exists` or `DoesNotExist`.', 'Capital letters count.'),
  'selector-empty': ({ kind }) =>
    say(
      `The selector of this ${kind === 'deployment' ? 'Deployment' : 'StatefulSet'} is empty.`,
      'Nothing says which Pods it looks after.',
      'Write the labels of the template in `matchLabels`.',
    ),
  'selector-malformed': ({ kind }) =>
    say(
      `The selector of this ${kind === 'deployment' ? 'Deployment' : 'StatefulSet'} cannot be read.`,
      'A key, an operator or a value does not have the right form.',
      'Check `matchExpressions`.',
    ),
  'selector-not-matching-template': () =>
    say(
      'The selector does not select the labels of its own template.',
      'It would not find the Pods it makes.',
      'Make `selector.matchLabels` and `template.metadata.labels` agree.',
    ),
  'active-deadline-in-template': ({ kind }) =>
    say(`The template of a ${kind} cannot have \`activeDeadlineSeconds\`.`, 'Pods that are kept running have no end.', 'Remove the line.'),
  // addresses
  'ip-malformed': (_, at) => say(`${F(at)} is not an IP address.`, 'It has the form `10.9.8.7` or `2001:db8::ffff`.', 'Look for a hostname or a port in it.'),
  'ip-with-leading-zeros': (_, at) =>
    say(`A number in ${f(at)} begins with 0.`, '`010` can be read as 8 or as 10, so it is refused.', 'Remove the zeros in front.'),
  'ip-v4-mapped': (_, at) => say(`${F(at)} is an IPv4 address written as IPv6.`, 'Addresses that begin with `::ffff:` are refused.', 'Write it as IPv4.'),
  'ip-not-canonical': ({ canonical }, at) =>
    say(`${F(at)} is not written in its one form.`, 'The same address must always be written the same way.', `Write \`${canonical}\`.`),
  'ip-of-other-family': ({ family }, at) =>
    say(`${F(at)} is not an ${family} address.`, 'This field takes addresses of that family.', 'Check which of IPv4 and IPv6 is needed.'),
  'ip-in-special-range': ({ range, ip }) =>
    say(`\`${ip}\` cannot be the address of an endpoint.`, `It is in a range for special use (${range}).`, 'Write the address of a Pod or a server.'),
  'cidr-malformed': (_, at) => say(`${F(at)} is not a network range.`, 'It has the form `10.0.0.0/8`.', 'Check the length after the slash.'),
  'cidr-with-host-bits': (_, at) =>
    say(`${F(at)} is not the first address of its range.`, 'All bits after the length must be 0.', 'Instead of `10.0.0.5/8`, write `10.0.0.0/8`.'),
  // ports
  'port-out-of-range': (_, at) =>
    say(`${F(at)} is not a port number.`, 'Ports go from 1 to 65535.', 'A field left empty counts as 0. If it has a number, count the digits.'),
  'port-name-missing': () => say('This port has no name.', 'A Service with several ports needs a name for each.', 'Write `name` for every port.'),
  'port-name-duplicate': (_, at) => say(`The port name ${f(at)} is used twice.`, 'Names tell the ports apart.', 'Choose another name.'),
  'port-duplicate': () => say('Another port has the same number and protocol.', 'Nothing says which of them is meant.', 'Change `port` or `protocol`.'),
  'port-name-malformed': ({ how }, at) =>
    how === 'no letter'
      ? say(
          `A quoted ${f(at)} is the name of a port, and a name needs a letter.`,
          'A `targetPort` written as text is read as a name, not as a number.',
          'If you mean the number, remove the quotes.',
        )
      : say(
          `${F(at)} does not have the form of a port name.`,
          'Up to 15 lowercase letters, digits and dashes, with at least one letter.',
          how === 'two dashes'
            ? 'There are two dashes in a row.'
            : how === 'dash at the edge'
              ? 'A dash stands at an end.'
              : 'Look for uppercase letters or `_`.',
        ),
  // Services
  'ports-missing': () => say('`ports` is missing.', 'Only ExternalName and headless Services do without.', 'Write the `port` that clients use.'),
  'headless-of-other-type': ({ type }) =>
    say(
      `\`clusterIP: None\` does not go with \`type: ${type}\`.`,
      `${type} is built on a virtual IP.`,
      'Remove the line with `type` or the one with `clusterIP`.',
    ),
  'not-for-external-name': (_, at) =>
    say(`An ExternalName Service cannot have ${f(at)}.`, 'It is an alias in DNS, without address or ports.', 'Remove the line.'),
  'external-name-missing': () =>
    say('`externalName` is missing.', '`type: ExternalName` needs a name to point at.', 'Write it, for example `externalName: db.example.com`.'),
  'affinity-config-missing': () =>
    say(
      '`sessionAffinityConfig` is missing.',
      '`sessionAffinity: ClientIP` comes with settings.',
      'If you leave it out in your file, the defaults are filled in.',
    ),
  'affinity-config-without-affinity': () =>
    say('`sessionAffinityConfig` does not go with `sessionAffinity: None`.', 'Settings that are not used are refused.', 'Remove one of the two.'),
  'affinity-timeout-out-of-range': () => say('`timeoutSeconds` is out of range.', 'It goes from 1 to 86400, one day.', 'Check that it is in seconds.'),
  'cluster-ips-differ-from-cluster-ip': () =>
    say('The first of `clusterIPs` differs from `clusterIP`.', 'Both say the same thing.', 'Make them equal, or remove `clusterIPs`.'),
  'cluster-ips-without-cluster-ip': () =>
    say('`clusterIPs` is there without `clusterIP`.', 'The first of them is also the `clusterIP`.', 'Write `clusterIP` as well.'),
  'none-not-alone': () => say('`None` stands beside other addresses.', '`None` means that there is no address.', 'Keep one or the other.'),
  'too-many-cluster-ips': () => say('`clusterIPs` has more than two.', 'One of IPv4 and one of IPv6 is the most.', 'Remove the others.'),
  'cluster-ips-of-one-family': () =>
    say('Both `clusterIPs` are of the same IP family.', 'Two can stand here only as IPv4 with IPv6.', 'Remove one, or use the other family.'),
  'cluster-ip-of-other-family': ({ family, index }) =>
    say(`\`clusterIPs[${index}]\` must be ${family}.`, 'They go in the order of `ipFamilies`.', 'Put both lists in the same order.'),
  'cluster-ip-immutable': () =>
    say('`clusterIP` cannot be changed later.', 'This number stands in the rules of every node.', 'Put the old value back, or make the Service again.'),
  'cluster-ip-taken': ({ ip }) =>
    say(`The address \`${ip}\` is in use.`, 'Every Service has a virtual IP of its own.', 'Remove the line, and a free one is picked.'),
  'cluster-ip-out-of-range': ({ ip }) =>
    say(
      `The address \`${ip}\` is outside the range for Services.`,
      'Virtual IPs come from the range of the cluster.',
      'Remove the line, and one within the range is picked.',
    ),
  'cluster-ip-for-nameless': () =>
    say('A Service without a name cannot be given an address.', 'Addresses are booked under the name of the Service.', 'Write `metadata.name`.'),
  'ip-family-immutable': () =>
    say('The first IP family cannot be changed later.', 'The virtual IP depends on it.', 'Put the old value back, or make the Service again.'),
  'ip-family-not-in-cluster': () => say('This cluster has no addresses of that IP family.', 'Only its own families can be used.', 'Remove `ipFamilies`.'),
  'cluster-not-dual-stack': () =>
    say('This cluster is not dual-stack.', '`RequireDualStack` needs both IPv4 and IPv6.', '`PreferDualStack` is content with one.'),
  'second-released-without-single-stack': ({ what }) =>
    say(`The second ${what} is gone.`, 'To go from two to one, the policy must change as well.', 'Write `ipFamilyPolicy: SingleStack`.'),
  'two-with-single-stack': ({ what }) =>
    say(
      `There are two ${what === 'cluster IP' ? 'virtual IPs' : 'IP families'} with \`SingleStack\`.`,
      '`SingleStack` means one.',
      'Keep one, or write `PreferDualStack`.',
    ),
  'node-port-on-cluster-ip': () =>
    say('`nodePort` does not go with `type: ClusterIP`.', 'Ports on nodes belong to NodePort and LoadBalancer.', 'Change `type`, or remove the line.'),
  'node-port-duplicate': () => say('The same `nodePort` stands twice in this Service.', 'One number serves one port.', 'Change one of them.'),
  'node-port-taken': () =>
    say('This `nodePort` is in use.', 'A number on the nodes is given out once in the whole cluster.', 'Remove the line, and a free one is picked.'),
  'node-port-out-of-range': ({ first, last }) =>
    say('`nodePort` is out of range.', `In this cluster it goes from ${first} to ${last}.`, 'Remove the line, and one within the range is picked.'),
  'only-for-load-balancer': (_, at) =>
    say(`Only \`type: LoadBalancer\` can have ${f(at)}.`, 'Other types do not use it.', 'Change `type`, or remove the line.'),
  'load-balancer-class-immutable': () =>
    say('`loadBalancerClass` cannot be changed later.', 'Somebody has already taken charge of it.', 'Make the Service again.'),
  'external-policy-without-way-in': () =>
    say(
      'This Service has no way in from outside.',
      '`externalTrafficPolicy` is for NodePort, LoadBalancer and `externalIPs`.',
      'Change `type`, or remove the line.',
    ),
  'health-check-port-not-needed': () =>
    say('`healthCheckNodePort` is not used here.', 'It is for LoadBalancer with `externalTrafficPolicy: Local`.', 'Remove the line.'),
  'topology-annotations-differ': ({ other }) =>
    say(`The value differs from that of the annotation \`${other}\`.`, 'They are the old and the new way to say the same.', 'Remove one.'),
  'ip-mode-missing': () => say('`ipMode` is missing.', 'With `ip` it must say `VIP` or `Proxy`.', 'Write it, for example `ipMode: VIP`.'),
  'ip-mode-without-ip': () => say('`ipMode` is there without `ip`.', 'It says how that address is delivered.', 'Write both or none.'),
  'ip-as-hostname': () => say('`hostname` holds an IP address.', 'Addresses belong in `ip`.', 'Move it there.'),
  'subset-without-addresses': () =>
    say('There is no address.', 'One of `addresses` and `notReadyAddresses` is needed.', 'Write an address, or remove the item.'),
  'endpoint-without-addresses': () => say('This endpoint has no address.', 'An endpoint must lead somewhere.', 'Write at least one in `addresses`.'),
  // Pods
  'image-with-spaces': () => say('The image name begins or ends with a space.', 'Spaces are read as part of the name.', 'Remove them.'),
  'env-name-malformed': () =>
    say('The name of an environment variable does not have the right form.', '`=` and control characters are not allowed.', 'Use letters, digits and `_`.'),
  'source-missing': ({ sources }) => say('Nothing says where the value comes from.', `It may be one of ${listed(sources)}.`, 'Choose one.'),
  'env-value-and-source': () => say('Both `value` and `valueFrom` are there.', 'A value comes from one place.', 'Remove one.'),
  'several-sources': () => say('There is more than one source.', 'A value comes from one place.', 'Keep one.'),
  'downward-field-unknown': ({ label }) =>
    say(`\`${label}\` cannot be read from inside the Pod.`, 'Only certain fields are offered.', 'Use for example `metadata.name` or `status.podIP`.'),
  'divisor-not-supported': ({ resource }) => say(`This \`divisor\` does not go with ${resource}.`, 'Each resource has its own units.', 'Check the unit.'),
  'config-key-malformed': (_, at) =>
    say(`A key of ${f(at)} does not have the right form.`, 'Letters, digits, `-`, `_` and `.` are allowed.', 'Look for spaces or `/`.'),
  'dots-at-start': (_, at) => say(`${F(at)} begins with dots.`, '`.` and `..` mean directories.', 'Choose another name.'),
  'path-not-relative': (_, at) => say(`${F(at)} must be a relative path.`, 'It starts inside the volume.', 'Remove the `/` in front.'),
  'path-goes-up': (_, at) => say(`${F(at)} has \`..\` in it.`, 'It cannot leave the volume.', 'Write a path without `..`.'),
  'volume-type-missing': () => say('The volume has no type.', 'Nothing says what is in it.', 'Write for example `emptyDir: {}` or `configMap:`.'),
  'several-volume-types': () => say('The volume has more than one type.', 'One volume holds one thing.', 'Keep one.'),
  'settings-contradict': ({ how }) =>
    say('Two settings contradict each other.', `\`${CONTRADICTING[how][0]}\` and \`${CONTRADICTING[how][1]}\` do not go together.`, 'Keep one of them.'),
  'setting-needs-another': ({ how }) =>
    say('A setting lacks another one.', `\`${NEEDED[how][0]}\` needs \`${NEEDED[how][1]}\`.`, 'Add it, or remove the first.'),
  'text-padded': (_, at) => say(`${F(at)} begins or ends with a space.`, 'The text is taken as it stands.', 'Remove the spaces.'),
  'sysctl-name-malformed': () =>
    say(
      'The name of a kernel setting does not have the right form.',
      'It is written like `net.ipv4.tcp_syncookies`.',
      'Look for spaces and uppercase letters.',
    ),
  'path-not-absolute': (_, at) => say(`${F(at)} must be an absolute path.`, 'It starts at the root of the other machine.', 'Begin it with `/`.'),
  'token-lifetime-out-of-range': ({ how }) =>
    say(
      how === 'short' ? 'The token would live too briefly.' : 'The token would live too long.',
      'Ten minutes is the least.',
      'Write seconds, for example 3600.',
    ),
  'several-projections': () => say('One source holds two things.', 'Each item of `sources` names one.', 'Make two items of it.'),
  'paths-duplicate': () => say('Two sources put a file at the same path.', 'One would hide the other.', 'Change a `path`.'),
  'node-field-values': () => say('`matchFields` takes exactly one value here.', 'A node has one name.', 'Keep one value.'),
  'node-field-key-unknown': () =>
    say('This field of a node cannot be asked for.', '`matchFields` knows `metadata.name` only.', 'Use a label with `matchExpressions`.'),
  'mount-path-duplicate': () => say('Two volumes are mounted at the same place.', 'The later one would hide the earlier one.', 'Change a `mountPath`.'),
  'sub-paths-contradict': () => say('Both `subPath` and `subPathExpr` are there.', 'Only one of them can be.', 'Remove one.'),
  'file-mode-out-of-range': () => say('The file mode is out of range.', 'It goes from 0 to 0777 in octal.', 'Write it like `0644`.'),
  'probe-handler-missing': () => say('Nothing says what to probe.', 'It must be one of `httpGet`, `tcpSocket`, `exec` and `grpc`.', 'Choose one.'),
  'several-probe-handlers': () => say('There is more than one way to probe.', 'One probe asks in one way.', 'Keep one.'),
  'success-threshold-not-one': () => say('`successThreshold` must be 1.', 'For liveness and startup one success is enough.', 'Write 1, or remove the line.'),
  'readiness-grace-period': () => say('A readiness probe cannot have `terminationGracePeriodSeconds`.', 'It never ends a Pod.', 'Remove the line.'),
  'http-header-malformed': () =>
    say('The name of an HTTP header does not have the right form.', 'Letters, digits and dashes are allowed.', 'Look for spaces or colons.'),
  'sleep-longer-than-grace': ({ graceSeconds }) =>
    say('It sleeps longer than the grace period.', `The Pod has ${graceSeconds} seconds to end.`, 'Sleep less, or lengthen the grace period.'),
  'probe-on-init-container': (_, at) =>
    say(`An init container cannot have ${f(at)}.`, 'It ends before the others begin.', 'Remove it, or write `restartPolicy: Always`.'),
  'host-port-differs': () =>
    say('`hostPort` differs from `containerPort`.', 'With `hostNetwork: true` they are the same port.', 'Make them equal, or remove `hostPort`.'),
  'dns-config-missing': () => say('`dnsConfig` is missing.', 'With `dnsPolicy: None` you write the settings yourself.', 'Write `dnsConfig.nameservers`.'),
  'nameservers-missing': () =>
    say('`nameservers` is missing.', 'With `dnsPolicy: None` at least one server to ask is needed.', 'Write the address of a DNS server.'),
  'dns-config-too-long': ({ what, max }) => say(`There are too many ${what}.`, `At most ${max} are read.`, 'Remove what is not needed.'),
  'service-account-names-differ': ({ name }) =>
    say('`serviceAccount` and `serviceAccountName` differ.', `\`serviceAccountName\` is the newer one, and it says \`${name}\`.`, 'Remove `serviceAccount`.'),
  'hostname-override-contradicts': ({ field }) =>
    say(`\`hostnameOverride\` does not go with \`${field}\`.`, 'They settle the hostname in different ways.', 'Remove one.'),
  'token-without-service-account': () => say('A Pod without a ServiceAccount cannot use its token.', 'Tokens belong to ServiceAccounts.', 'Remove the volume.'),
  'must-not-be-empty': (_, at) => say(`${F(at)} is empty.`, 'It names the label of nodes that is meant.', 'Write the name of a label.'),
  'count-not-positive': (_, at) => say(`${F(at)} must be 1 or more.`, 'It counts something that exists.', 'Write a whole number from 1.'),
  'min-domains-without-do-not-schedule': () =>
    say('`minDomains` needs `whenUnsatisfiable: DoNotSchedule`.', 'Otherwise nothing waits for more domains.', 'Change one of the two.'),
  'node-selector-terms-missing': () => say('There is no term in `nodeSelectorTerms`.', 'No node could match.', 'Write at least one term.'),
  'selector-single-value-missing': () => say('`values` must hold exactly one value.', '`Gt` and `Lt` compare with one number.', 'Write one value.'),
  'weight-out-of-range': () => say('`weight` must be from 1 to 100.', 'Weights are added up to rank the nodes.', 'Choose a number from 1 to 100.'),
  'toleration-key-missing': () => say('`key` is missing.', 'Only `operator: Exists` does without.', 'Write `key`.'),
  'toleration-seconds-without-no-execute': () =>
    say('`tolerationSeconds` cannot stand here.', 'It goes with `effect: NoExecute` only.', 'Change `effect`, or remove the line.'),
  'toleration-value-with-exists': () => say('`value` does not go with `operator: Exists`.', 'Only the key is looked at.', 'Remove `value`.'),
  'taint-duplicate': () => say('The same taint stands twice.', 'A key with its effect can be used once.', 'Remove one.'),
  'resource-name-unknown': (_, at) =>
    say(`${F(at)} is not a resource.`, 'Resources are `cpu`, `memory`, `ephemeral-storage` and the like.', 'Check the spelling.'),
  'limit-missing': (_, at) => say(`${F(at)} has no limit.`, 'This resource needs a limit beside its request.', 'Write the same resource in `limits`.'),
  'request-over-limit': ({ resource, limit, exactly }) =>
    exactly
      ? say(`The request for ${resource} is not its limit of \`${limit}\`.`, 'This resource is not shared: both are the same number.', 'Change one of them.')
      : say(`The request for ${resource} is over its limit of \`${limit}\`.`, 'A request cannot be larger than the limit.', 'Change one of them.'),
  'pod-spec-immutable': () =>
    say(
      'This part of a Pod cannot be changed later.',
      'Only a few fields can, such as the image.',
      'Change the template of the Deployment, or make the Pod again.',
    ),
  'pod-containers-immutable': () => say('Containers cannot be added to a Pod or taken from it.', 'A Pod keeps the shape it was made with.', 'Make it again.'),
  'gate-added': ({ name }) =>
    say(`The scheduling gate ${name} cannot be added any more.`, 'A Pod that is there can only lose gates.', 'Take the gate away, or make a new Pod with it.'),
  'toleration-changed': () => say('A toleration that is there cannot be changed.', 'New ones can only be added.', 'Put the line back.'),
  'active-deadline-raised': () => say('`activeDeadlineSeconds` cannot be raised.', 'It can only become shorter.', 'Write a smaller number than before.'),
  'active-deadline-removed': () => say('`activeDeadlineSeconds` cannot be removed.', 'An end once set stays.', 'Put the old value back.'),
  // workloads
  'rolling-update-with-recreate': () =>
    say('`rollingUpdate` does not go with `type: Recreate`.', 'Recreate stops everything first, so nothing rolls.', 'Remove one of them.'),
  'rolling-update-stuck': () =>
    say('`maxSurge` and `maxUnavailable` are both 0.', 'With neither more nor fewer Pods the update cannot move.', 'Make one of them at least 1.'),
  'rolling-update-with-on-delete': () =>
    say('`rollingUpdate` does not go with `type: OnDelete`.', 'OnDelete replaces Pods only when they are deleted.', 'Remove one of them.'),
  'max-unavailable-zero': () => say('`maxUnavailable` is 0.', 'If no Pod may stop, the update cannot move.', 'Write at least 1.'),
  'percent-malformed': (_, at) => say(`${F(at)} is not a percentage.`, 'It is a whole number with `%`, like `25%`.', 'Look for decimals or spaces.'),
  'percent-over-100': (_, at) => say(`${F(at)} is over 100%.`, 'No more than all can be unavailable.', 'Write 100% or less.'),
  'progress-deadline-too-short': () =>
    say('`progressDeadlineSeconds` is too short.', 'It must be longer than `minReadySeconds`, or progress can never be seen.', 'Change one of them.'),
  'stateful-set-spec-immutable': () =>
    say('This part of a StatefulSet cannot be changed later.', 'Replicas, template, update strategy and a few others can.', 'Make it again.'),
  'key-in-data-and-binary-data': (_, at) => say(`${F(at)} is in \`data\` and in \`binaryData\`.`, 'A key can be in one of them.', 'Remove one.'),
};
