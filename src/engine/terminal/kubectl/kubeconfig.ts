// Models client-go tools/clientcmd for the operator's kubeconfig (v0.37.1): what every command reads of it.
import { ROOT_HOME } from '../../api/machine-environment.ts';
import type { Kubeconfig } from '../../machine/place.ts';
import { type Context, notSimulated } from './command.ts';
import { exit, fail, Failure } from './failure.ts';

/** Context, cluster and user that the file begins with. */
export const CONTEXT = 'minato';
/** Who the operator is. */
export const USER = 'operator';
/** Where the file stands. */
export const FILE = `${ROOT_HOME}/.kube/config`;

export type ConfigContext = Kubeconfig['contexts'][string];

/** The file as it stands. */
export function configOf(context: Context): Kubeconfig {
  const { namespace, kubeconfig } = context.process.session;
  const config = kubeconfig ?? {
    current: CONTEXT,
    contexts: { [CONTEXT]: { cluster: CONTEXT, user: USER, namespace: '' } },
    clusters: { [CONTEXT]: serverURL(context) },
    users: [USER],
    tokens: { [USER]: 'REDACTED' },
  };
  const current = config.contexts[config.current];
  if (!current || kubeconfig) return config;
  return { ...config, contexts: { ...config.contexts, [config.current]: { ...current, namespace: namespace === 'default' ? '' : namespace } } };
}

/** The file holds this afterwards. */
export function save({ process: { session } }: Context, config: Kubeconfig): void {
  session.kubeconfig = config;
  session.namespace = config.contexts[config.current]?.namespace || 'default';
}

/** The namespace that `--context`, `--cluster` and `--user` lead to; ends the command where they lead to no known cluster. */
export function namespaceOfContext(context: Context): string {
  const { flags, process, path } = context;
  const name = flags.text('context');
  // The generators of bindings have a --user of their own.
  const asked = /binding$/.test(path) ? '' : flags.text('user');
  const { kubeconfig, namespace } = process.session;
  if (!kubeconfig && ['', CONTEXT].includes(name) && ['', CONTEXT].includes(flags.text('cluster')) && ['', USER].includes(asked)) return namespace;
  const { contexts, current, clusters, users } = configOf(context);
  const chosen = contexts[name || current];
  if (!chosen) throw new Failure(`Error in configuration: context was not found for specified context: ${name || current}`, undefined, 1, true);
  const cluster = flags.text('cluster') || chosen.cluster;
  const user = asked || chosen.user;
  if (asked !== '' && !users.includes(asked)) fail(`auth info ${JSON.stringify(asked)} does not exist`);
  const named = flags.text('cluster');
  if (named !== '' && !Object.hasOwn(clusters, named)) fail(`no server found for cluster ${JSON.stringify(named)}`);
  // A context without a cluster is an empty configuration: the server that kubectl then asks is not there.
  if (cluster === '' || !Object.hasOwn(clusters, cluster)) {
    if (!/^(version|cluster-info|logs|exec|port-forward)/.test(path)) {
      const line = `E0101 00:00:00.000000       1 memcache.go:381] "Couldn't get current server API group list" err="Get \\"http://localhost:8080/api?timeout=32s\\": dial tcp 127.0.0.1:8080: connect: connection refused"\n`;
      process.err(line.repeat(5));
    }
    throw new Failure('The connection to the server localhost:8080 was refused - did you specify the right host or port?', undefined, 1, true);
  }
  // Nobody is there to say who he is.
  if (user !== '' && !users.includes(user)) {
    process.out('Please enter Username: ');
    fail('EOF');
  }
  if (clusters[cluster] !== serverURL(context)) return exit(notSimulated(context, 'another cluster'));
  if (user !== USER) fail('You must be logged in to the server (Unauthorized)');
  return chosen.namespace || 'default';
}

/** The API server's address as the operator's kubeconfig has it. */
export function serverURL({ process }: Context): string {
  const { ips, port } = process.draft.config.controlPlane;
  const ip = ips[0] ?? '';
  return `https://${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}
