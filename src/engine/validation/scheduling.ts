// Where a Pod wants to be. Models pkg/apis/core/validation validateAffinity and validateTopologySpreadConstraints (v1.37.1).
import type { Json, JsonObject, LabelSelector } from '../api/kubernetes-object.ts';
import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import { labelSelectorProblems } from './label-selector.ts';
import { dnsLabelProblems, dnsSubdomainProblems, invalidText, labelKeyProblems, labelValueProblems } from './text-problems.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

const objectIn = (object: JsonObject | undefined, name: string): JsonObject | undefined => object?.[name] as JsonObject | undefined;
const listIn = (object: JsonObject | undefined, name: string): readonly JsonObject[] => (object?.[name] as readonly JsonObject[] | null | undefined) ?? [];
const textIn = (object: JsonObject, name: string): string => String(object[name] ?? '');

/** A Pod's affinities to nodes and to other Pods. */
export function affinityProblems(affinity: Json | undefined, field: FieldPath): FieldError[] {
  if (!affinity) return [];
  const given = affinity as JsonObject;
  const errors: FieldError[] = [];
  const nodes = objectIn(given, 'nodeAffinity');
  const selector = objectIn(nodes, REQUIRED);
  if (selector) {
    const path = child(field, 'nodeAffinity', REQUIRED, 'nodeSelectorTerms');
    const terms = listIn(selector, 'nodeSelectorTerms');
    if (terms.length === 0) errors.push(required(path, 'node-selector-terms-missing'));
    terms.forEach((term, i) => errors.push(...nodeTermProblems(term, index(path, i), true)));
  }
  listIn(nodes, PREFERRED).forEach((term, i) => {
    const path = index(child(field, 'nodeAffinity', PREFERRED), i);
    errors.push(...weightProblems(term, path), ...nodeTermProblems(objectIn(term, 'preference') ?? {}, child(path, 'preference'), false));
  });
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const pods = objectIn(given, kind);
    listIn(pods, REQUIRED).forEach((term, i) => errors.push(...podTermProblems(term, index(child(field, kind, REQUIRED), i))));
    listIn(pods, PREFERRED).forEach((term, i) => {
      const path = index(child(field, kind, PREFERRED), i);
      errors.push(...weightProblems(term, path), ...podTermProblems(objectIn(term, 'podAffinityTerm') ?? {}, child(path, 'podAffinityTerm')));
    });
  }
  return errors;
}

function weightProblems({ weight }: JsonObject, field: FieldPath): FieldError[] {
  const value = Number(weight ?? 0);
  return value < 1 || value > 100 ? [invalid(child(field, 'weight'), value, 'weight-out-of-range')] : [];
}

/** Requirements of one term; values are looked at only where the term is required. */
function nodeTermProblems(term: JsonObject, field: FieldPath, strict: boolean): FieldError[] {
  const fields = listIn(term, 'matchFields').flatMap((requirement, i) => nodeFieldProblems(requirement, index(child(field, 'matchFields'), i)));
  const expressions = listIn(term, 'matchExpressions').flatMap((requirement, i) => {
    const path = index(child(field, 'matchExpressions'), i);
    const at = child(path, 'values');
    const operator = textIn(requirement, 'operator');
    const values = (requirement['values'] as readonly string[] | null | undefined) ?? [];
    const errors: FieldError[] = [];
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) errors.push(required(at, 'selector-values-missing'));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) errors.push(forbidden(at, 'selector-values-not-allowed'));
    } else if (operator === 'Gt' || operator === 'Lt') {
      if (values.length !== 1) errors.push(required(at, 'selector-single-value-missing'));
    } else errors.push(invalid(child(path, 'operator'), operator, 'selector-operator-unknown'));
    const looked = strict && (operator === 'In' || operator === 'NotIn') ? values : [];
    return [
      ...errors,
      ...invalidText(child(path, 'key'), textIn(requirement, 'key'), labelKeyProblems),
      ...looked.flatMap((value, v) => invalidText(index(at, v), value, labelValueProblems)),
    ];
  });
  return [...expressions, ...fields];
}

/** Models ValidateNodeFieldSelectorRequirement. */
function nodeFieldProblems(requirement: JsonObject, field: FieldPath): FieldError[] {
  const [key, operator] = [textIn(requirement, 'key'), textIn(requirement, 'operator')];
  const values = (requirement['values'] as readonly string[] | null | undefined) ?? [];
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') errors.push(invalid(child(field, 'operator'), operator, 'selector-operator-unknown'));
  else if (values.length !== 1) errors.push(required(child(field, 'values'), 'node-field-values'));
  if (key !== 'metadata.name') return [...errors, invalid(child(field, 'key'), key, 'node-field-key-unknown')];
  return [...errors, ...values.flatMap((value, i) => invalidText(index(child(field, 'values'), i), value, dnsSubdomainProblems))];
}

/** Models ValidateMatchLabelKeysAndMismatchLabelKeys; the server put the keys into the selector before (pod-label-keys.ts). */
function labelKeysProblems(owner: JsonObject, field: FieldPath): FieldError[] {
  const keysOf = (name: string): readonly string[] => (owner[name] as readonly string[] | null | undefined) ?? [];
  const selector = owner['labelSelector'] as LabelSelector | undefined;
  const errors = ['matchLabelKeys', 'mismatchLabelKeys'].flatMap((name) => {
    const keys = keysOf(name);
    if (keys.length > 0 && !selector) return [forbidden(child(field, name), 'setting-needs-another', { how: 'label-keys' })];
    return keys.flatMap((key, i) => invalidText(index(child(field, name), i), key, labelKeyProblems));
  });
  const matched = keysOf('matchLabelKeys');
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key } of selector?.matchExpressions ?? []) {
    if (matched.includes(key) && seen.has(key))
      errors.push(invalid(index(field, matched.lastIndexOf(key)), key, 'settings-contradict', { how: 'label-key-and-selector' }));
    seen.add(key);
  }
  matched.forEach((key, i) => {
    if (keysOf('mismatchLabelKeys').includes(key))
      errors.push(invalid(index(child(field, 'matchLabelKeys'), i), key, 'settings-contradict', { how: 'label-key-both-ways' }));
  });
  return errors;
}

function podTermProblems(term: JsonObject, field: FieldPath): FieldError[] {
  const errors = ['labelSelector', 'namespaceSelector'].flatMap((name) => selectorProblems(term, name, field));
  for (const name of (term['namespaces'] as readonly string[] | null | undefined) ?? [])
    errors.push(...invalidText(child(field, 'namespace'), name, dnsLabelProblems));
  errors.push(...labelKeysProblems(term, field));
  const key = textIn(term, 'topologyKey');
  return [...errors, ...emptyKeyProblems(key, field), ...invalidText(child(field, 'topologyKey'), key, labelKeyProblems)];
}

const selectorProblems = (owner: JsonObject, name: string, field: FieldPath): FieldError[] =>
  owner[name] ? labelSelectorProblems(owner[name] as unknown as LabelSelector, child(field, name)) : [];

const emptyKeyProblems = (key: string, field: FieldPath): FieldError[] => (key === '' ? [required(child(field, 'topologyKey'), 'must-not-be-empty')] : []);

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

/** How evenly Pods are to be spread over the values of a node's label. */
export function topologySpreadProblems(constraints: Json | undefined, field: FieldPath): FieldError[] {
  const given = (constraints as readonly JsonObject[] | null | undefined) ?? [];
  return given.flatMap((constraint, i) => {
    const path = index(field, i);
    const at = (name: string): FieldPath => child(path, name);
    const errors: FieldError[] = [];
    const skew = Number(constraint['maxSkew'] ?? 0);
    const key = textIn(constraint, 'topologyKey');
    const action = textIn(constraint, 'whenUnsatisfiable');
    if (skew < 1) errors.push(invalid(at('maxSkew'), skew, 'count-not-positive'));
    errors.push(...emptyKeyProblems(key, path));
    if (!ACTIONS.includes(action)) errors.push(notSupported(at('whenUnsatisfiable'), action, ACTIONS));
    if (given.slice(i + 1).some((other) => textIn(other, 'topologyKey') === key && textIn(other, 'whenUnsatisfiable') === action))
      errors.push(duplicate(at('{topologyKey, whenUnsatisfiable}'), `{${key}, ${action}}`));
    const domains = constraint['minDomains'];
    if (typeof domains === 'number') {
      if (domains < 1) errors.push(invalid(at('minDomains'), domains, 'count-not-positive'));
      if (action !== 'DoNotSchedule') errors.push(invalid(at('minDomains'), domains, 'min-domains-without-do-not-schedule', { action }));
    }
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      const policy = constraint[name];
      if (typeof policy === 'string' && policy !== 'Honor' && policy !== 'Ignore') errors.push(notSupported(at(name), policy, ['Honor', 'Ignore']));
    }
    return [...errors, ...labelKeysProblems(constraint, path), ...selectorProblems(constraint, 'labelSelector', path)];
  });
}
