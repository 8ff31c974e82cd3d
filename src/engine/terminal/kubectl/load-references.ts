import type { References } from './command.ts';

/** kubectl's help texts and the documentation of fields, half a megabyte that is loaded only when first wanted. */
export async function loadReferences(): Promise<References> {
  return (await import('./references.ts')).KUBECTL_REFERENCES;
}
