import type { LabelSelector, Labels } from './kubernetes-object.ts';

/** Whether every pair of a Service's or a nodeSelector's plain map stands among the labels. An empty map selects everything. */
export function selectsLabels(selector: Labels, labels: Labels | undefined): boolean {
  for (const name in selector) if (labels === undefined || !Object.hasOwn(labels, name) || labels[name] !== selector[name]) return false;
  return true;
}

/** Models metav1.LabelSelectorAsSelector (apimachinery v0.37.1): an absent selector selects nothing, an empty one everything. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  if (!selectsLabels(selector.matchLabels ?? {}, labels)) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const has = Object.hasOwn(labels, key);
    const value = labels[key];
    switch (operator) {
      case 'In':
        return has && values.includes(value as string);
      case 'NotIn':
        return !has || !values.includes(value as string);
      case 'Exists':
        return has;
      case 'DoesNotExist':
        return !has;
    }
  });
}
