// Models kubectl pkg/cmd/delete delete.go (v0.37.1).
import type { Wait } from '../../machine/process.ts';
import type { DeleteOptions } from '../../store/api-server.ts';
import type { ObjectTableName } from '../../store/tables.ts';
import { type Context, dryRunOf, type DryRun, notSimulated, warn } from './command.ts';
import { caught, fail, type Failure, Failures, unreadBeside } from './failure.ts';
import { dryRunSuffix } from './print.ts';
import { type Info, visit } from './resource-builder.ts';
import { groupKind, removeFromServer } from './rest.ts';
import { withSource } from './sourced-failure.ts';

const WEEK_MS = 168 * 3_600_000;

const POLICIES: { readonly [cascade: string]: NonNullable<DeleteOptions['propagationPolicy']> } = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
  true: 'Background',
  false: 'Orphan',
};

/** The value of `--cascade`. */
export function cascadeOf({ flags, process }: Context): NonNullable<DeleteOptions['propagationPolicy']> {
  const value = flags.text('cascade') || 'background';
  if (value === 'true' || value === 'false')
    process.err(
      `warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${value === 'true' ? 'background' : 'orphan'}.\n`,
    );
  return (
    (Object.hasOwn(POLICIES, value) ? POLICIES[value] : undefined) ?? fail(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`)
  );
}

/** How `delete` goes about one set of objects; `replace --force` and `run --rm` use it too. */
export interface Deletion {
  /** −1: what the object asks for. */
  readonly gracePeriodSeconds: number;
  readonly propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>;
  readonly dryRun: DryRun;
  readonly wait: boolean;
  /** 0: for as long as it takes. */
  readonly timeoutMs: number;
  readonly ignoreNotFound: boolean;
  readonly output: string;
  readonly quiet: boolean;
}

/** Deletes objects, tells of each, and waits until they are gone. */
export function* deleteInfos(context: Context, infos: readonly Info[], earlier: readonly Failure[], deletion: Deletion): Generator<Wait, number, void> {
  const { process } = context;
  const { draft } = process;
  const failures: Failure[] = [];
  const unread = earlier.filter(({ status }) => !(deletion.ignoreNotFound && status?.reason === 'NotFound'));
  const uids = new Map<Info, string | undefined>();
  let found = 0;
  for (const info of infos) {
    const { resource, namespace, name } = info;
    found += 1;
    const tell = (): void => {
      if (deletion.quiet) return;
      const operation = `${deletion.gracePeriodSeconds === 0 ? 'force deleted' : 'deleted'}${resource.namespaced ? ` from ${namespace} namespace` : ''}${dryRunSuffix(deletion.dryRun)}`;
      process.out(deletion.output === 'name' ? `${groupKind(resource)}/${name}\n` : `${groupKind(resource)} "${name}" ${operation}\n`);
    };
    if (deletion.dryRun === 'client') {
      tell();
      continue;
    }
    const failure = caught(() => {
      const { gracePeriodSeconds, propagationPolicy } = deletion;
      const object = removeFromServer(context, resource, namespace, name, {
        propagationPolicy,
        dryRun: deletion.dryRun === 'server',
        ...(gracePeriodSeconds >= 0 ? { gracePeriodSeconds } : {}),
      });
      uids.set(info, object.metadata.uid);
      tell();
    });
    if (failure && !(deletion.ignoreNotFound && failure.status?.reason === 'NotFound')) failures.push(withSource(failure, 'deleting', info.source));
  }
  if (failures.length + unread.length > 0) throw new Failures([...failures, ...unreadBeside(unread, failures)]);
  if (found === 0) process.out('No resources found\n');
  if (!deletion.wait || deletion.dryRun !== 'none') return 0;
  const deadline = draft.now + (deletion.timeoutMs || WEEK_MS);
  for (const [{ resource, namespace, name }, uid] of uids) {
    const gone = (): boolean => draft.get<ObjectTableName>(resource.name as ObjectTableName, namespace, name)?.metadata.uid !== uid;
    while (!gone() && draft.now < deadline && !process.interrupted) yield { until: () => gone() || process.interrupted, deadline };
    if (process.interrupted) return 130;
    if (!gone()) fail(`timed out waiting for the condition on ${resource.name}/${name}`);
  }
  return 0;
}

/** `kubectl delete`. */
export function* deleteVerb(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const all = flags.on('all');
  const selecting = all || flags.text('selector') !== '' || flags.text('field-selector') !== '';
  let gracePeriodSeconds = flags.integer('grace-period');
  const force = flags.on('force');
  if (flags.on('now')) {
    if (gracePeriodSeconds !== -1) fail('--now and --grace-period cannot be specified together');
    gracePeriodSeconds = 1;
  }
  if (gracePeriodSeconds === 0 && !force) gracePeriodSeconds = 1;
  if (force && gracePeriodSeconds < 0) gracePeriodSeconds = 0;
  const dryRun = dryRunOf(context);
  const propagationPolicy = cascadeOf(context);
  if (flags.text('raw')) return notSimulated(context, 'the flag --raw');
  const output = flags.text('output');
  const check = (): void => {
    if (output !== '' && output !== 'name') fail(`unexpected -o output mode: ${output}. We only support '-o name'`);
    if (all && flags.text('selector') !== '') fail('cannot set --all and --selector at the same time');
    if (all && flags.text('field-selector') !== '') fail('cannot set --all and --field-selector at the same time');
    if (gracePeriodSeconds > 0 && force) fail('--force and --grace-period greater than 0 cannot be specified together');
    if (gracePeriodSeconds === 0 && force)
      warn(
        context,
        'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
      );
  };
  const found = yield* visit(context, { all, continueOnError: true, namesOnly: true });
  check();
  const infos = found.parts.flatMap(({ items }) => items);
  const ignoreNotFound = flags.changed('ignore-not-found') ? flags.on('ignore-not-found') : selecting;
  if (flags.on('interactive')) {
    if (infos.length === 0) {
      process.out('No resources found\n');
      return 0;
    }
    process.out(
      `You are about to delete the following ${infos.length} resource(s):\n${infos.map(({ resource, name }) => `${groupKind(resource)}/${name}\n`).join('')}Do you want to continue? (y/N): `,
    );
    const answer = yield* process.input.readLine();
    if (answer?.trim().toLowerCase() !== 'y') {
      process.out('deletion is cancelled\n');
      return 0;
    }
  }
  if (context.explicitNamespace && !flags.on('all-namespaces') && infos.some(({ resource }) => !resource.namespaced))
    warn(context, 'deleting cluster-scoped resources, not scoped to the provided namespace');
  return yield* deleteInfos(context, infos, found.failures, {
    gracePeriodSeconds,
    propagationPolicy,
    dryRun,
    wait: flags.on('wait'),
    timeoutMs: flags.duration('timeout'),
    ignoreNotFound,
    output,
    quiet: false,
  });
}
