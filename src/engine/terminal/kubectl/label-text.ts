import type { LabelSelector, Labels } from '../../api/kubernetes-object.ts';

const inOrder = (labels: Labels): [string, string][] => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));

/** `a=1,b=2`, or `<none>`. Models labels.FormatLabels (apimachinery v0.37.1). */
export function labelsText(labels: Labels | undefined): string {
  return (
    inOrder(labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(',') || '<none>'
  );
}

/** `app=web,tier in (a,b),!old` in the order of keys; '' selects everything. Models labels.Selector String. */
export function selectorText(selector: LabelSelector | undefined): string {
  const terms: [string, string][] = inOrder(selector?.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`]);
  for (const { key, operator, values = [] } of selector?.matchExpressions ?? []) {
    const list = `(${[...values].sort().join(',')})`;
    terms.push([key, operator === 'In' ? `${key} in ${list}` : operator === 'NotIn' ? `${key} notin ${list}` : operator === 'Exists' ? key : `!${key}`]);
  }
  return terms
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, text]) => text)
    .join(',');
}
