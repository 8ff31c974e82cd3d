// Models kubectl pkg/cmd/wait (v0.37.1).
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import type { ObjectTableName } from '../../store/tables.ts';
import type { Context } from './command.ts';
import { exit, fail, Failure, Failures, failStatus, unreadBeside } from './failure.ts';
import { printed } from './go-value.ts';
import { findResults, JSONPathError, parseJSONPath, relaxedJSONPath } from './jsonpath.ts';
import { resultPrinter } from './print.ts';
import { type Info, visit } from './resource-builder.ts';
import { notFoundStatus } from './rest.ts';

type Condition = { readonly kind: 'create' | 'delete' } | { readonly kind: 'met'; readonly holds: (object: KubernetesObject) => boolean };

function orFail<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof JSONPathError) return fail(error.text);
    throw error;
  }
}

/** `condition=Ready`, `condition=Available=false`. */
function conditionWait(text: string): Condition {
  const at = text.indexOf('=');
  const [name, status] = (at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)]).map((word) => word.toLowerCase());
  return {
    kind: 'met',
    holds({ metadata, ...object }) {
      const { status: own } = object as unknown as {
        readonly status?: {
          readonly observedGeneration?: number;
          readonly conditions?: readonly { readonly type: string; readonly status: string; readonly observedGeneration?: number }[];
        };
      };
      const found = own?.conditions?.find(({ type }) => type.toLowerCase() === name);
      if (!found) return false;
      const observed = found.observedGeneration ?? own?.observedGeneration;
      if (metadata.generation !== undefined && observed !== undefined && observed < metadata.generation) return false;
      return found.status.toLowerCase() === status;
    },
  };
}

/** `jsonpath={.spec.type}=ClusterIP`, `jsonpath={.status.loadBalancer.ingress}`. */
function jsonPathWait(text: string): Condition {
  const parts: string[] = [''];
  for (const [token] of text.matchAll(/==|=|[^=]+/g)) {
    if (token === '=') parts.push('');
    else parts[parts.length - 1] += token;
  }
  if (parts.length > 2) fail("jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'");
  const relaxed = orFail(() => relaxedJSONPath(parts[0] as string));
  const value = parts[1]?.replace(/^['"]+|['"]+$/g, '');
  if (value === '') fail("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  if (relaxed === '') fail('jsonpath expression cannot be empty');
  const path = orFail(() => parseJSONPath(relaxed));
  return {
    kind: 'met',
    holds(object) {
      const results = orFail(() => findResults(path, object as unknown as Json));
      const [first] = results;
      if (!first || first.length === 0) return false;
      if (results.length > 1) fail('given jsonpath expression matches more than one list');
      if (first.length > 1) fail('given jsonpath expression matches more than one value');
      if (value === undefined) return true;
      const [found] = first;
      if (typeof found === 'object' && found !== null) fail('jsonpath leads to a nested object or list which is not supported');
      return printed(found).trim() === value.trim();
    },
  };
}

function conditionFor(text: string): Condition {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return { kind: lower };
  if (text.startsWith('condition=')) return conditionWait(text.slice(10));
  if (text.startsWith('jsonpath=')) return jsonPathWait(text.slice(9));
  return fail(`unrecognized condition: ${JSON.stringify(text)}`);
}

/** `kubectl wait`. */
export function* wait(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const { draft } = process;
  const print = resultPrinter(context);
  const conditions = flags.list('for').map(conditionFor);
  if (conditions.length === 0) fail('unrecognized condition: []');
  const timeout = flags.duration('timeout');
  const deadline = draft.now + (timeout < 0 ? 168 * 3_600_000 : timeout);
  const forDelete = conditions.some(({ kind }) => kind === 'delete');
  const find = () => visit(context, { everything: flags.on('all'), latest: true, continueOnError: true });
  let found = yield* find();
  if (conditions.some(({ kind }) => kind === 'create')) {
    while (found.parts.every(({ items }) => items.length === 0) && draft.now < deadline && !process.interrupted) {
      yield { deadline: Math.min(deadline, draft.now + 500), interruptible: true };
      if (process.interrupted) exit(1);
      found = yield* find();
    }
    if (found.parts.every(({ items }) => items.length === 0)) fail('timed out waiting for the condition');
  }
  const unread = found.failures.filter(({ status }) => !(forDelete && status?.reason === 'NotFound'));
  const infos = found.parts.flatMap(({ items }) => items);
  const unmet: Failure[] = [];
  for (const info of infos) {
    try {
      for (const condition of conditions) print(yield* meet(info, condition), 'condition met');
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unmet.push(error);
    }
  }
  // Of files, what could not be read is told after what was not met (visitor.go EagerVisitorList).
  const failures = found.fromFiles ? [...unmet, ...unreadBeside(unread, unmet)] : [...unread, ...unmet];
  if (failures.length > 0) throw new Failures(failures);
  if (infos.length === 0 && !forDelete) fail('no matching resources found');
  return 0;

  function* meet({ resource, namespace, name, object }: Info, condition: Condition): Generator<Wait, KubernetesObject, void> {
    const current = (): KubernetesObject | undefined => draft.get<ObjectTableName>(resource.name as ObjectTableName, namespace, name);
    if (condition.kind === 'create') return object;
    if (condition.kind === 'met' && !current()) failStatus(notFoundStatus(resource, name));
    const done = (): boolean => {
      const now = current();
      return condition.kind === 'delete' ? now?.metadata.uid !== object.metadata.uid : condition.kind === 'met' && now !== undefined && condition.holds(now);
    };
    // One time is given to all of them: once it is over, what is met already is not looked at any more (wait/condition.go, v0.37.1).
    const isLate = condition.kind === 'met' && timeout !== 0 && draft.now >= deadline;
    if (done() && !isLate) return current() ?? object;
    if (timeout === 0) fail(`condition not met for ${resource.name}/${name}`);
    while (!done() && draft.now < deadline && !process.interrupted) {
      const before = current();
      yield { deadline, until: () => process.interrupted || current() !== before, interruptible: true };
    }
    if (process.interrupted) exit(1);
    if (isLate || !done()) fail(`timed out waiting for the condition on ${resource.name}/${name}`);
    return current() ?? object;
  }
}
