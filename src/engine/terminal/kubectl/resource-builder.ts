// Models cli-runtime pkg/resource builder.go and visitor.go (v0.37.1).
import { API_RESOURCES, type APIResource, resourceOfKind } from '../../api/api-resources.ts';
import { quote } from '../../api/go-text.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, notSimulated, warn } from './command.ts';
import { caught, exit, fail, Failure, Failures, unreadBeside } from './failure.ts';
import { readManifests } from './manifest-files.ts';
import { getObject, listObjects } from './rest.ts';
import { parseLabelSelector } from './selectors.ts';
import { noteCustomResource } from './unsimulated-fields.ts';

/** One object a command is about. */
export interface Info {
  readonly resource: APIResource;
  /** '' for what has no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** The server's object; from a file its own text, unless `latest` was asked for. */
  readonly object: KubernetesObject;
  /** The file it was read from. */
  readonly source?: string;
}

/** What one name, one file's object or one list gave. */
export interface Part {
  readonly resource: APIResource;
  readonly items: readonly Info[];
  readonly isList: boolean;
}

/** Everything a command line named. */
export interface Visit {
  /** In the order in which the real builder comes to them. */
  readonly entries: readonly (Part | Failure)[];
  readonly parts: readonly Part[];
  readonly failures: readonly Failure[];
  /** True where the words named exactly one object: it is printed alone and not as a List. */
  readonly singleItemImplied: boolean;
  readonly fromFiles: boolean;
}

export interface BuilderOptions {
  /** Default: the command's arguments. */
  readonly args?: readonly string[];
  /** Names of the flags this verb does not offer to the builder. */
  readonly without?: readonly string[];
  /** A kind alone means all of it (`get pods`); else a name or a selector is needed. */
  readonly everything?: boolean;
  /** `--all`. */
  readonly all?: boolean;
  /** Objects of files are read again from the server. */
  readonly latest?: boolean;
  /** Goes on after what is not there. */
  readonly continueOnError?: boolean;
  readonly singleResourceType?: boolean;
  /** Objects are not read from the server (delete, wait): their `object` has only kind and name. */
  readonly namesOnly?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** `--local`: files only, and without the server's namespaces. */
  readonly local?: boolean;
}

const MISSING = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** `services`, `svc`, `Service`, `deployments.apps`, `deployments.v1.apps` → the resource, or `undefined`. */
export function findResource(word: string): APIResource | undefined {
  const lower = word.toLowerCase();
  const [name = '', ...rest] = lower.split('.');
  const group = rest.join('.');
  // Short names are known in small letters only: `svc`, not `SVC`.
  const short = word.split('.')[0] === name;
  const named = (resource: APIResource, of: string): boolean =>
    resource.name === of || resource.singularName === of || (short && resource.shortNames.includes(of));
  return (
    API_RESOURCES.find((resource) => rest.length >= 2 && named(resource, name) && resource.version === rest[0] && resource.group === rest.slice(1).join('.')) ??
    API_RESOURCES.find(
      (resource) =>
        named(resource, name) && (rest.length === 0 || (group !== '' && resource.group.startsWith(group)) || (group === '' && resource.group === '')),
    )
  );
}

/** A short name that several groups have. Models apimachinery client-go restmapper shortcut.go ResourceFor (v0.37.1). */
function warnOfShortName(context: Context, word: string): void {
  const [, ...others] = API_RESOURCES.filter(({ shortNames }) => shortNames.includes(word));
  for (const { name, group } of others) warn(context, `short name ${JSON.stringify(word)} could also match lower priority resource ${name}.${group}`);
}

/** The resource a word names. Models builder.go mappingFor. */
export function resourceNamed(word: string): APIResource {
  const resource = findResource(word);
  if (resource) return resource;
  const dot = word.indexOf('.');
  return fail(
    dot < 0
      ? `the server doesn't have a resource type ${quote(word)}`
      : dot === word.length - 1
        ? `the server doesn't have a resource type ${quote(word.slice(0, dot))}`
        : `the server doesn't have a resource type ${quote(word.slice(0, dot))} in group ${quote(word.slice(dot + 1))}`,
  );
}

/** The resources of `all` and the other categories, or `undefined`. */
function categoryMembers(word: string): string[] | undefined {
  const members = API_RESOURCES.filter(({ categories }) => categories.includes(word));
  return members.length > 0 ? members.map(({ name, group }) => (group ? `${name}.${group}` : name)) : undefined;
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

function* byFile(context: Context, options: BuilderOptions, entries: (Part | Failure)[]): Generator<Wait, boolean, void> {
  const { flags, namespace, explicitNamespace } = context;
  const filenames = flags.list('filename');
  const items = yield* readManifests(context, filenames, flags.on('recursive'));
  const selector = options.selector ? parseLabelSelector(options.selector) : undefined;
  if (selector && !selector.ok) fail(`the provided selector ${JSON.stringify(options.selector)} is not valid: ${selector.error}`);
  for (const item of items) {
    const failure =
      item instanceof Failure
        ? item
        : caught(() => {
            const { source } = item;
            const object = item.object as unknown as KubernetesObject;
            const {
              name: given,
              namespace: own = '',
              generateName = '',
            } = (object.metadata ?? {}) as { name?: string | null; namespace?: string; generateName?: string };
            const name = given ?? '';
            // The discovery mapper knows every kind in small letters as well; the server does not.
            const resource =
              resourceOfKind(object.apiVersion, object.kind) ??
              API_RESOURCES.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && kind.toLowerCase() === object.kind);
            if (!resource) {
              noteCustomResource(context, object.apiVersion);
              fail(
                `resource mapping not found for name: "${name || generateName}" namespace: "${own}" from "${source}": no matches for kind "${object.kind}" in version "${object.apiVersion}"\nensure CRDs are installed first`,
              );
            }
            if (selector?.ok && !selector.matches(object.metadata.labels)) return;
            if (resource.namespaced && explicitNamespace && own !== '' && own !== namespace)
              fail(
                `the namespace from the provided object "${own}" does not match the namespace "${namespace}". You must pass '--namespace=${own}' to perform this operation.`,
              );
            const where = resource.namespaced ? own || namespace : '';
            const shown =
              options.latest && name !== ''
                ? getObject(context, resource, where, name)
                : resource.namespaced && own === '' && !options.local
                  ? { ...object, metadata: { ...object.metadata, namespace: where } }
                  : object;
            entries.push({ resource, isList: false, items: [{ resource, namespace: where, name, object: shown, source }] });
          });
    if (!failure) continue;
    entries.push(failure);
    if (!options.continueOnError) break;
  }
  return filenames.length === 1 && !flags.on('recursive') && filenames[0] !== '-';
}

/** Finds everything a command line names. Throws what the real builder refuses at once; the rest stands in `failures`. */
export function* visit(context: Context, options: BuilderOptions = {}): Generator<Wait, Visit, void> {
  const { flags } = context;
  const offered = (name: string): boolean => !options.without?.includes(name);
  const allNamespaces = offered('all-namespaces') && flags.on('all-namespaces');
  const namespace = allNamespaces ? undefined : context.namespace;
  const selector = options.selector ?? (offered('selector') ? flags.text('selector') : '');
  const fieldSelector = options.fieldSelector ?? (offered('field-selector') ? flags.text('field-selector') : '');
  const entries: (Part | Failure)[] = [];

  if (options.all && (selector || fieldSelector)) fail("setting 'all' parameter but found a non empty selector. ");
  const args = normalize(options.args ?? context.args);
  const slashed = args.filter((arg) => arg.includes('/'));
  const withFiles = offered('filename') && (flags.list('filename').length > 0 || flags.text('kustomize') !== '');
  if (slashed.length > 0 && slashed.length < args.length)
    fail(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  const tuples = slashed.map((arg) => {
    const [kind = '', name = '', ...rest] = arg.split('/');
    if (rest.length > 0) fail('arguments in resource/name form may not have more than one slash');
    if (kind === '' || name === '' || unique(kind.split(',')).length !== 1) fail('arguments in resource/name form must have a single resource and name');
    return { kind, name };
  });
  const kinds = slashed.length > 0 || args.length === 0 ? [] : unique((args[0] as string).split(',').flatMap((word) => categoryMembers(word) ?? [word]));
  const names = slashed.length > 0 ? [] : args.slice(1);
  for (const word of [...kinds, ...tuples.map(({ kind }) => kind)]) warnOfShortName(context, word);

  if (withFiles) {
    if (kinds.length > 0 && names.length === 0) fail('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    if (names.length > 0) fail('name cannot be provided when a path is specified');
    if (tuples.length > 0) fail('resource/name arguments cannot be provided when a path is specified');
    if (flags.text('kustomize')) exit(notSimulated(context, 'kustomize (-k)'));
    return visited(entries, yield* byFile(context, { ...options, selector }, entries), true);
  }
  if (options.all || selector !== '' || fieldSelector !== '' || (options.everything && args.length === 1 && tuples.length === 0)) {
    if (names.length > 0) fail('name cannot be provided when a selector is specified');
    if (tuples.length > 0) fail('selectors and the all flag cannot be used when passing resource/name arguments');
    if (kinds.length === 0) fail('at least one resource must be specified to use a selector');
    const resources = new Set(kinds.map(resourceNamed));
    if (resources.size > 1 && options.singleResourceType) fail('you may only specify a single resource type');
    for (const resource of resources) {
      const failure = caught(() => {
        const items = listObjects(context, resource, namespace, { selector, fieldSelector });
        entries.push({
          resource,
          isList: true,
          items: items.map((object) => ({ resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name, object })),
        });
      });
      if (failure) entries.push(failure);
      if (failure && !options.continueOnError) break;
    }
    return visited(entries, false);
  }
  if (tuples.length === 0 && names.length === 0) {
    kinds.forEach(resourceNamed);
    fail(kinds.length > 0 ? 'resource(s) were provided, but no name was specified' : MISSING);
  }
  if (kinds.length > 1) fail('you must specify only one resource');
  const wanted =
    tuples.length > 0
      ? tuples.map(({ kind, name }) => ({ resource: resourceNamed(kind), name }))
      : names.map((name) => ({ resource: resourceNamed(kinds[0] as string), name }));
  if (options.singleResourceType && new Set(wanted.map(({ resource }) => resource)).size > 1) fail('you may only specify a single resource type');
  for (const { resource, name } of wanted) {
    if (resource.namespaced && namespace === undefined) fail('a resource cannot be retrieved by name across all namespaces');
    const where = resource.namespaced ? (namespace as string) : '';
    const failure = caught(() => {
      const object = options.namesOnly
        ? ({ apiVersion: resource.apiVersion, kind: resource.kind, metadata: { name, ...(where ? { namespace: where } : {}) } } as KubernetesObject)
        : getObject(context, resource, where, name);
      entries.push({ resource, isList: false, items: [{ resource, namespace: where, name, object }] });
    });
    if (failure) entries.push(failure);
    if (failure && !options.continueOnError) break;
  }
  return visited(entries, wanted.length === 1);
}

function visited(entries: readonly (Part | Failure)[], singleItemImplied: boolean, fromFiles = false): Visit {
  return {
    entries,
    parts: entries.filter((one) => !(one instanceof Failure)) as Part[],
    failures: entries.filter((one) => one instanceof Failure),
    singleItemImplied,
    fromFiles,
  };
}

/** `a,b x y` → `a/x a/y b/x b/y`. */
function normalize(args: readonly string[]): string[] {
  const kinds = args.length >= 2 ? unique((args[0] as string).split(',')) : [];
  return kinds.length > 1 ? kinds.flatMap((kind) => args.slice(1).map((name) => `${kind}/${name}`)) : [...args];
}

/** Every object of a visit, or the command ends with its failures. */
export function infosOrFail({ parts, failures }: Visit): Info[] {
  if (failures.length > 0) throw new Failures(failures);
  return parts.flatMap(({ items }) => items);
}

/** Does something with every object; what fails, or was not found, is gathered in its place. */
export function forEachInfo({ entries, fromFiles }: Visit, step: (info: Info) => void): Failure[] {
  const failures = entries.flatMap((entry) => {
    if (entry instanceof Failure) return [entry];
    return entry.items.flatMap((info) => {
      const failure = caught(() => step(info));
      return failure ? [failure] : [];
    });
  });
  // What could not be read is told after what could not be done (visitor.go EagerVisitorList; case kubectl-read/mistakes-in-the-order-of-words).
  const undone = fromFiles ? failures.filter((one) => !entries.includes(one)) : [];
  return fromFiles
    ? [
        ...undone,
        ...unreadBeside(
          failures.filter((one) => entries.includes(one)),
          undone,
        ),
      ]
    : failures;
}

/** The common case: all objects a command line names. */
export function* infosOf(context: Context, options: BuilderOptions = {}): Generator<Wait, Info[], void> {
  return infosOrFail(yield* visit(context, options));
}
