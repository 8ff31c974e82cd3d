/** Whether two values are the same JSON, whatever the order of keys. Absent, null, `[]` and `{}` count as one, as in Go's equality.Semantic. */
export function sameJSON(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a)) return isNothing(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJSON(item, b[i]));
  if (Array.isArray(b)) return false;
  const [left, right] = [a as { readonly [key: string]: unknown }, b as { readonly [key: string]: unknown }];
  return Object.keys(left).every((key) => sameJSON(left[key], right[key])) && Object.keys(right).every((key) => key in left || isNothing(right[key]));
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  for (const _ in value) return false;
  return true;
}
