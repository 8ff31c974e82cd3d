import { readReference } from '../exercise/load.ts';
import { diagnosticsEn } from '../messages/diagnostics.en.ts';

/** The rules that have words but no page yet, read at build time. A page carries these: they are the shorter list. */
export function rulesWithoutPage(): readonly string[] {
  const written = new Set(readReference().map(({ rule }) => rule));
  return Object.keys(diagnosticsEn).filter((id) => !written.has(id));
}
