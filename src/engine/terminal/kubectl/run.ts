// Models kubectl pkg/cmd/run run.go (v0.37.1).
import type { Pod } from '../../api/core-v1.ts';
import type { JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { enterShell } from './attach.ts';
import { type Context, dryRunOf } from './command.ts';
import { knownResource, storeGenerated } from './create.ts';
import { cascadeOf, deleteInfos } from './delete.ts';
import { fail, Failure, Failures } from './failure.ts';
import { parsePairs } from './expose.ts';
import { withOverrides } from './overrides.ts';
import { resultPrinter } from './print.ts';
import type { Info } from './resource-builder.ts';

// The grammar of distribution/reference (v0.6): host with a port, path, tag, digest.
export const IMAGE =
  /^(?:(?:localhost|[a-zA-Z0-9]+(?:[.-][a-zA-Z0-9]+)*|\[[a-fA-F0-9:]+\])(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

const POLICIES = ['Always', 'OnFailure', 'Never'];

function podFor({ flags, args }: Context, name: string, labels: JsonObject): KubernetesObject {
  const env = flags.list('env').map((text) => {
    const at = text.indexOf('=');
    if (at <= 0 || !/^[-._A-Za-z][-.\w]*$/.test(text.slice(0, at))) fail(`invalid env: ${text}`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  const restartPolicy = flags.text('restart');
  if (!POLICIES.includes(restartPolicy)) fail(`invalid restart policy: ${restartPolicy}, valid values are: ${POLICIES.join(', ')}`);
  const pull = flags.text('image-pull-policy');
  if (pull && !['Always', 'IfNotPresent', 'Never'].includes(pull)) fail(`invalid image pull policy: ${pull}, valid values are: Always, IfNotPresent, Never`);
  const annotations = Object.fromEntries(flags.list('annotations').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  const words = args.slice(1);
  const stdin = flags.on('stdin');
  const container = {
    name,
    image: flags.text('image'),
    ...(words.length > 0 ? { [flags.on('command') ? 'command' : 'args']: words } : {}),
    ...(flags.text('port') ? { ports: [{ containerPort: Number(flags.text('port')) }] } : {}),
    ...(env.length > 0 ? { env } : {}),
    resources: {},
    ...(pull ? { imagePullPolicy: pull } : {}),
    ...(flags.on('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(stdin ? { stdin: true, ...(flags.on('leave-stdin-open') ? {} : { stdinOnce: true }) } : {}),
    ...(flags.on('tty') ? { tty: true } : {}),
  };
  const metadata = { name, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { containers: [container], restartPolicy, dnsPolicy: 'ClusterFirst' },
    status: {},
  } as unknown as KubernetesObject;
}

/** `kubectl run`. */
export function* run(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const labels = flags.text('labels') ? parsePairs(flags.text('labels')) : undefined;
  const attach = flags.changed('attach') ? flags.on('attach') : flags.on('stdin');
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const [name] = args;
  if (name === undefined || flags.dash === 0) return fail('NAME is required for run');
  const image = flags.text('image');
  if (image === '') fail('--image is required');
  if (!IMAGE.test(image)) fail(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (flags.on('tty') && !flags.on('stdin')) fail('-i/--stdin is required for containers with -t/--tty=true');
  const port = flags.text('port');
  if (flags.on('expose') && port === '') fail('--port must be set when exposing a service');
  if (port !== '' && !/^[+-]?\d+$/.test(port)) fail('--port must be a number');
  if (!attach && flags.on('rm')) fail('--rm should only be used for attached containers');
  if (attach && dryRun !== 'none') fail("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  const pods = knownResource('pods');
  const object = withOverrides(context, pods, podFor(context, name, labels ?? { run: name }));
  const pod = storeGenerated(context, { resource: pods, object, fieldManager: 'kubectl-run' });
  const made: { readonly resource: Info['resource']; readonly object: KubernetesObject }[] = [{ resource: pods, object: pod }];
  const failures: Failure[] = [];
  if (flags.on('expose')) {
    const spec = { ports: [{ protocol: 'TCP', port: Number(port), targetPort: Number(port) }], selector: labels ?? { run: name } };
    try {
      const object = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, ...(labels ? { labels } : {}) },
        spec,
        status: { loadBalancer: {} },
      } as unknown as KubernetesObject;
      made.push({
        resource: knownResource('services'),
        object: storeGenerated(context, { resource: knownResource('services'), object, fieldManager: 'kubectl-run' }),
      });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  if (attach) {
    const infos = made.map(({ resource, object }): Info => ({ resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name, object }));
    const remove = (): Generator<Wait, number, void> =>
      deleteInfos(context, flags.on('rm') ? infos : [], [], {
        gracePeriodSeconds: -1,
        propagationPolicy: cascadeOf(context),
        dryRun: 'none',
        wait: false,
        timeoutMs: 0,
        ignoreNotFound: true,
        output: '',
        quiet: flags.on('quiet'),
      });
    let ended: Failure | number | 'entered';
    try {
      ended = yield* attachTo(context, pod as Pod);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      ended = error;
    }
    if (ended === 'entered') return 0;
    if (flags.on('rm')) yield* remove();
    if (ended instanceof Failure) throw ended;
    return ended;
  }
  for (const { object } of made) print(object, 'created');
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}

/** Shows a new Pod's output until it ends; gives the exit status its container had. Models handleAttachPod. */
function* attachTo(context: Context, pod: Pod): Generator<Wait, number | 'entered', void> {
  const { process, flags } = context;
  const { draft } = process;
  const { namespace = '', name } = pod.metadata;
  const current = (): Pod | undefined => draft.get('pods', namespace, name);
  const phase = (): string => current()?.status?.phase ?? '';
  const ready = (): boolean => (current()?.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
  const over = (): boolean => !current() || phase() === 'Succeeded' || phase() === 'Failed';
  const begun = (): boolean => over() || (phase() === 'Running' && ready()) || process.interrupted;
  const deadline = draft.now + flags.duration('pod-running-timeout');
  while (!begun() && draft.now < deadline) yield { deadline, until: begun };
  if (!begun()) fail('timed out waiting for the condition');
  if (process.interrupted) return 130;
  const log = () => draft.get('containers', namespace, `${name}/${name}`)?.log ?? [];
  let shown = 0;
  const show = (split: boolean): void => {
    for (const { stream, text } of log().slice(shown))
      (split && stream === 'stderr' ? process.err : process.out).call(process, text.endsWith('\n') ? text : `${text}\n`);
    shown = log().length;
  };
  if (over()) show(false);
  else {
    show(false);
    if (!flags.on('quiet'))
      process.err(
        'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n',
      );
    if (!flags.on('quiet') && flags.on('stdin')) process.err("If you don't see a command prompt, try pressing enter.\n");
    if (enterShell(context, current() as Pod, name, flags.on('rm'))) return 'entered';
    while (!over() && !process.interrupted) {
      show(true);
      yield { until: () => over() || process.interrupted || log().length > shown };
    }
    show(true);
  }
  if (process.interrupted) return 130;
  const policy = flags.text('restart');
  if (flags.on('leave-stdin-open') || (policy !== 'Never' && policy !== 'OnFailure')) return 0;
  if (phase() === 'Succeeded') return 0;
  const ended = current()?.status?.containerStatuses?.[0]?.state?.terminated;
  if (!ended || ended.exitCode === 0) return fail(`pod ${namespace}/${name} failed with unknown exit code`);
  process.err(`pod ${namespace}/${name} terminated (${ended.reason ?? ''})\n${ended.message ? `${ended.message}\n` : ''}`);
  return ended.exitCode;
}
