import { behaviourEn } from './diagnostics-behaviour.en.ts';
import { rulesEn } from './diagnostics-rules.en.ts';
import { textEn } from './diagnostics-text.en.ts';
import type { DiagnosticWords } from './talk.ts';

/** Everything that is said about manifests. */
export const diagnosticsEn: DiagnosticWords = { ...textEn, ...rulesEn, ...behaviourEn };
