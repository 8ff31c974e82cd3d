// Models kubectl pkg/cmd/config (v0.37.1) for the one context of the operator.
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import { type Context, failUsage, notSimulated } from './command.ts';
import { serverURL } from './discovery.ts';
import { exit, fail } from './failure.ts';
import { printerFor } from './print.ts';
import { alignTable } from './tabwriter.ts';

/** Context, cluster and the file's only entry of each kind. */
const CONTEXT = 'minato';
const USER = 'operator';

/** The namespace that stands in the file: none until somebody set one. */
const written = ({ process }: Context): string => (process.session.namespace === 'default' ? '' : process.session.namespace);

/** `kubectl config view`. */
export function configView(context: Context): number {
  const namespace = written(context);
  const view = {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: [{ name: CONTEXT, cluster: { server: serverURL(context), 'certificate-authority': '/etc/kubernetes/pki/ca.crt' } }],
    users: [{ name: USER, user: { token: 'REDACTED' } }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: USER, ...(namespace ? { namespace } : {}) } }],
    'current-context': CONTEXT,
  };
  const printer = printerFor(context) ?? exit(notSimulated(context, 'this form of config view'));
  context.process.out(printer(view as unknown as KubernetesObject));
  return 0;
}

/** `kubectl config current-context`. */
export function currentContext({ process }: Context): number {
  process.out(`${CONTEXT}\n`);
  return 0;
}

/** `kubectl config get-contexts`. */
export function getContexts(context: Context): number {
  const { args, flags, process } = context;
  const output = flags.text('output');
  if (output !== '' && output !== 'name') fail(`output must be one of '' or 'name': ${output}`);
  const missing = args.filter((name) => name !== CONTEXT);
  const shown = args.length === 0 || args.includes(CONTEXT);
  if (output === 'name') {
    if (shown) process.out(`${CONTEXT}\n`);
  } else
    process.out(
      alignTable(
        `${flags.on('no-headers') ? '' : 'CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n'}${shown ? `*\t${CONTEXT}\t${CONTEXT}\t${USER}\t${written(context)}\n` : ''}`,
      ),
    );
  if (missing.length > 0) fail(missing.map((name) => `context ${name} not found`).join('\n'));
  return 0;
}

/** `kubectl config get-clusters` and `get-users`. */
export const listNames =
  (name: string) =>
  (context: Context): number => {
    context.process.out(`NAME\n${name}\n`);
    return 0;
  };

export const getClusters = listNames(CONTEXT);
export const getUsers = listNames(USER);

/** `kubectl config use-context`. */
export function useContext(context: Context): number {
  const { args, process } = context;
  if (args.length !== 1) failUsage(context, `Unexpected args: [${args.join(' ')}]`);
  if (args[0] !== CONTEXT) fail(`no context exists with the name: ${JSON.stringify(args[0])}`);
  process.out(`Switched to context "${CONTEXT}".\n`);
  return 0;
}

/** `kubectl config set-context`: the namespace of the current context. */
export function setContext(context: Context): number {
  const { args, flags, process } = context;
  const current = flags.on('current');
  if (args.length > 1) failUsage(context, `Unexpected args: [${args.join(' ')}]`);
  if (args.length === 0 && !current) fail('you must specify a non-empty context name or --current');
  if (args.length === 1 && current) fail('you cannot specify both a context name and --current');
  if (!current && args[0] !== CONTEXT) return notSimulated(context, 'a second context');
  if (flags.changed('cluster') || flags.changed('user')) return notSimulated(context, 'another cluster or user');
  if (flags.changed('namespace')) process.session.namespace = flags.text('namespace') || 'default';
  process.out(`Context "${CONTEXT}" modified.\n`);
  return 0;
}
