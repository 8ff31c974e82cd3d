// Models k8s.io/apimachinery pkg/apis/meta/v1/validation ValidateLabelSelector (v0.37.1) and what workloads ask of it.
import { forbidden, invalid, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { Json, LabelSelector } from '../api/kubernetes-object.ts';
import { labelsProblems, sortedMap } from './object-meta.ts';
import { invalidText, labelKeyProblems, labelValueProblems } from './text-problems.ts';

export function labelSelectorProblems(selector: LabelSelector, field: FieldPath): FieldError[] {
  const errors = labelsProblems(selector.matchLabels, child(field, 'matchLabels'));
  selector.matchExpressions?.forEach(({ key = '', operator, values = [] }, i) => {
    const path = index(child(field, 'matchExpressions'), i);
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) errors.push(required(child(path, 'values'), 'selector-values-missing'));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) errors.push(forbidden(child(path, 'values'), 'selector-values-not-allowed'));
    } else errors.push(invalid(child(path, 'operator'), operator ?? '', 'selector-operator-unknown'));
    errors.push(...invalidText(child(path, 'key'), key, labelKeyProblems));
    values.forEach((value, v) => errors.push(...invalidText(index(child(path, 'values'), v), value, labelValueProblems)));
  });
  return errors;
}

/** How the internal type of a selector prints. */
export function selectorValue({ matchLabels, matchExpressions }: LabelSelector): Json {
  return {
    ...(matchLabels && Object.keys(matchLabels).length > 0 ? { matchLabels: sortedMap(matchLabels) } : {}),
    ...(matchExpressions && matchExpressions.length > 0
      ? { matchExpressions: matchExpressions.map(({ key, operator, values }) => ({ key, operator, ...(values?.length ? { values } : {}) })) }
      : {}),
  };
}

/** Models metav1.LabelSelectorAsSelector: whether the selector can be used at all. */
export function isUsableSelector(selector: LabelSelector | undefined): boolean {
  return !selector || labelSelectorProblems(selector, '').length === 0;
}

/** The selector of a Deployment, ReplicaSet or StatefulSet: required, well formed, not empty. */
export function workloadSelectorProblems(selector: LabelSelector | undefined, field: FieldPath, kind: 'deployment' | 'statefulset'): FieldError[] {
  if (!selector) return [required(field, 'field-required')];
  const errors = labelSelectorProblems(selector, field);
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0) {
    errors.push(invalid(field, selectorValue(selector), 'selector-empty', { kind }));
  }
  return errors;
}
