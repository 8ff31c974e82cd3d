import { type Context, notSimulated } from './command.ts';
import { fail, Failure } from './failure.ts';
import { parseDuration } from './flags.ts';
import { CONTEXT, USER } from './kubeconfig.ts';

/** Global flags that would change which cluster is asked, or as whom. */
const ELSEWHERE = ['kubeconfig', 'server', 'username', 'password', 'client-certificate', 'client-key', 'certificate-authority', 'proxy-url', 'kuberc'];
/** Profiles of runtime/pprof, and those that kubectl makes itself. */
const PROFILES = ['none', 'cpu', 'trace', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex', 'allocs'];
/** What `config view` shows of a file that is not there. */
const NO_CONFIG = 'apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n';
const AS_SOMEBODY = ['as-group', 'as-uid', 'as-user-extra'];

/** Models client-go tools/clientcmd validation.go (v0.37.1) and what the server says of credentials it does not know. */
function requireUsableFlags({ flags, process }: Context): void {
  const missing = (flag: string): boolean => flags.text(flag) !== '' && process.files.read(flags.text(flag)) === undefined;
  const unread = (flag: string, what: string, whose: string): string[] =>
    missing(flag) ? [`unable to read ${what} ${flags.text(flag)} for ${whose} due to open ${flags.text(flag)}: no such file or directory`] : [];
  if (AS_SOMEBODY.some((flag) => flags.changed(flag)) && flags.text('as') === '')
    fail(`requesting uid, groups or user-extra for ${USER} without impersonating a user`);
  const alone =
    flags.text('client-certificate') !== '' && flags.text('client-key') === ''
      ? [`client-key-data or client-key must be specified for ${USER} to use the clientCert authentication method.`]
      : [];
  const mistakes = [
    ...alone,
    ...unread('client-certificate', 'client-cert', USER),
    ...unread('client-key', 'client-key', USER),
    ...unread('certificate-authority', 'certificate-authority', CONTEXT),
  ];
  if (mistakes.length === 1) fail(mistakes[0] as string);
  if (mistakes.length > 1) throw new Failure(`Error in configuration: \n${mistakes.map((one) => `* ${one}`).join('\n')}`, undefined, 1, true);
  const name = flags.text('tls-server-name');
  if (name !== '' && !SERVER_NAMES.includes(name))
    throw new Failure(
      `Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for ${SERVER_NAMES.join(', ')}, not ${name}`,
      undefined,
      1,
      true,
    );
  if (flags.changed('token')) fail('You must be logged in to the server (Unauthorized)');
}

/** The names in the API server's certificate. */
const SERVER_NAMES = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];

/** What global flags come to before a command begins: an exit status, or nothing. @param plain the context before a namespace was looked up */
export function checkFlags(context: Context, plain: Context, asksServer: boolean): number | undefined {
  const { flags, path, process } = context;
  const isConfig = path.startsWith('config');
  const kubeconfig = flags.text('kubeconfig');
  if (kubeconfig !== '' && process.files.kind(kubeconfig) === undefined) {
    if (path === 'config view' && flags.text('output') === 'yaml') {
      process.out(NO_CONFIG);
      return 0;
    }
    if (!isConfig) fail(`stat ${kubeconfig}: no such file or directory`);
  }
  const profile = flags.text('profile');
  // The profile of debug is another thing.
  if (profile && path !== 'debug' && !PROFILES.includes(profile)) fail(`unknown profile '${profile}'`);
  if (asksServer) requireUsableFlags(plain);
  for (const name of ELSEWHERE) if (flags.changed(name) && !path.startsWith('config set')) return notSimulated(context, `the flag --${name}`);
  const timeout = flags.text('request-timeout');
  if (!/^\d*$/.test(timeout) && typeof parseDuration(timeout) !== 'number' && !isConfig && !flags.on('client'))
    fail('Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)');
  return undefined;
}
