import { API_RESOURCES, resourceOfKind, type APIResource } from '../api/api-resources.ts';
import { decodeObject, metadataProblem, type DecodingProblem } from '../api/decode.ts';
import type { FieldError } from '../api/field-error.ts';
import { index, type FieldPath } from '../api/field-path.ts';
import type { Json, JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import { nearestWord } from '../api/nearest-word.ts';
import { errorText } from '../api/rule-words.ts';
import type { ApiOutcome, Status } from '../api/status.ts';
import { createObject, patchObject, updateObject } from '../store/api-server.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { createCluster } from '../store/new-cluster.ts';
import { OBJECT_TABLES, type ObjectTableName } from '../store/tables.ts';
import { Failure, wordsOf } from '../terminal/kubectl/failure.ts';
import { manifestOf, modifiedConfiguration, originalConfiguration } from '../terminal/kubectl/last-applied.ts';
import { withCauses } from '../terminal/kubectl/rest.ts';
import { withSource } from '../terminal/kubectl/sourced-failure.ts';
import { NoPatch, threeWayPatch } from '../terminal/kubectl/strategic-diff.ts';
import type { ManifestDocument, Span } from '../yaml/manifest-document.ts';
import { parseManifests } from '../yaml/parse-manifests.ts';
import { behaviourOf, type Finding } from './behaviour.ts';
import type { Diagnostic, DiagnosticId, DiagnosticOf, Fix } from './diagnostic.ts';
import { locate, memberLocated, spanOf } from './locate.ts';

/** What an editor knows of one document (or of one item of a List). */
export interface InspectedDocument {
  readonly file: string;
  readonly span: Span;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly value?: Json;
}

/** What inspecting gives. */
export interface Inspection {
  readonly documents: readonly InspectedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What is wrong with manifests: parse, decode, default, validate, locate, and, where a cluster is given, what the accepted
 * ones would not do in it. Diagnostics come file by file, document by document, in the server's order. What names no namespace
 * is meant for `ownNamespace`, as kubectl's context has it. Never throws.
 */
export function inspect(files: { readonly [name: string]: string }, cluster?: ClusterState, ownNamespace = 'default'): Inspection {
  const documents: InspectedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  // Everything is applied to a copy that is thrown away, so that later documents see earlier ones.
  const draft = new ClusterDraft(cluster ?? createCluster('three-nodes'));
  const accepted: Manifest[] = [];
  for (const [file, text] of Object.entries(files)) {
    for (const document of parseManifests(text)) {
      const told = new Reporter(file, text, document, diagnostics);
      told.text();
      if (document.value === undefined || document.value === null) {
        if (document.value === undefined) documents.push({ file, span: document.span });
        continue;
      }
      for (const manifest of manifestsIn(document.value, file, document, told)) {
        documents.push(manifest.known);
        if (manifest.object && judge(draft, manifest, ownNamespace)) accepted.push(manifest);
      }
    }
  }
  if (cluster)
    for (const manifest of accepted)
      for (const finding of behaviourOf(draft, manifest.resource as APIResource, manifest.stored as KubernetesObject))
        manifest.told.finding(finding, manifest.within);
  return { documents, diagnostics };
}

interface Manifest {
  readonly known: InspectedDocument;
  readonly told: Reporter;
  readonly within: FieldPath;
  readonly object?: JsonObject;
  readonly resource?: APIResource;
  stored?: KubernetesObject;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The objects of one document: one, or the items of a List. */
function manifestsIn(value: Json, file: string, document: ManifestDocument, told: Reporter, within: FieldPath = ''): Manifest[] {
  if (isObject(value) && Array.isArray(value.items) && typeof value.kind === 'string' && value.kind.endsWith('List')) {
    return (value.items as readonly Json[]).flatMap((item, i) =>
      manifestsIn(item, file, document, told, index(within === '' ? 'items' : `${within}.items`, i)),
    );
  }
  const span = within === '' ? document.span : (document.positions.get(within)?.value ?? document.span);
  if (!isObject(value)) {
    told.add(
      'not-an-object',
      within,
      {},
      `error: error validating ${JSON.stringify(file)}: error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
    return [{ known: { file, span, value }, told, within }];
  }
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const [apiVersion, kind, namespace, name] = [textOf(value.apiVersion), textOf(value.kind), textOf(metadata.namespace), textOf(metadata.name)];
  const known = {
    file,
    span,
    value,
    ...(apiVersion ? { apiVersion } : {}),
    ...(kind ? { kind } : {}),
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
  };
  const resource = told.type(value, within, name ?? '', namespace ?? '');
  return [{ known, told, within, ...(resource ? { resource, object: value } : {}) }];
}

/** Decodes one object and applies it to the draft; whether the server would take it. */
function judge(draft: ClusterDraft, manifest: Manifest, ownNamespace: string): boolean {
  const { told, within } = manifest;
  const [object, resource] = [manifest.object as JsonObject, manifest.resource as APIResource];
  const metadata = metadataProblem(object);
  const decoded = decodeObject(resource, object, 'Strict');
  const { name, generateName } = (isObject(object.metadata) ? object.metadata : {}) as { name?: Json; generateName?: Json };

  // 1. What does not fit the types.
  const words = decoded.ok ? undefined : told.english(decoded.status, 'creating');
  const firstType = decoded.problems.find(({ id }) => id !== 'unknown-field');
  for (const problem of decoded.problems) {
    const own = metadata && problem.field === metadata.field ? `error: unable to decode ${JSON.stringify(told.file)}: ${metadata.words}` : undefined;
    told.decoding(problem, within, own ?? (!metadata && (firstType === undefined || problem === firstType) ? words : undefined));
  }
  if (!decoded.ok) return false;

  // 2. What apply itself wants.
  if (textOf(name) === undefined) {
    if (textOf(generateName) !== undefined)
      told.add(
        'generate-name-with-apply',
        join(within, 'metadata.generateName'),
        { generateName: generateName as string },
        `error: from ${generateName as string}: cannot use generate name with apply`,
      );
    else {
      const of = `${resource.group}/${resource.version}`;
      const namespace = resource.namespaced ? (textOf((object.metadata as JsonObject | undefined)?.namespace) ?? ownNamespace) : '';
      told.add(
        'name-not-set',
        join(within, 'metadata.name'),
        { kind: resource.kind },
        `error: error when retrieving current configuration of:\nResource: "${of}, Resource=${resource.name}", GroupVersionKind: "${of}, Kind=${resource.kind}"\nName: "", Namespace: "${namespace}"\nfrom server for: ${JSON.stringify(told.file)}: resource name may not be empty`,
      );
    }
    return false;
  }

  // 3. What the server says.
  const outcome = applyTo(draft, resource, object, ownNamespace);
  for (const text of outcome.warnings) told.warning(text, within);
  if (outcome.ok) {
    manifest.stored = outcome.object;
    return true;
  }
  told.status(outcome.status, within);
  return false;
}

/** What `kubectl apply` would send, sent to the draft. */
function applyTo(draft: ClusterDraft, resource: APIResource, given: JsonObject, ownNamespace: string): ApiOutcome<KubernetesObject> {
  const table = resource.name as ObjectTableName;
  const metadata = given.metadata as JsonObject;
  const namespace = resource.namespaced ? (textOf(metadata.namespace) ?? ownNamespace) : '';
  const name = metadata.name as string;
  const object = { ...given, metadata: { ...metadata, ...(namespace ? { namespace } : {}) } } as unknown as KubernetesObject;
  const options = { by: 'kubectl', fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' } as const;
  const modified = modifiedConfiguration(manifestOf(object), true);
  const current = draft.get(table, namespace, name) as KubernetesObject | undefined;
  if (!current) {
    const { resourceVersion: _, ...rest } = modified.metadata ?? {};
    return createObject<ObjectTableName>(draft, table, namespace, { ...modified, metadata: rest }, options) as ApiOutcome<KubernetesObject>;
  }
  let patch: JsonObject;
  try {
    patch = threeWayPatch(resource.kind, originalConfiguration(current) ?? {}, modified, current as unknown as JsonObject);
  } catch (error) {
    if (!(error instanceof NoPatch)) throw error;
    // kubectl gives up before the server is asked; what is wrong shows when the whole object is sent.
    const whole = updateObject<ObjectTableName>(draft, table, namespace, name, modified, { ...options, dryRun: true }) as ApiOutcome<KubernetesObject>;
    return whole.ok ? { ok: false, status: { code: 0, reason: 'Unknown', message: error.message }, warnings: [] } : whole;
  }
  if (Object.keys(patch).length === 0) return { ok: true, object: current, warnings: [], changed: false };
  return patchObject<ObjectTableName>(draft, table, namespace, name, patch, 'application/strategic-merge-patch+json', options) as ApiOutcome<KubernetesObject>;
}

const join = (within: FieldPath, field: FieldPath): FieldPath => (within === '' ? field : field === '' ? within : `${within}.${field}`);

/** Turns complaints about one document into diagnostics. */
class Reporter {
  readonly file: string;
  readonly #text: string;
  readonly #document: ManifestDocument;
  readonly #into: Diagnostic[];

  constructor(file: string, text: string, document: ManifestDocument, into: Diagnostic[]) {
    this.file = file;
    this.#text = text;
    this.#document = document;
    this.#into = into;
  }

  #push<Id extends DiagnosticId>(diagnostic: DiagnosticOf<Id>): void {
    this.#into.push(diagnostic as unknown as Diagnostic);
  }

  /** What is wrong with the text itself. */
  text(): void {
    const { problems, complaint } = this.#document;
    let english = complaint && `error: error parsing ${this.file}: ${complaint}`;
    for (const { id, severity, span, params } of problems) {
      this.#push({ id, severity, layer: 'decoding', file: this.file, span, params, ...(english && severity === 'error' ? { english } : {}) });
      if (severity === 'error') english = undefined;
    }
  }

  /** A complaint of the decoding layer about a path of the document itself. */
  add<Id extends DiagnosticId>(
    id: Id,
    path: FieldPath,
    params: DiagnosticOf<Id>['params'],
    english?: string,
    fix?: Fix,
    severity: 'error' | 'warning' = 'error',
  ): void {
    const span = spanOf(locate(this.#document, path), this.#text);
    this.#push({
      id,
      severity,
      layer: 'decoding',
      file: this.file,
      span,
      ...(path ? { field: path } : {}),
      params,
      ...(english ? { english } : {}),
      ...(fix ? { fix } : {}),
    });
  }

  /** The resource of an object, or `undefined` after saying why there is none. */
  type(object: JsonObject, within: FieldPath, name: string, namespace: string): APIResource | undefined {
    const [apiVersion, kind] = [textOf(object.apiVersion), textOf(object.kind)];
    const unset = [...(apiVersion === undefined ? ['apiVersion not set'] : []), ...(kind === undefined ? ['kind not set'] : [])];
    if (apiVersion === undefined || kind === undefined) {
      const english = `error: error validating ${JSON.stringify(this.file)}: error validating data: ${unset.length === 2 ? `[${unset.join(', ')}]` : unset[0]}; if you choose to ignore these errors, turn validation off with --validate=false`;
      if (apiVersion === undefined) this.add('api-version-not-set', join(within, 'apiVersion'), {}, english);
      if (kind === undefined) this.add('kind-not-set', join(within, 'kind'), {}, english);
      return undefined;
    }
    const resource = resourceOfKind(apiVersion, kind);
    if (!resource) {
      this.#unknownKind(apiVersion, kind, within, name, namespace);
      return undefined;
    }
    if (OBJECT_TABLES.includes(resource.name as ObjectTableName) && resource.group !== 'events.k8s.io') return resource;
    this.add('kind-not-simulated', join(within, 'kind'), { kind, apiVersion }, undefined, undefined, 'warning');
    return undefined;
  }

  #unknownKind(apiVersion: string, kind: string, within: FieldPath, name: string, namespace: string): void {
    const homes = [...new Set(API_RESOURCES.filter((resource) => resource.kind === kind).map((resource) => resource.apiVersion))];
    const elsewhere = homes[0];
    const kinds = API_RESOURCES.filter((resource) => resource.apiVersion === apiVersion).map((resource) => resource.kind);
    const suggestion = elsewhere === undefined ? nearestWord(kind, kinds) : undefined;
    const target = suggestion !== undefined ? 'kind' : elsewhere !== undefined ? 'apiVersion' : 'kind';
    const replacement = suggestion ?? (homes.length === 1 ? elsewhere : undefined);
    const path = join(within, target);
    const fix = replacement === undefined ? undefined : { span: spanOf(locate(this.#document, path), this.#text), text: replacement };
    // In small letters kubectl finds the kind, and the server does not.
    const small = API_RESOURCES.find((resource) => resource.apiVersion === apiVersion && resource.kind.toLowerCase() === kind);
    const refused = small && decodeObject(small, { apiVersion, kind }, 'Strict');
    const english =
      refused && !refused.ok
        ? this.english(refused.status, 'creating')
        : `error: resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(this.file)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`;
    this.add('unknown-kind', path, { kind, apiVersion, ...(suggestion ? { suggestion } : {}), ...(elsewhere ? { elsewhere } : {}) }, english, fix);
  }

  decoding({ id, field, params }: DecodingProblem, within: FieldPath, english: string | undefined): void {
    const located = locate(this.#document, field, within);
    const span = spanOf(located, this.#text, id === 'unknown-field' ? 'key' : 'value');
    let fix: Fix | undefined;
    if (id === 'unknown-field' && params.suggestion !== undefined && located.position.key) fix = { span: located.position.key, text: params.suggestion };
    if (id === 'wrong-type') fix = this.#retyped(located.position.value, params.given, params.expected);
    this.#push({
      id,
      severity: 'error',
      layer: 'decoding',
      file: this.file,
      span,
      field,
      params,
      ...(english ? { english } : {}),
      ...(fix ? { fix } : {}),
    } as DiagnosticOf<typeof id>);
  }

  /** Quotes taken off a number, or put around a word. */
  #retyped(span: Span, given: string, expected: string): Fix | undefined {
    const written = this.#text.slice(span.start, span.end);
    const number = /^(["'])(\d+)\1$/.exec(written)?.[2];
    if (given === 'string' && /^int(32|64)$/.test(expected) && number !== undefined) return { span, text: number };
    const word = expected === 'string' || /^v1\.[A-Z]/.test(expected);
    if ((given === 'number' || given === 'bool') && word && /^[\w.+-]+$/.test(written)) return { span, text: JSON.stringify(written) };
    return undefined;
  }

  /** What kubectl prints for a refusal. */
  english(status: Status, verb: string): string {
    return wordsOf(withSource(new Failure(status.message, withCauses(status)), verb, this.file)).text.trimEnd();
  }

  status(status: Status, within: FieldPath): void {
    if (status.errors && status.errors.length > 0) {
      for (const error of status.errors) this.#fieldError(error, within);
      return;
    }
    const english = this.english(status, 'creating');
    const namespace = /^namespaces "(.*)" not found$/.exec(status.message)?.[1];
    const path = namespace === undefined ? 'metadata.name' : 'metadata.namespace';
    const span = spanOf(locate(this.#document, path, within), this.#text);
    const shared = { severity: 'error', layer: 'api', file: this.file, span, field: path, english } as const;
    if (namespace !== undefined) this.#push({ id: 'namespace-missing', ...shared, params: { namespace } });
    else this.#push({ id: 'request-refused', ...shared, params: { reason: status.reason } });
  }

  #fieldError(error: FieldError, within: FieldPath): void {
    const { rule, params, field, value } = error;
    const narrowed = memberLocated(this.#document, field, value, within);
    const located = locate(this.#document, narrowed, within);
    const span = spanOf(located, this.#text, narrowed !== field && located.value !== value ? 'key' : 'value');
    const supported = (params as { readonly supported?: readonly string[] }).supported;
    const nearest = supported && typeof value === 'string' && located.exact ? nearestWord(value, supported) : undefined;
    const fix = nearest === undefined ? {} : { fix: { span: located.position.value, text: nearest } };
    this.#push({ id: rule, severity: 'error', layer: 'api', file: this.file, span, field, params, english: errorText(error), ...fix });
  }

  warning(text: string, within: FieldPath): void {
    const field = /^(?:(?:annotation|label) \S+|((?:spec|metadata)[\w.[\]]*))/.exec(text)?.[1] ?? 'kind';
    const span = spanOf(locate(this.#document, field, within), this.#text);
    this.#push({ id: 'server-warning', severity: 'warning', layer: 'api', file: this.file, span, field, params: { text }, english: `Warning: ${text}` });
  }

  finding({ id, field, params, replacement, part }: Finding, within: FieldPath): void {
    const located = locate(this.#document, field, within);
    const span = spanOf(located, this.#text, part ?? 'value');
    const fix =
      replacement !== undefined && located.exact
        ? { fix: { span: part === 'key' ? (located.position.key as Span) : located.position.value, text: replacement } }
        : {};
    this.#push({ id, severity: 'warning', layer: 'behaviour', file: this.file, span, field, params, ...fix } as DiagnosticOf<typeof id>);
  }
}
