/** A Go-style field path: `spec.ports[0].targetPort`, `metadata.labels[app]`. Immutable; compares as a string. */
export type FieldPath = string;

/** `spec` + `ports` → `spec.ports`; several names at once are allowed. */
export function child(path: FieldPath, ...names: string[]): FieldPath {
  let joined = path;
  for (const name of names) if (name !== '') joined = joined === '' ? name : `${joined}.${name}`;
  return joined;
}

/** `spec.ports` + 0 → `spec.ports[0]`. */
export function index(path: FieldPath, i: number): FieldPath {
  return `${path}[${i}]`;
}

/** `metadata.labels` + `app` → `metadata.labels[app]`. */
export function key(path: FieldPath, name: string): FieldPath {
  return `${path}[${name}]`;
}

/** The path's steps: names as strings, list indexes as numbers. `a.b[0][x/y.z]` → `['a', 'b', 0, 'x/y.z']`. */
export function stepsOf(path: FieldPath): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    const inside = match[1];
    if (inside === undefined) steps.push(match[2] ?? '');
    else steps.push(/^\d+$/.test(inside) ? Number(inside) : inside);
  }
  return steps;
}
