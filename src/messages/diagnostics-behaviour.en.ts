import type { BehaviourRuleId } from './diagnostic-groups.ts';
import { say } from './say.ts';
import type { DiagnosticWords } from './talk.ts';

const listed = (values: readonly (string | number)[]): string => values.map((value) => `\`${value}\``).join(', ');

/** What the API server accepts and the cluster then does not do as intended. */
export const behaviourEn: Pick<DiagnosticWords, BehaviourRuleId> = {
  'selector-matches-no-pod': ({ selector, namespace }) =>
    say(
      `No Pod in namespace \`${namespace}\` has \`${selector}\`.`,
      'With nothing selected the list (EndpointSlice) is empty, and connections are refused.',
      'Compare it letter by letter with the labels in `kubectl get pods --show-labels`.',
    ),
  'selector-nearly-matches': ({ key, value, existingKey, existingValue }) =>
    say(
      `No Pod has \`${key}: ${value}\`. There is \`${existingKey}: ${existingValue}\`, which is nearly the same.`,
      'A selector picks only what is equal in key and value.',
      'Compare it with the labels of the Pods in the chart.',
    ),
  'named-target-port-missing': ({ name, known }) =>
    say(
      `The selected Pods have no port named \`${name}\`.`,
      'A `targetPort` by name is looked up among the names of container ports. A Pod without it is not listed.',
      known.length > 0 ? `The ports of the Pods are named ${listed(known)}.` : 'Name the port of the Pods, or write a number.',
    ),
  'target-port-not-listened': ({ port, protocol, listening }) =>
    say(
      `In the selected Pods no process listens on ${protocol} port ${port}.`,
      'Packets are rewritten, reach a Pod, and RST comes back.',
      listening.length > 0 ? `Processes listen on ${listed(listening)}.` : 'Find out on which port the process in the Pod listens.',
    ),
  'selected-pods-not-ready': ({ pods }) =>
    say(`None of the ${pods} selected Pods is ready.`, 'Pods that are not ready get no connections.', 'Look at the readiness probe in `kubectl describe pod`.'),
  'selector-matches-several-workloads': ({ workloads }) =>
    say(
      `This selector picks Pods of ${listed(workloads)} together.`,
      'Connections are spread over all of them.',
      'Add a label to the selector that only the intended Pods have.',
    ),
  'name-shadows-outside-domain': ({ name, domain }) =>
    say(
      `The name \`${name}\` hides the outside name \`${domain}\`.`,
      'The search list is tried first, so the name inside the cluster is found first.',
      'Choose another name, or write the outside name with its final dot.',
    ),
  'external-name-is-address': ({ externalName }) =>
    say(
      `\`externalName\` holds the address \`${externalName}\`.`,
      'DNS hands it out as a name made of digits. No such name exists, so nothing is resolved.',
      'To point at an address, use a Service without a selector and an EndpointSlice.',
    ),
  'external-name-target-missing': ({ externalName, service, namespace }) =>
    say(
      `\`${externalName}\` points at Service \`${service}\`, which is not in namespace \`${namespace}\`.`,
      'The alias is answered, and the name behind it is NXDOMAIN.',
      'Check the name of the Service and its namespace.',
    ),
  'external-name-loops': ({ externalName }) =>
    say(`Following \`${externalName}\` leads back to itself.`, 'Aliases in a ring never reach an address.', 'Write the name at the end of the chain.'),
  'selector-unused': () =>
    say(
      'An ExternalName Service does not use `selector`.',
      'DNS answers with an alias; no Pod is selected.',
      'To reach Pods, change `type`; to point outside, remove `selector`.',
    ),
  'load-balancer-without-provider': () =>
    say(
      'Nothing in this cluster makes load balancers.',
      '`EXTERNAL-IP` stays `<pending>`. That is not a fault.',
      'To come in from outside in this cluster, try NodePort.',
    ),
  'governing-service-missing': ({ serviceName, namespace }) =>
    say(
      `No Service \`${serviceName}\` is in namespace \`${namespace}\`, as \`serviceName\` says.`,
      'The StatefulSet runs, but its Pods have no names of their own in DNS.',
      'Make a Service of that name with `clusterIP: None`.',
    ),
  'subdomain-without-service': ({ subdomain, namespace }) =>
    say(
      `No Service in namespace \`${namespace}\` is named \`${subdomain}\`, as \`subdomain\` says.`,
      'A Pod’s hostname is in DNS only with a headless Service.',
      `Make a Service \`${subdomain}\` with \`clusterIP: None\`.`,
    ),
  'probe-port-name-missing': ({ name, container }) =>
    say(`Container \`${container}\` has no port named \`${name}\`.`, 'The probe fails every time.', 'Give a port that name, or write the number.'),
  'slice-without-service': ({ service }) =>
    say(
      service === undefined
        ? 'This EndpointSlice has no label with the name of a Service.'
        : `This EndpointSlice belongs to Service \`${service}\`, which does not exist.`,
      'A slice is used only through the label `kubernetes.io/service-name`.',
      'Set the label to the name of the Service.',
    ),
  'namespace-missing': ({ namespace }) =>
    say(
      `Namespace \`${namespace}\` does not exist.`,
      'Nothing can be made in a namespace that does not exist.',
      'Check the spelling, or make the Namespace first.',
    ),
  'request-refused': ({ reason }) =>
    say(`The API server refuses this object (${reason}).`, 'Its own words stand below.', 'Read which name or state it speaks of, and change that.'),
  'server-warning': () =>
    say(
      'The API server takes this object and warns about it.',
      'Its own words stand below.',
      'The object works today; follow the advice before it stops working.',
    ),
};
