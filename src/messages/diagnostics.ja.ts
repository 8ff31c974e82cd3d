import { behaviourJa } from './diagnostics-behaviour.ja.ts';
import { rulesJa } from './diagnostics-rules.ja.ts';
import { textJa } from './diagnostics-text.ja.ts';
import type { DiagnosticWords } from './talk.ts';

/** マニフェストについて言うことの全部。 */
export const diagnosticsJa: DiagnosticWords = { ...textJa, ...rulesJa, ...behaviourJa };
