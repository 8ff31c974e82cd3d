// Models kubectl pkg/cmd/set set_env.go and pkg/cmd/set/env (v0.37.1).
import { textOfBase64 } from '../../api/base64.ts';
import type { Container, EnvVar } from '../../api/core-v1.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';
import { envNameMistakes } from './create.ts';
import { fail, Failure } from './failure.ts';
import { knownResource } from './create.ts';
import { changeContainers, namePattern, podSpecOf } from './pod-template.ts';
import { type Info, infosOrFail, visit } from './resource-builder.ts';
import { findObject } from './rest.ts';

/** `kubectl set env`. */
export function* setEnv(context: Context): Generator<Wait, number, void> {
  const { flags, args, process, namespace } = context;
  if (flags.on('all') && flags.text('selector')) fail('cannot set --all and --selector at the same time');
  const isPair = (word: string): boolean => /^[^=/]+=/.test(word) || word.endsWith('-');
  const first = args.findIndex(isPair);
  const resources = first < 0 ? args : args.slice(0, first);
  const pairs = [...flags.list('env'), ...(first < 0 ? [] : args.slice(first))];
  if (first >= 0 && !args.slice(first).every(isPair)) fail(`all resources must be specified before environment changes: ${args.join(' ')}`);
  if (resources.length === 0 && flags.list('filename').length === 0) fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.on('list') && flags.text('output')) fail('--list and --output may not be specified together');
  const keys = flags.list('keys');
  if (keys.length > 0 && flags.text('from') === '') fail('when specifying --keys, a configmap or secret must be provided with --from');
  const set: EnvVar[] = [];
  const remove: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at >= 0) set.push(variable(pair));
    else if (pair === '-') set.push(...variablesOf(yield* process.input.readAll()));
    else if (pair.endsWith('-')) remove.push(pair.slice(0, -1));
    else fail(`unknown environment variable: ${pair}`);
  }
  if (remove.some((name) => set.some((one) => one.name === name))) fail('can not both modify and remove the same environment variable in the same command');
  if (flags.text('from') !== '') {
    const from = yield* visit(context, {
      args: [flags.text('from')],
      without: ['filename', 'selector', 'all-namespaces'],
      latest: true,
      continueOnError: true,
    });
    for (const info of infosOrFail(from)) set.push(...referencesTo(context, info, keys));
  }
  const prefix = flags.text('prefix');
  if (prefix !== '') set.forEach((one, i) => (set[i] = { ...one, name: `${prefix}${one.name}` }));
  const pattern = namePattern(flags.text('containers'));
  const wanted = ({ name }: Container): boolean => pattern.test(name);
  return yield* changeContainers(
    context,
    resources,
    'failed to patch env update to pod template:',
    'env updated',
    (container, { object }) => {
      if (!wanted(container)) return container;
      const kept = (container.env ?? []).filter(({ name }) => !remove.includes(name)).map((one) => set.find(({ name }) => name === one.name) ?? one);
      const env = [...kept, ...set.filter(({ name }) => !kept.some((one) => one.name === name))];
      if (flags.on('list')) {
        process.out(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
        const unresolved: { [words: string]: string[] } = {};
        for (const { name, value = '', valueFrom } of env) {
          const source = valueFrom as Source | undefined;
          const found = source && flags.on('resolve') ? resolved(context, namespace, source) : undefined;
          if (found && 'error' in found) (unresolved[found.error] ??= []).push(name);
          process.out(
            source && !(found && 'value' in found) ? `# ${name} from ${sourceText(source)}\n` : `${name}=${found && 'value' in found ? found.value : value}\n`,
          );
        }
        for (const [words, names] of Object.entries(unresolved)) process.err(`error retrieving reference for ${names.sort().join(', ')}: ${words}\n`);
        return container;
      }
      const { env: _, ...rest } = container;
      return env.length > 0 ? { ...rest, env } : rest;
    },
    ({ resource, name: of, object }) => {
      const spec = podSpecOf(object);
      const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
      if (!all.some(wanted))
        process.err(`Warning: ${object.kind}/${object.metadata.name} does not have any containers matching ${JSON.stringify(flags.text('containers'))}\n`);
      for (const { env = [] } of flags.on('overwrite') ? [] : all.filter(wanted)) {
        const clash = env.find(({ name }) => set.some((one) => one.name === name));
        if (clash) throw new Failure(`error: ${resource.name}/${of} '${clash.name}' already has a value (${clash.value ?? ''}), and --overwrite is false\n`);
      }
    },
    true,
  );
}

/** `A=1` as a variable. */
function variable(pair: string): EnvVar {
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  const mistakes = envNameMistakes(name);
  if (mistakes.length > 0) fail(`${JSON.stringify(name)} is not a valid key name: ${mistakes.join(';')}`);
  return { name, value: pair.slice(at + 1) };
}

/** Standard input's lines; what follows `#` is a comment. */
function variablesOf(text: string): EnvVar[] {
  return text.split('\n').flatMap((line) => {
    const [pair = ''] = line.split('#');
    if (pair.trim() === '') return [];
    return pair.includes('=') ? [variable(pair)] : fail(`unknown environment variable: ${pair}`);
  });
}

/** A variable for every key (or the wanted ones) of a ConfigMap or Secret; Go's order of keys is free, here they are sorted. */
function referencesTo(context: Context, { resource, name, object }: Info, keys: readonly string[]): EnvVar[] {
  const ref =
    resource.name === 'configmaps' ? 'configMapKeyRef' : resource.name === 'secrets' ? 'secretKeyRef' : fail('unsupported resource specified in --from');
  const { data = {} } = object as unknown as { readonly data?: { readonly [key: string]: string } };
  return Object.keys(data)
    .sort()
    .filter((key) => keys.length === 0 || keys.includes(key))
    .map((key) => ({ name: nameFor(context, key), valueFrom: { [ref]: { name, key } } }));
}

/** A key as a variable's name; said where it is another. Models pkg/cmd/set set_env.go keyToEnvName. */
function nameFor({ process }: Context, key: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
  if (name !== key) process.err(`Warning: key ${key} transferred to ${name}\n`);
  return name;
}

type Source = { readonly [kind: string]: { readonly [key: string]: string } | undefined };

/** What a reference stands for. Models pkg/cmd/set/env GetEnvVarRefValue. */
function resolved(context: Context, namespace: string, { configMapKeyRef, secretKeyRef }: Source): { readonly value: string } | { readonly error: string } {
  const ref = configMapKeyRef ?? secretKeyRef;
  if (!ref) return { error: 'unsupported env reference' };
  const { name = '', key = '' } = ref;
  const plural = configMapKeyRef ? 'configmaps' : 'secrets';
  const object = findObject(context, knownResource(plural), namespace, name) as { readonly data?: { readonly [key: string]: string } } | undefined;
  if (!object) return { error: `${plural} "${name}" not found` };
  const value = object.data?.[key];
  if (value === undefined) return { error: `key ${key} not found in ${configMapKeyRef ? 'config map' : 'secret'} ${name}` };
  return { value: configMapKeyRef ? value : textOfBase64(value) };
}

/** Models pkg/cmd/set/env GetEnvVarRefString. */
function sourceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: Source): string {
  if (configMapKeyRef) return `configmap ${configMapKeyRef['name'] ?? ''}, key ${configMapKeyRef['key'] ?? ''}`;
  if (secretKeyRef) return `secret ${secretKeyRef['name'] ?? ''}, key ${secretKeyRef['key'] ?? ''}`;
  if (fieldRef) return `field path ${fieldRef['fieldPath'] ?? ''}`;
  return resourceFieldRef
    ? `resource field ${resourceFieldRef['containerName'] ? `container ${resourceFieldRef['containerName']} ` : ''}${resourceFieldRef['resource'] ?? ''}`
    : 'invalid valueFrom';
}
